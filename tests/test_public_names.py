"""What users may rely on is exactly this; a change here is a change of the interface."""

import inspect
import tomllib
from pathlib import Path

import rot180
from rot180 import errors

ROOT = Path(__file__).parents[1]


def test_the_public_names_are_these():
    assert rot180.__all__ == [
        *("Conv2d", "Model", "__version__", "conv2d", "errors", "java", "load", "nnet", "plan"),
        *("signal", "theano", "verify", "vimage"),
    ]
    for name in rot180.__all__:
        assert hasattr(rot180, name)


def test_there_is_one_version():
    pom = (ROOT / "java" / "pom.xml").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert rot180.__version__ == project["version"]
    assert f"<version>{rot180.__version__}</version>" in pom
    assert f"## [{rot180.__version__}]" in (ROOT / "CHANGELOG.md").read_text()


def test_the_tree_at_the_top_of_errors_names_every_error():
    for name, value in vars(errors).items():
        if inspect.isclass(value):
            assert issubclass(value, errors.Rot180Error)
            assert name in errors.__doc__
