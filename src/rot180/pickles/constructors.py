"""The only callables that a pickle can have any effect with: constructors of data, re-implemented.

A pickle says "call this with that" (opcode REDUCE). What is asked for is never imported or called.
It is looked up here: a constructor of plain data is done by our own code (``BUILDERS``), and for a
few known ones the wish to call them is noted down in a record (``INERT``). All else is refused.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from rot180.errors import CorruptFileError, UnknownFormatError, UnsafeFileError
from rot180.pickles import arrays
from rot180.pickles.limits import Budget
from rot180.pickles.names import canonical
from rot180.pickles.records import Global, Key, Record, describe

Builder = Callable[[tuple[Any, ...], Budget], Any]

_KEYS_THEMSELVES = (str, bytes, bool, float, type(None), Record, Global, Key)
_LARGEST_INTEGER_KEY = 1 << 60


def as_key(value: object) -> Any:
    """Return what stands for ``value`` as a dict key: itself if its hash cannot be abused."""
    if isinstance(value, _KEYS_THEMSELVES):
        return value
    if isinstance(value, int | np.integer):
        return value if abs(int(value)) < _LARGEST_INTEGER_KEY else Key(value)
    if isinstance(value, list | dict | set | bytearray | np.ndarray):
        raise CorruptFileError(f"a {describe(value)} cannot be the key of a dict")
    return Key(value)


def _elements(args: tuple[Any, ...], budget: Budget) -> list[Any]:
    """Return the elements of the one list, tuple, set or dict among ``args``, if any."""
    if not args:
        return []
    elements = args[0]
    if not isinstance(elements, list | tuple | set | frozenset | dict):
        raise CorruptFileError(f"a container made of {describe(elements)}")
    budget.spend(len(elements))
    budget.copy(8 * len(elements))
    return list(elements)


def _set(args: tuple[Any, ...], budget: Budget) -> set[Any]:
    budget.add_set()
    return {as_key(value) for value in _elements(args, budget)}


def _frozenset(args: tuple[Any, ...], budget: Budget) -> frozenset[Any]:
    return frozenset(_set(args, budget))


def _dict(args: tuple[Any, ...], budget: Budget) -> dict[Any, Any]:
    if args and isinstance(args[0], dict):
        budget.spend(len(args[0]))
        budget.copy(100 * len(args[0]))
        return dict(args[0])
    pairs = _elements(args, budget)
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
        raise CorruptFileError("a dict made of something other than pairs")
    return {as_key(key): value for key, value in pairs}


def _bytes(args: tuple[Any, ...], budget: Budget) -> bytes:
    """``bytes()``, ``bytearray(data)``, ``bytearray(text, 'latin-1')``, ``_codecs.encode``."""
    if not args:
        return b""
    data = args[0]
    if len(args) > 1 and args[1] not in ("latin1", "latin-1"):
        raise UnsafeFileError(f"the pickle asks for the codec {str(args[1])[:40]!r}")
    if not isinstance(data, str | bytes | bytearray):
        raise CorruptFileError(f"bytes made of {describe(data)}")
    budget.copy(len(data))
    return bytes(arrays.as_bytes(data))


def _complex(args: tuple[Any, ...], _: Budget) -> complex:
    if not all(isinstance(part, int | float) for part in args):
        raise CorruptFileError("a complex number made of something else")
    return complex(*args)


def _slice(args: tuple[Any, ...], _: Budget) -> slice:
    return slice(*args)


def _empty_array(args: tuple[Any, ...], _: Budget) -> np.ndarray[Any, Any]:
    if not (args and isinstance(args[0], Global) and args[0].name in _ARRAY_CLASSES):
        raise CorruptFileError("an array of a class that is none")
    return np.empty(0, np.int8)


_ARRAY_CLASSES = {"ndarray", "matrix", "memmap"}


def _gpu_array(args: tuple[Any, ...], _: Budget) -> np.ndarray[Any, Any]:
    """Theano's GPU values wrap an ordinary array (and the name of a GPU)."""
    if not (args and isinstance(args[0], np.ndarray)):
        raise CorruptFileError("a GPU value without its array")
    return args[0]


_MULTIARRAY = "numpy.core.multiarray"

