"""Load a function of the user's own file, where the name ``theano`` is the look-alike.

This is the one place in rot180 that runs code from a file: the file that the user names with
``--graph``, which is a Python program of theirs.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import rot180.theano.tensor  # noqa: F401 - so that all of the look-alike is in sys.modules
from rot180.errors import TranslationError, UnsupportedOperatorError

_LOOK_ALIKE = "rot180.theano"


def load_function(specification: str) -> Callable[..., Any]:
    """Return a function of a Python file.

    Parameters
    ----------
    specification : str
        ``'file.py:function'``. The file is run once, as a module (its ``__name__`` is not
        ``'__main__'``); ``import theano`` and ``from theano.tensor.nnet import conv2d`` find the
        look-alike there and in modules beside it, and only there.

    Raises
    ------
    TranslationError
        If there is no such file or function, or its code fails: the message says in which line.
    """
    file, colon, name = specification.rpartition(":")
    path = Path(file)
    if not colon or not name:
        raise TranslationError(
            f"{specification!r} names no function: write file.py:function, as in lenet.py:predict"
        )
    if not path.is_file():
        raise TranslationError(f"there is no file {path}")
    module = _run(path)
    function = getattr(module, name, None)
    if not callable(function):
        there = [key for key, item in vars(module).items() if _is_function(item, module)]
        raise TranslationError(
            f"{path} has no function {name!r}; it has {', '.join(there) or 'none'}"
        )

    @functools.wraps(function)
    def call(*arguments: Any, **keywords: Any) -> Any:
        with _look_alike(path), _located(path, f"{name} failed"):
            return function(*arguments, **keywords)

    return call


def _run(path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(path.stem, path)
    if specification is None or specification.loader is None:
        raise TranslationError(f"{path} is no Python file: its name must end in .py")
    module = importlib.util.module_from_spec(specification)
    with _look_alike(path), _located(path, "it could not be run"):
        specification.loader.exec_module(module)
    return module


@contextmanager
def _look_alike(path: Path) -> Iterator[None]:
    """Let ``theano`` be the look-alike, and modules beside `path` importable, for a while."""
    before = dict(sys.modules)
    ours = {
        "theano" + name.removeprefix(_LOOK_ALIKE): module
        for name, module in before.items()
        if name == _LOOK_ALIKE or name.startswith(f"{_LOOK_ALIKE}.tensor")
    }
    theirs = [name for name in before if name == "theano" or name.startswith("theano.")]
    for name in theirs:
        del sys.modules[name]
    sys.modules.update(ours)
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None) or ""
            beside = name not in before and Path(file).parent == Path(folder)
            if beside or name == "theano" or name.startswith("theano."):
                del sys.modules[name]
        sys.modules.update({name: before[name] for name in theirs})


@contextmanager
def _located(path: Path, what: str) -> Iterator[None]:
    """Turn an exception of the user's code into one that says in which line it happened."""
    try:
        yield
    except Exception as error:
        text = (
            f"{type(error).__name__}: {error}"
            if not isinstance(error, TranslationError)
            else f"{error}"
        )
        if isinstance(error, SyntaxError):
            text += ". rot180 runs Python 3: Python 2's print statements need brackets"
        if isinstance(error, ImportError) and (error.name or "").startswith(
            ("theano", _LOOK_ALIKE)
        ):
            text += ". rot180's look-alike of Theano has no more than a prediction needs"
        kind = (
            UnsupportedOperatorError
            if isinstance(error, UnsupportedOperatorError)
            else TranslationError
        )
        raise kind(f"{path}{_line(path, error)}: {what}: {text}") from error


def _line(path: Path, error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f", line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    here = path.resolve()
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == here]
    return f", line {lines[-1]}" if lines else ""


def _is_function(item: object, module: ModuleType) -> bool:
    return callable(item) and getattr(item, "__module__", None) == module.__name__
