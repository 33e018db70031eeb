"""What a pickle becomes: inert stand-ins for the objects and classes it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Global:
    """A class or function that a pickle names. Nothing is ever imported or called for it."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(eq=False, slots=True, repr=False)
class Record:
    """Inert stand-in for a pickled object: an attribute bag with the name of its class.

    Attributes
    ----------
    module, name : str
        The class, as the pickle names it.
    args : tuple
        What its constructor was to be given.
    attributes : dict
        Its instance attributes.
    state : object
        A state that is no dict of attributes, as the object's own ``__setstate__`` wanted it.
    items : list
        Elements, if the class is a kind of list or set.
    pairs : dict
        Entries, if the class is a kind of dict.
    """

    module: str
    name: str
    args: tuple[Any, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    state: Any = None
    items: list[Any] | None = None
    pairs: dict[Any, Any] | None = None

    def get(self, attribute: str, default: Any = None) -> Any:
        """Value of an instance attribute."""
        return self.attributes.get(attribute, default)

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"

    def __repr__(self) -> str:
        # Its contents may refer back to it, or be nested a million deep.
        return f"<record {self.module}.{self.name}>"


class Key:
    """A dict key or set member that is only told apart by identity.

    Tuples, frozensets, complex numbers and huge integers have hashes that a file can make collide
    at will, and a tuple of tuples can take for ever to hash. Nobody looks one up: none is hashed.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"<key of type {type(self.value).__name__}>"


def printable(text: str, length: int = 80) -> str:
    r"""Return text of a file as it may be shown: no control characters, no end of the line.

    Examples
    --------
    >>> printable("conv1.W"), printable("W" + chr(27) + "[2J")
    ('conv1.W', 'W\\x1b[2J')
    """
    shown = text[:length]
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def describe(value: object) -> str:
    """Name what a value is, in a few words that no hostile value can make long.

    Examples
    --------
    >>> describe([1, 2, 3])
    'list'
    >>> describe(Record("mlp", "HiddenLayer"))
    'mlp.HiddenLayer object'
    """
    if isinstance(value, Record):
        return f"{printable(value.module)}.{printable(value.name)} object"
    if isinstance(value, Global):
        return f"{printable(value.module)}.{printable(value.name)}"
    return type(value).__name__
