"""Small networks of many spellings, pickled by Theano: graph, and parameters with their code."""

from pathlib import Path

import numpy as np
import pytest

import rot180
import rot180.java

NETWORKS = Path(__file__).parents[1] / "golden" / "networks"
NAMES = sorted(path.name for path in NETWORKS.iterdir() if path.is_dir())


def from_parameters(folder):
    with np.load(folder / "data.npz") as data:
        shape = ("N", *data["input"].shape[1:])
    return rot180.load(
        folder / "params.pkl.gz", graph=f"{folder}/net.py:predict", input_shape=shape
    )


@pytest.mark.parametrize("name", NAMES)
def test_both_roads_keep_the_bounds_and_give_the_same_bits(name):
    folder = NETWORKS / name
    graph, traced = rot180.load(folder / "graph.pkl.gz"), from_parameters(folder)
    for model in (graph, traced):
        report = rot180.verify(model, folder / "data.npz")
        assert report.passed, report
        assert len(report.rows) >= 7
    with np.load(folder / "data.npz") as data:
        assert graph.predict(data["input"]).tobytes() == traced.predict(data["input"]).tobytes()


@pytest.mark.java
@pytest.mark.parametrize("name", ["batch_norm", "groups"])
def test_java_gives_the_bits_of_a_graph_of_open_size(name, tmp_path):
    folder = NETWORKS / name
    model = rot180.load(folder / "graph.pkl.gz")
    project = rot180.java.export(model, tmp_path / "p", package="com.acme", class_name="Net")
    report = rot180.verify(model, folder / "data.npz", java=project)
    assert report.passed, report
    assert report.bits.differing == 0
    assert report.bits.compared > 1000
