"""An exported project is built and run for real, with javac alone and with Maven."""

import subprocess
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

import rot180
import rot180.java
from rot180.errors import ExportError

LENET = Path(__file__).parents[2] / "examples" / "lenet"


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def model():
    return rot180.load(LENET / "output_graph.pkl")


@pytest.fixture(scope="module")
def project(model, tmp_path_factory):
    labelled = model.with_contract(labels=[f"digit {i}" for i in range(10)], range=(0, 1))
    folder = tmp_path_factory.mktemp("export") / "digits-java"
    return rot180.java.export(labelled, folder, package="com.acme.digits", class_name="Digits")


@pytest.mark.java
def test_build_sh_needs_a_jdk_alone_and_replays_the_samples(project):
    done = run("./build.sh", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "build" / "digits.jar").is_file()


@pytest.mark.java
def test_build_sh_builds_for_java_11(project):
    done = run("env", "RELEASE=11", "./build.sh", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.java
def test_maven_builds_it_and_runs_its_test(project):
    done = run("mvn", "--batch-mode", "-q", "package", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    report = next((project / "target" / "surefire-reports").glob("*.txt")).read_text()
    assert "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0" in report


@pytest.mark.java
def test_the_class_finds_the_labels_that_theano_found(project, tmp_path):
    data = np.load(LENET / "data.npz")
    pixels, labels = data["input"][:20], data["label"][:20]
    pixels.astype(">f4").tofile(tmp_path / "pixels.bin")
    (tmp_path / "Main.java").write_text(
        """
        import com.acme.digits.Digits;
        import java.nio.*;
        import java.nio.file.*;

        class Main {
          public static void main(String[] args) throws Exception {
            byte[] bytes = Files.readAllBytes(Path.of("pixels.bin"));
            FloatBuffer all = ByteBuffer.wrap(bytes).asFloatBuffer();
            Digits digits = Digits.load();
            float[] pixels = new float[Digits.INPUT_LENGTH];
            while (all.hasRemaining()) {
              all.get(pixels);
              int classes = digits.probabilities(pixels).length;
              System.out.println(
                  digits.classify(pixels) + " " + digits.label(pixels) + " " + classes);
            }
          }
        }
        """
    )
    assert run("./build.sh", cwd=project).returncode == 0
    done = run("java", "-cp", str(project / "build" / "digits.jar"), "Main.java", cwd=tmp_path)
    assert done.stdout.splitlines() == [f"{i} digit {i} 10" for i in labels], done.stderr


@pytest.mark.java
def test_a_model_that_was_changed_does_not_pass_its_own_test(model, tmp_path):
    project = rot180.java.export(model, tmp_path / "p", package="com.acme", class_name="Net")
    sample = next(project.rglob("output_0.pb"))
    data = bytearray(sample.read_bytes())
    data[-1] ^= 1
    sample.write_bytes(data)
    done = run("./build.sh", cwd=project)
    assert done.returncode != 0
    assert "differ" in done.stdout + done.stderr


def fully_convolutional_then_dense():
    """A network whose images, as pickled graphs leave it, are of open size; only 6x6 fits."""
    rng = np.random.default_rng(3)
    weights = {
        "W": rng.standard_normal((2, 1, 3, 3)).astype(np.float32),
        "V": rng.standard_normal((32, 5)).astype(np.float32),
        **{name: np.array(axis) for name, axis in (("start", [0]), ("end", [9]), ("axis", [3]))},
    }
    nodes = [
        helper.make_node("Conv", ["x", "W"], ["conv2d_0"]),
        helper.make_node("Slice", ["conv2d_0", "start", "end", "axis"], ["cropped"]),
        helper.make_node("Flatten", ["cropped"], ["flatten_0"]),
        helper.make_node("MatMul", ["flatten_0", "V"], ["dot_0"]),
        helper.make_node("Softmax", ["dot_0"], ["softmax_0"]),
    ]
    graph = helper.make_graph(
        nodes,
        "open",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 1, "x_2", "x_3"])],
        [helper.make_tensor_value_info("softmax_0", TensorProto.FLOAT, ["N", 5])],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    opset = [helper.make_opsetid("", 21)]
    return rot180.Model(helper.make_model(graph, opset_imports=opset, ir_version=10))


