"""The commands, run as a user runs them."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from rot180.cli import main

ROOT = Path(__file__).parents[2]
LENET = ROOT / "examples" / "lenet"


def run(*arguments, status=0):
    result = CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "digits.onnx"
    run("convert", LENET / "output_graph.pkl", "-o", path)
    return path


@pytest.mark.parametrize("command", list(main.commands))
def test_every_command_shows_an_example_that_works_when_pasted(command, tmp_path, monkeypatch):
    text = run(command, "--help").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("rot180 ")]
    assert lines
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for line in lines:
        run(*line.split()[1:])


def test_inspect_names_every_parameter_and_what_to_type_next():
    text = run("inspect", LENET / "output_graph.pkl")
    assert "6x1x5x5" in text
    assert "rot180 convert" in text


def test_inspect_of_parameters_alone_says_that_code_is_missing():
    text = run("inspect", LENET / "params_list_p2.pkl")
    assert "--graph" in text


def test_convert_of_parameters_alone_fails_and_teaches(tmp_path):
    text = run("convert", LENET / "params_list_p2.pkl", "-o", tmp_path / "x.onnx", status=1)
    assert text.startswith("error: ")
    assert "--graph" in text
    assert not (tmp_path / "x.onnx").exists()


def test_the_input_contract_travels_in_the_file(tmp_path):
    (tmp_path / "labels.txt").write_text("\n".join("abcdefghij") + "\n")
    path = tmp_path / "x.onnx"
    run("convert", LENET / "output_graph.pkl", "-o", path, "--range", "0,1", "--layout", "nhw",
        "--mean", "0.5", "--std", "0.25", "--labels", tmp_path / "labels.txt")  # fmt: skip
    import onnx

    metadata = {p.key: p.value for p in onnx.load(path).metadata_props}
    contract = json.loads(metadata["rot180.contract"])
    assert contract["range"] == [0, 1]
    assert contract["layout"] == "NHW"
    assert (contract["mean"], contract["std"]) == ([0.5], [0.25])
    assert contract["labels"] == list("abcdefghij")


def test_predict_finds_theanos_labels(digits):
    text = run("predict", digits, LENET / "data.npz", "--top", "1")
    found = [int(line.split()[1]) for line in text.splitlines()]
    assert found == np.load(LENET / "data.npz")["label"].tolist()


def test_verify_passes_and_writes_reports(digits, tmp_path):
    for name in ("report.json", "report.html"):
        text = run("verify", digits, "--reference", LENET / "data.npz", "--report", tmp_path / name)
        assert "PASSED" in text
    document = json.loads((tmp_path / "report.json").read_text())
    labels = next(row for row in document["rows"] if row["key"] == "prob")
    assert labels["metrics"]["python"]["argmax_agreement"] == [200, 200]
    worst = max(row["metrics"]["python"]["relative_l2"] for row in document["rows"])
    assert worst < 4e-7


def test_verify_takes_several_pairs_after_one_map(digits, tmp_path):
    data = np.load(LENET / "data.npz")
    np.savez(tmp_path / "r.npz", input=data["input"], a=data["prob"], b=data["layer8.conv0"])
    text = run(
        "verify", digits, "--reference", tmp_path / "r.npz", "--map", "a=softmax_0", "b=conv2d_0"
    )
    assert "2 recorded values" in text
    run("verify", digits, "stray", "--reference", tmp_path / "r.npz", status=2)


def test_verify_fails_on_another_scale(digits, tmp_path):
    """The mistake that people make: 256 where training had 255."""
    arrays = dict(np.load(LENET / "data.npz"))
    arrays["input"] = arrays["input"] * np.float32(255 / 256)
    np.savez(tmp_path / "data.npz", **arrays)
    (tmp_path / "model.json").write_bytes((LENET / "model.json").read_bytes())
    text = run("verify", digits, "--reference", tmp_path / "data.npz", status=1)
    assert re.search(r"OFF", text)
    assert "FAILED" in text


def test_what_to_type_next_can_be_pasted_for_any_name(tmp_path):
    path = tmp_path / "mes réseaux 1.onnx"
    text = run("convert", LENET / "output_graph.pkl", "-o", path)
    assert f"rot180 java '{path}' -o 'mes réseaux 1-java'" in text
    assert "--package com.example.mesrseaux1 --class-name MesRSeaux1" in text
    text = run(
        "java", path, "-o", tmp_path / "my net", "--package", "com.acme", "--class-name", "N"
    )
    assert f"cd '{tmp_path / 'my net'}' && ./build.sh" in text


def test_open_lengths_are_named_with_how_to_give_them(tmp_path):
    (tmp_path / "net.py").write_text("def predict(x, params):\n    return x * params[0]\n")
    np.save(tmp_path / "scale.npy", np.float32([2]))
    text = run(
        *("convert", tmp_path / "scale.npy", "--graph", f"{tmp_path}/net.py:predict"),
        *("--input-shape", "NxHxW", "-o", tmp_path / "open.onnx"),
    )
    assert "open lengths" not in text  # the user has just said so
    text = run("convert", tmp_path / "open.onnx", "-o", tmp_path / "again.onnx")
    assert "x has open lengths (N x H x W)" in text


def test_a_folder_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "nowhere" / "x.onnx"
    text = run("convert", LENET / "output_graph.pkl", "-o", path, status=1)
    assert text == f"error: {path} cannot be written: there is no folder {path.parent}\n"


@pytest.mark.parametrize("content", [b"", b"\x80\x02cos\nsystem\nU\x04trueq\x00\x85R.", b"hello"])
def test_a_bad_file_is_one_line_and_status_1(tmp_path, content):
    path = tmp_path / "bad.pkl"
    path.write_bytes(content)
    for command in (("inspect", path), ("convert", path, "-o", tmp_path / "x.onnx")):
        assert run(*command, status=1).startswith("error: ")
    assert not (tmp_path / "x.onnx").exists()
