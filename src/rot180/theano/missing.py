"""The error for what Theano has and the look-alike has not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from rot180.errors import UnsupportedOperatorError


class MissingNameError(UnsupportedOperatorError, AttributeError):
    """A name of Theano's that the look-alike lacks; ``hasattr`` and ``getattr`` see it as such."""


def refuse(module: str, names: Iterable[str]) -> Callable[[str], object]:
    """Return a module's ``__getattr__``, which names what is missing and what exists instead.

    Examples
    --------
    >>> refuse("theano.tensor", ["tanh", "exp"])("tahn")
    Traceback (most recent call last):
    rot180.theano.missing.MissingNameError: theano.tensor.tahn does not exist in rot180's \
look-alike of Theano; there is tanh
    """
    known = sorted(name for name in names if not name.startswith("_"))

    def missing(name: str) -> object:
        close = get_close_matches(name, known, n=3) or known
        raise MissingNameError(
            f"{module}.{name} does not exist in rot180's look-alike of Theano; there is "
            f"{', '.join(close)}"
        )

    return missing
