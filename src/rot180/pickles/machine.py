"""A pickle machine that builds inert records: it reads every protocol and can run nothing.

It follows the opcodes' definitions in CPython's ``pickletools``. There is no recursion, no import,
no attribute access and no call: a class becomes a name, an instance a record, and REDUCE is looked
up in a table of our own (:mod:`rot180.pickles.constructors`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, BinaryIO

from rot180.errors import CorruptFileError, LimitError, ModelFileError, UnsafeFileError
from rot180.pickles import containers
from rot180.pickles.constructors import as_key, construct, new_object
from rot180.pickles.limits import Budget, Limits
from rot180.pickles.literals import LITERALS, decimal, uint8, uint32, uint64
from rot180.pickles.names import may_be_named
from rot180.pickles.reader import ByteReader
from rot180.pickles.records import Global, describe

Persistent = Callable[[object], Any]

_MALFORMED = (IndexError, KeyError, TypeError, ValueError, OverflowError, AttributeError)
_STOP = ord(".")
_PYTHON2 = b"STU"
_HIGHEST_PROTOCOL = 5


class Machine:
    """Reads one pickle after another from the same file, under one account of limits.

    Parameters
    ----------
    source : bytes or seekable binary file
        Where the pickles are.
    limits : Limits
        What reading them may cost altogether.
    persistent : callable, optional
        Returns the object that a persistent id stands for.

    Attributes
    ----------
    python2 : bool
        Whether Python 2 wrote what has been read (Python 3 never writes its kind of str).
    """

    def __init__(
        self,
        source: bytes | BinaryIO,
        limits: Limits,
        persistent: Persistent | None = None,
    ) -> None:
        self._reader = ByteReader(source)
        self._limits = limits
        self._budget = Budget(limits, lambda: self._reader.position)
        self._persistent = persistent
        self.python2 = False

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self._reader.position

    def at_end(self) -> bool:
        """Whether nothing follows the last pickle."""
        return self._reader.at_end()

    def load(self) -> Any:
        """Read the next pickle and return what it describes.

        Raises
        ------
        ModelFileError
            One of its subclasses, with the position, for anything that is wrong with it.
        """
        self._stack: list[Any] = []
        self._marks: list[list[Any]] = []
        self._below = 0  # items on the stacks under the marks
        self._memo: dict[int, Any] = {}
        reader, spend = self._reader, self._budget.spend
        start = reader.position
        code = 0
        try:
            while True:
                start = reader.position
                code = reader.take(1)[0]
                if code == _STOP:
                    return self._stack.pop()
                spend(1)
                literal = LITERALS.get(code)
                if literal is not None:
                    if code in _PYTHON2:
                        self.python2 = True
                    self._push(literal(reader, self._limits))
                else:
                    _OPCODES[code](self)
        except ModelFileError as error:
            raise type(error)(
                f"{error} [pickle opcode {bytes([code])!r}, byte {start:,}]"
            ) from None
        except (*_MALFORMED, struct.error, MemoryError, RecursionError) as error:
            raise CorruptFileError(
                f"malformed pickle: opcode {bytes([code])!r} at byte {start:,} cannot be followed "
                f"({type(error).__name__})"
            ) from None

    def _push(self, value: object) -> None:
        self._stack.append(value)
        if len(self._stack) + self._below > self._limits.stack:
            raise LimitError(
                f"the pickle nests deeper or puts more at once than {self._limits.stack:,} objects "
                "(Limits.stack)"
            )

    # Marks: each opens a stack of its own, as CPython does it, so that closing one costs nothing.

    def _mark(self) -> None:
        self._below += len(self._stack) + 1
        self._marks.append(self._stack)
        self._stack = []
        if self._below > self._limits.stack:
            raise LimitError(
                f"the pickle nests deeper than {self._limits.stack:,} marks (Limits.stack)"
            )

    def _pop_mark(self) -> list[Any]:
        items = self._stack
        self._stack = self._marks.pop()
        self._below -= len(self._stack) + 1
        return items

    def _pop(self) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self._pop_mark()

    # Memo

    def _put(self, index: int) -> None:
        self._memo[index] = self._stack[-1]
        if len(self._memo) > self._limits.memo:
            raise LimitError(f"a memo of more than {self._limits.memo:,} objects (Limits.memo)")

    def _get(self, index: int) -> None:
        self._push(self._memo[index])

    # Containers

    def _tuple(self, count: int) -> None:
        items = self._stack[-count:]
        if len(items) != count:
            raise CorruptFileError("a tuple of more items than there are")
        self._stack[-count:] = [tuple(items)]

    def _set(self, items: list[Any]) -> set[Any]:
        self._budget.add_set()
        return set(map(as_key, items))

    def _dict(self, items: list[Any]) -> None:
        self._push({})
        containers.set_items(self._stack[-1], items)

    # Classes and instances

    def _global(self, module: object, name: object) -> Global:
        if not (isinstance(module, str) and isinstance(name, str)):
            raise CorruptFileError("a class whose name is no text")
        self._budget.spend(2)
        found = Global(module, name)
        if not may_be_named(found):
            raise UnsafeFileError(
                f"the pickle names {describe(found)}, a part of Python that no model needs and "
                "that could do harm; the file is refused"
            )
        return found

    def _global_from_lines(self) -> Global:
        lines = (self._reader.line(self._limits.line_bytes).decode("utf-8") for _ in range(2))
        return self._global(*lines)

    def _stack_global(self) -> None:
        name, module = self._stack.pop(), self._stack.pop()
        self._push(self._global(module, name))

    def _instance(self, cls: object, args: list[Any]) -> None:
        # For a class without arguments this is how Python 2 pickles instances of old-style
        # classes. With arguments it is a call.
        self._push(construct(cls, tuple(args), self._budget) if args else new_object(cls, ()))

    def _object(self) -> None:
        cls, *args = self._pop_mark()
        self._instance(cls, args)

    def _new_object(self) -> None:
        args, cls = self._stack.pop(), self._stack.pop()
        if not isinstance(args, tuple):
            raise CorruptFileError("the arguments of a new instance are no tuple")
        self._push(new_object(cls, args))

    def _new_object_with_keywords(self) -> None:
        keywords, args, cls = self._stack.pop(), self._stack.pop(), self._stack.pop()
        if not (isinstance(args, tuple) and isinstance(keywords, dict)):
            raise CorruptFileError("the arguments of a new instance are no tuple and dict")
        self._push(new_object(cls, (*args, keywords) if keywords else args))

    def _reduce(self) -> None:
        args, function = self._stack.pop(), self._stack.pop()
        self._push(construct(function, args, self._budget))

    def _build(self) -> None:
        state = self._stack.pop()
        containers.build(self._stack[-1], state, self._budget)

    # Others

    def _protocol(self) -> None:
        protocol = uint8(self._reader)
        if protocol > _HIGHEST_PROTOCOL:
            raise CorruptFileError(f"pickle protocol {protocol}, which does not exist")

    def _frame(self) -> None:
        uint64(self._reader)  # frames help who reads ahead; what follows is the same

    def _persistent_object(self, key: object) -> None:
        if self._persistent is None:
            raise CorruptFileError(
                "the pickle refers to objects kept outside of it (persistent ids): it is one part "
                "of a larger file, such as the 'pkl' member of a theano.misc.pkl_utils zip"
            )
        self._push(self._persistent(key))

    def _refuse_extension(self) -> None:
        raise UnsafeFileError(
            "the pickle names a class by a number of copy_reg's extension registry, which only "
            "the program that wrote it knows"
        )

    def _refuse_buffer(self) -> None:
        raise CorruptFileError(
            "the pickle keeps its arrays out of band (protocol 5 buffers), and they are not in "
            "this file; write it again without buffer_callback"
        )


def _marked(machine: Machine) -> tuple[Any, list[Any]]:
    """Return what is above the last mark, after the container below it that is to take it."""
    items = machine._pop_mark()
    return machine._stack[-1], items


def _line_text(machine: Machine) -> str:
    return machine._reader.line(machine._limits.line_bytes).decode("latin-1")


_OPCODES: dict[int, Callable[[Machine], Any]] = {
    ord("("): Machine._mark,
    ord("0"): Machine._pop,
    ord("1"): Machine._pop_mark,
    ord("2"): lambda m: m._push(m._stack[-1]),
    ord("p"): lambda m: m._put(decimal(m._reader, m._limits)),
    ord("q"): lambda m: m._put(uint8(m._reader)),
    ord("r"): lambda m: m._put(uint32(m._reader)),
    0x94: lambda m: m._put(len(m._memo)),
    ord("g"): lambda m: m._get(decimal(m._reader, m._limits)),
    ord("h"): lambda m: m._get(uint8(m._reader)),
    ord("j"): lambda m: m._get(uint32(m._reader)),
    ord(")"): lambda m: m._push(()),
    ord("t"): lambda m: m._push(tuple(m._pop_mark())),
    0x85: lambda m: m._tuple(1),
    0x86: lambda m: m._tuple(2),
    0x87: lambda m: m._tuple(3),
    ord("]"): lambda m: m._push([]),
    ord("l"): lambda m: m._push(m._pop_mark()),
    ord("a"): lambda m: containers.append(m._stack[-2], [m._stack.pop()]),
    ord("e"): lambda m: containers.append(*_marked(m)),
    ord("}"): lambda m: m._push({}),
    ord("d"): lambda m: m._dict(m._pop_mark()),
    ord("s"): lambda m: containers.set_items(m._stack[-3], [m._stack.pop(-2), m._stack.pop()]),
    ord("u"): lambda m: containers.set_items(*_marked(m)),
    0x8F: lambda m: m._push(m._set([])),
    0x90: lambda m: containers.add_items(*_marked(m)),
    0x91: lambda m: m._push(frozenset(m._set(m._pop_mark()))),
    ord("c"): lambda m: m._push(m._global_from_lines()),
    0x93: Machine._stack_global,
    ord("i"): lambda m: m._instance(m._global_from_lines(), m._pop_mark()),
    ord("o"): Machine._object,
    0x81: Machine._new_object,
    0x92: Machine._new_object_with_keywords,
    ord("R"): Machine._reduce,
    ord("b"): Machine._build,
    ord("P"): lambda m: m._persistent_object(_line_text(m)),
    ord("Q"): lambda m: m._persistent_object(m._stack.pop()),
    0x80: Machine._protocol,
    0x95: Machine._frame,
    0x82: Machine._refuse_extension,
    0x83: Machine._refuse_extension,
    0x84: Machine._refuse_extension,
    0x97: Machine._refuse_buffer,
    0x98: Machine._refuse_buffer,
}
