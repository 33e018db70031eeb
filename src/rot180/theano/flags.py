"""``theano.config``: the few flags that change what a graph is."""

from __future__ import annotations

from rot180.errors import UnsupportedOperatorError

# Flags of Theano's that say how it computes, never what. Scripts set them; here they do nothing.
_WITHOUT_EFFECT = (
    *("allow_gc", "cast_policy", "compute_test_value", "cxx", "device", "exception_verbosity"),
    *("force_device", "int_division", "lib", "linker", "mode", "on_unused_input", "openmp"),
    *("optimizer", "optimizer_including", "print_test_value", "profile", "warn_float64"),
)


class Config:
    """Flags of the look-alike.

    Attributes
    ----------
    floatX : str
        Dtype of ``T.matrix()`` and its like, and of Python's floats: 'float32', unless set.

    Examples
    --------
    >>> import rot180.theano as theano
    >>> theano.config.floatX
    'float32'
    """

    floatX: str = "float32"  # noqa: N815 - Theano's name
    device: str = "cpu"

    def __getattr__(self, name: str) -> object:
        if name in _WITHOUT_EFFECT:
            return None
        raise UnknownFlagError(f"theano.config.{name} does not exist here: there is floatX")

    def __setattr__(self, name: str, value: object) -> None:
        if name == "floatX" and value not in ("float32", "float64", "float16"):
            raise ValueError(f"floatX={value!r}: it is 'float32' or 'float64'")
        if name != "floatX" and name not in _WITHOUT_EFFECT:
            raise UnknownFlagError(f"theano.config.{name} does not exist here: there is floatX")
        object.__setattr__(self, name, value)


class UnknownFlagError(UnsupportedOperatorError, AttributeError):
    """A flag of Theano's that has no meaning here."""


config = Config()