BUILDERS: dict[tuple[str, str], Builder] = {
    ("builtins", "set"): _set,
    ("builtins", "frozenset"): _frozenset,
    ("builtins", "list"): _elements,
    ("builtins", "tuple"): lambda args, budget: tuple(_elements(args, budget)),
    ("builtins", "dict"): _dict,
    ("builtins", "bytes"): _bytes,
    ("builtins", "bytearray"): lambda args, budget: bytearray(_bytes(args, budget)),
    ("builtins", "complex"): _complex,
    ("builtins", "slice"): _slice,
    ("_codecs", "encode"): _bytes,
    ("collections", "OrderedDict"): lambda args, b: OrderedDict(_dict(args, b)),
    ("collections", "Counter"): _dict,
    ("collections", "defaultdict"): lambda args, budget: _dict(args[1:], budget),
    ("collections", "deque"): _elements,
    ("theano.compat.python2x", "OrderedDict"): lambda args, b: OrderedDict(_dict(args, b)),
    ("ordereddict", "OrderedDict"): lambda args, b: OrderedDict(_dict(args, b)),
    (_MULTIARRAY, "_reconstruct"): _empty_array,
    (_MULTIARRAY, "scalar"): lambda args, _: arrays.scalar(args),
    ("numpy.core.numeric", "_frombuffer"): arrays.from_buffer,
    ("theano.sandbox.cuda.type", "CudaNdarray_unpickler"): _gpu_array,
    ("theano.gpuarray.type", "GpuArray_unpickler"): _gpu_array,
    ("theano.sandbox.gpuarray.type", "GpuArray_unpickler"): _gpu_array,
}

# Calls that are noted down and not done: parts of models whose arguments say all there is to know.
INERT = frozenset(
    {
        ("builtins", "getattr"),  # how Python 3 pickles a bound method
        ("builtins", "object"),
        ("builtins", "range"),
        ("builtins", "xrange"),
        ("builtins", "type"),  # of None
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "timedelta"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("functools", "partial"),
        ("numpy", "dtype"),
        ("numpy.core", "_ufunc_reconstruct"),
        ("numpy.core", "_ufunc_reduce"),
        ("numpy.random", "__RandomState_ctor"),
        ("numpy.random._pickle", "__bit_generator_ctor"),
        ("numpy.random._pickle", "__generator_ctor"),
        ("numpy.random._pickle", "__randomstate_ctor"),
        ("operator", "attrgetter"),
        ("operator", "itemgetter"),
        ("operator", "methodcaller"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("theano.compile.function_module", "_constructor_Function"),
        ("theano.compile.function_module", "_constructor_FunctionMaker"),
        ("theano.tensor.sharedvar", "load_shared_variable"),
    }
)


def construct(function: object, args: object, budget: Budget) -> Any:
    """Do what REDUCE asks for, if it is on the lists above.

    Raises
    ------
    UnsafeFileError
        It is not.
    """
    if not isinstance(args, tuple):
        raise CorruptFileError(f"the arguments of a call are {describe(args)}, not a tuple")
    if not isinstance(function, Global):
        raise UnsafeFileError(f"the pickle asks to call {describe(function)}")
    name = canonical(function)
    if name in BUILDERS:
        budget.spend(4)
        return BUILDERS[name](args, budget)
    if name == ("copyreg", "_reconstructor"):
        return _reconstructor(args)
    if name in (("copyreg", "__newobj__"), ("copyreg", "__newobj_ex__")) and args:
        return new_object(args[0], args[1:])
    if name in INERT:
        return Record(function.module, function.name, args)
    raise UnsafeFileError(
        f"the pickle asks to call {describe(function)}; rot180 runs nothing that a file names, and "
        "this is none of the constructors of data that it knows how to do itself"
    )


_JOBLIB_ARRAYS = ("NDArrayWrapper", "NumpyArrayWrapper", "ZNDArrayWrapper")


def new_object(cls: object, args: tuple[Any, ...]) -> Record:
    """Return the inert record of a new instance of a class."""
    if not isinstance(cls, Global):
        raise CorruptFileError(f"an instance of {describe(cls)}, which is no class")
    if cls.name in _JOBLIB_ARRAYS and "joblib" in cls.module:
        raise UnknownFormatError(
            "a file of joblib's, whose arrays are not in the pickle; where it was made, write it "
            "again: np.savez('params.npz', *arrays)"
        )
    return Record(cls.module, cls.name, args)


def _reconstructor(args: tuple[Any, ...]) -> Record:
    """``copyreg._reconstructor(class, base, state)``: how protocols 0 and 1 make instances."""
    if len(args) != 3 or not isinstance(args[1], Global):
        raise CorruptFileError("copy_reg._reconstructor with arguments that are none of its own")
    base = args[1].name
    record = new_object(args[0], () if base == "object" else args[2:])
    if base in ("list", "tuple", "set") and isinstance(args[2], list | tuple):
        record.items = list(args[2])
    if base in ("dict", "OrderedDict") and isinstance(args[2], dict):
        record.pairs = args[2]
    return record