@pytest.mark.java
def test_a_model_of_open_size_gets_samples_that_fit_and_asks_for_the_size(tmp_path):
    model = fully_convolutional_then_dense()
    project = rot180.java.export(model, tmp_path / "p", package="com.acme", class_name="Net")
    source = (project / "src/main/java/com/acme/Net.java").read_text()
    assert "public int classify(float[] pixels, int height, int width)" in source
    assert "INPUT_LENGTH" not in source
    assert run("./build.sh", cwd=project).returncode == 0
    (tmp_path / "Main.java").write_text(
        """
        class Main {
          public static void main(String[] args) {
            float[] pixels = new float[36];
            pixels[7] = 1f;
            System.out.println(com.acme.Net.load().classify(pixels, 6, 6));
          }
        }
        """
    )
    done = run("java", "-cp", str(project / "build" / "net.jar"), "Main.java", cwd=tmp_path)
    image = np.zeros((1, 1, 6, 6), np.float32)
    image[0, 0, 1, 1] = 1
    assert done.stdout.split() == [str(model.predict(image).argmax())], done.stderr


def test_an_open_size_that_nothing_square_fits_asks_for_samples(tmp_path):
    model = fully_convolutional_then_dense()
    model.proto.graph.initializer[1].CopyFrom(numpy_helper.from_array(np.zeros((31, 5), "f"), "V"))
    with pytest.raises(ExportError, match="--samples"):
        rot180.java.export(
            rot180.Model(model.proto), tmp_path / "p", package="com.acme", class_name="Net"
        )


@pytest.mark.java
def test_a_model_of_other_inputs_is_reached_by_tensors(tmp_path):
    words = helper.make_tensor_value_info("words", TensorProto.INT32, ["N", 3])
    vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["N", 3, 2])
    table = numpy_helper.from_array(np.float32([[1, 2], [3, 4]]), "table")
    node = helper.make_node("Gather", ["table", "words"], ["vectors"])
    model = rot180.Model(
        helper.make_model(
            helper.make_graph([node], "words", [words], [vectors], [table]),
            opset_imports=[helper.make_opsetid("", 21)],
            ir_version=10,
        )
    )
    project = rot180.java.export(model, tmp_path / "p", package="com.acme", class_name="Net")
    assert " predict(" not in (project / "src/main/java/com/acme/Net.java").read_text()
    done = run("./build.sh", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_folder_of_somebody_else_is_left_alone(model, tmp_path):
    target = tmp_path / "precious"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")
    with pytest.raises(ExportError, match="--force"):
        rot180.java.export(model, target, package="com.acme", class_name="Net")
    assert (target / "thesis.txt").read_text() == "years of work"
    rot180.java.export(model, target, package="com.acme", class_name="Net", force=True)
    assert not (target / "thesis.txt").exists()


def test_its_own_folder_is_written_again(model, tmp_path):
    for name in ("First", "Second"):
        rot180.java.export(model, tmp_path / "p", package="com.acme", class_name=name)
    assert [p.name for p in (tmp_path / "p/src/main/java/com/acme").iterdir()] == ["Second.java"]


@pytest.mark.parametrize(
    ("package", "class_name", "message"),
    [
        ("com.acme-digits", "Digits", "no Java package"),
        ("com.int", "Digits", "reserved word"),
        ("com.acme", "digits", "no Java class name"),
        ("dev.rot180.mine", "Digits", "runtime's own"),
        ("../../etc", "Digits", "no Java package"),
    ],
)
def test_names_that_are_no_java_names_are_refused(model, tmp_path, package, class_name, message):
    with pytest.raises(ExportError, match=message):
        rot180.java.export(model, tmp_path / "p", package=package, class_name=class_name)
    assert not (tmp_path / "p").exists()
