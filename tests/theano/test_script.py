"""Model code in the user's own file."""

import sys
from pathlib import Path

import numpy as np
import pytest

import rot180.theano as theano
from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.script import load_function
from rot180.theano.translate import translate

EVERY_IMPORT = """
import theano
import theano.tensor as T
import theano.tensor.signal.pool
from theano import config, shared
from theano.tensor import tanh
from theano.tensor.nnet import conv, conv2d
from theano.tensor.nnet.bn import batch_normalization
from theano.tensor.signal import downsample
from theano.tensor.signal.pool import pool_2d

from layers import dense

assert config.floatX == 'float32'

def predict(x, params):
    import theano.tensor.nnet as nn
    hidden = tanh(dense(x, params['W'], params[1]))
    hidden.name = 'hidden'
    return nn.softmax(hidden)

if __name__ == '__main__':
    raise SystemExit('training')
"""
BESIDE = """
import theano.tensor as T
def dense(x, W, b):
    return T.dot(x, W) + b
"""


class Params(dict):
    """A mapping that also knows places, as importers give."""

    def __getitem__(self, key: object) -> object:
        return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)


def write(folder: Path, text: str) -> str:
    (folder / "net.py").write_text(text)
    return f"{folder / 'net.py'}:predict"


def test_runs_with_the_look_alike_in_theanos_place(tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text(BESIDE)
    before = set(sys.modules), list(sys.path)
    predict = load_function(write(tmp_path, EVERY_IMPORT))
    w, b = np.eye(3, dtype=np.float32), np.zeros(3, np.float32)
    params = Params(W=theano.shared(w, "W"), b=theano.shared(b, "b"))
    graph = theano.trace(predict, params, ("N", 3))
    assert (set(sys.modules), list(sys.path)) == before
    model = translate(graph)
    x = np.array([[1, 2, 3]], np.float32)
    hidden = model.run({"x": x}, ["hidden"])["hidden"]
    np.testing.assert_allclose(hidden, np.tanh(x), rtol=1e-6)


def test_another_theano_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = type(sys)("theano")
    monkeypatch.setitem(sys.modules, "theano", other)
    predict = load_function(write(tmp_path, "import theano.tensor as T\npredict = T.tanh"))
    assert predict.__name__ == "function"
    assert sys.modules["theano"] is other
    assert "theano.tensor" not in sys.modules


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def other(x, p): return x", "no function 'predict'; it has other"),
        ("predict = 3", "no function 'predict'; it has none"),
        ("x = 1\ny = x / 0", r"net\.py, line 2: .*ZeroDivisionError"),
        ("print 'hello'", r"line 1: .*SyntaxError.*Python 3"),
        ("import theano.sandbox.cuda", "theano.sandbox.*look-alike"),
        ("from theano import scan", "scan.*look-alike"),
        ("import numpy\nimport no_such_module", r"line 2: .*no_such_module"),
    ],
)
def test_says_what_is_wrong_with_the_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TranslationError, match=f"(?s){message}"):
        load_function(write(tmp_path, text))


def test_says_in_which_line_of_a_file_named_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "def predict(x, params):\n    return x.no_such\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TranslationError, match=r"net\.py, line 2: "):
        theano.trace(load_function("net.py:predict"), [], ("N", 3))


def test_says_where_the_function_fails(tmp_path: Path) -> None:
    text = "import theano.tensor as T\ndef predict(x, params):\n    return T.no_such(x)\n"
    predict = load_function(write(tmp_path, text))
    with pytest.raises(UnsupportedOperatorError, match=r"net\.py, line 3: .*no_such"):
        theano.trace(predict, [], ("N", 3))
    predict = load_function(write(tmp_path, "def predict(x, params):\n    return 3\n"))
    with pytest.raises(TranslationError, match="returned int"):
        theano.trace(predict, [], ("N", 3))


@pytest.mark.parametrize("specification", ["net.py", "nowhere.py:predict", "net.py:"])
def test_says_what_a_specification_is(specification: str) -> None:
    with pytest.raises(TranslationError, match=r"file\.py:function|no file"):
        load_function(specification)
