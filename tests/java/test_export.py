"""An exported project is built and run for real, with javac alone and with Maven."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

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
