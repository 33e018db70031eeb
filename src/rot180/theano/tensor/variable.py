"""Symbolic tensors: records with Theano's operators and methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import SimpleNamespace
from typing import Any

import numpy as np

import rot180.theano.tensor as T  # noqa: N812 - for use at call time: the modules need each other
from rot180.theano import records
from rot180.theano.compile import function
from rot180.theano.missing import MissingNameError


class TensorType(records.TensorType):
    """Type of a symbolic tensor; calling it makes a variable."""

    def __init__(self, dtype: str, broadcastable: Any, name: str | None = None) -> None:
        flags = tuple(bool(flag) for flag in broadcastable)
        super().__init__(T.normalized_dtype(dtype), flags)

    def __call__(self, name: str | None = None) -> TensorVariable:
        """Return a new variable of this type."""
        return TensorVariable(self, name)


class Operators:
    """Theano's notation, for all kinds of variables."""

    type: Any
    name: str | None
    # NumPy must leave `array + variable` to us.
    __array_priority__ = 1000
    __array_ufunc__ = None

    @property
    def dtype(self) -> str:
        """Name of the dtype."""
        return str(self.type.dtype)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return int(self.type.ndim)

    @property
    def broadcastable(self) -> tuple[bool, ...]:
        """For each axis whether its length is known to be one."""
        return tuple(self.type.broadcastable)

    @property
    def shape(self) -> TensorVariable:
        """Symbolic vector of lengths."""
        return T.shape(self)

    @property
    def size(self) -> TensorVariable:
        """Symbolic number of elements."""
        return T.prod(T.shape(self))

    @property
    def T(self) -> TensorVariable:  # noqa: N802 - Theano's name
        """Transpose."""
        return T.transpose(self)

    def __neg__(self) -> TensorVariable:
        return T.neg(self)

    def __abs__(self) -> TensorVariable:
        return T.abs_(self)

    def __invert__(self) -> TensorVariable:
        return T.invert(self)

    def __add__(self, other: Any) -> TensorVariable:
        return T.add(self, other)

    def __radd__(self, other: Any) -> TensorVariable:
        return T.add(other, self)

    def __sub__(self, other: Any) -> TensorVariable:
        return T.sub(self, other)

    def __rsub__(self, other: Any) -> TensorVariable:
        return T.sub(other, self)

    def __mul__(self, other: Any) -> TensorVariable:
        return T.mul(self, other)

    def __rmul__(self, other: Any) -> TensorVariable:
        return T.mul(other, self)

    def __truediv__(self, other: Any) -> TensorVariable:
        return T.true_div(self, other)

    def __rtruediv__(self, other: Any) -> TensorVariable:
        return T.true_div(other, self)

    def __floordiv__(self, other: Any) -> TensorVariable:
        return T.int_div(self, other)

    def __rfloordiv__(self, other: Any) -> TensorVariable:
        return T.int_div(other, self)

    def __mod__(self, other: Any) -> TensorVariable:
        return T.mod(self, other)

    def __rmod__(self, other: Any) -> TensorVariable:
        return T.mod(other, self)

    def __pow__(self, other: Any) -> TensorVariable:
        return T.pow(self, other)

    def __rpow__(self, other: Any) -> TensorVariable:
        return T.pow(other, self)

    def __matmul__(self, other: Any) -> TensorVariable:
        return T.dot(self, other)

    def __lt__(self, other: Any) -> TensorVariable:
        return T.lt(self, other)

    def __le__(self, other: Any) -> TensorVariable:
        return T.le(self, other)

    def __gt__(self, other: Any) -> TensorVariable:
        return T.gt(self, other)

    def __ge__(self, other: Any) -> TensorVariable:
        return T.ge(self, other)

    def __and__(self, other: Any) -> TensorVariable:
        return T.and_(self, other)

    def __or__(self, other: Any) -> TensorVariable:
        return T.or_(self, other)

    def __xor__(self, other: Any) -> TensorVariable:
        return T.xor(self, other)

    @property
    def tag(self) -> SimpleNamespace:
        """Place for notes such as ``tag.test_value``, which nobody reads here."""
        notes: SimpleNamespace = self.__dict__.setdefault("_tag", SimpleNamespace())
        return notes

    def eval(self, inputs_to_values: Mapping[Any, Any] | None = None) -> Any:
        """Compute the tensor, given arrays for the inputs that it depends on."""
        values = dict(inputs_to_values or {})
        return function(list(values), self)(*values.values())

    def __getattr__(self, name: str) -> Any:
        close = get_close_matches(name, dir(Operators), n=3) or ["what rot180.theano.tensor lists"]
        raise MissingNameError(
            f"a tensor has no {name!r} in rot180's look-alike of Theano; it has {', '.join(close)}"
        )

    def __repr__(self) -> str:
        return self.name or f"<{self.dtype} tensor of {self.ndim} axes>"

    def __bool__(self) -> bool:
        raise TypeError(
            "a symbolic variable has no truth value: use T.switch, T.and_, T.or_ on variables"
        )

    def __len__(self) -> int:
        raise TypeError("the length of a symbolic variable is not known: use x.shape[0]")

    def __getitem__(self, index: Any) -> TensorVariable:
        return T.subtensor(self, index)

    def __iter__(self) -> Iterator[TensorVariable]:
        for place in range(T.vector_length(self)):
            yield self[place]

    def dimshuffle(self, *pattern: Any) -> TensorVariable:
        """Reorder axes; 'x' inserts one of length one."""
        order = (
            pattern[0] if len(pattern) == 1 and isinstance(pattern[0], list | tuple) else pattern
        )
        return T.dimshuffle(self, order)

    def reshape(self, shape: Any, ndim: int | None = None) -> TensorVariable:
        """Reshape to a tuple (numbers, symbolic lengths, one -1) or a symbolic vector."""
        return T.reshape(self, shape, ndim)

    def flatten(self, ndim: int = 1) -> TensorVariable:
        """Make one axis of the last ones, so that `ndim` remain."""
        return T.flatten(self, ndim)

    def transpose(self, *axes: Any) -> TensorVariable:
        """Reverse the axes, or bring them into the given order."""
        chosen = axes[0] if len(axes) == 1 and isinstance(axes[0], list | tuple) else axes
        return T.transpose(self, chosen or None)

    def swapaxes(self, axis1: int, axis2: int) -> TensorVariable:
        """Exchange two axes."""
        return T.swapaxes(self, axis1, axis2)

    def squeeze(self) -> TensorVariable:
        """Drop the axes that are known to have length one."""
        return T.squeeze(self)

    def dot(self, other: Any) -> TensorVariable:
        """Return the product with another tensor."""
        return T.dot(self, other)

    def astype(self, dtype: str) -> TensorVariable:
        """Cast."""
        return T.cast(self, dtype)

    def sum(self, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the sum over axes."""
        return T.sum(self, axis, dtype, keepdims)

    def prod(self, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the product over axes."""
        return T.prod(self, axis, dtype, keepdims)

    def mean(self, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the mean over axes."""
        return T.mean(self, axis, dtype, keepdims=keepdims)

    def var(self, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> TensorVariable:
        """Return the variance over axes."""
        return T.var(self, axis, ddof, keepdims)

    def std(self, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> TensorVariable:
        """Return the standard deviation over axes."""
        return T.std(self, axis, ddof, keepdims)

    def max(self, axis: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the maximum over axes."""
        return T.max(self, axis, keepdims)

    def min(self, axis: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the minimum over axes."""
        return T.min(self, axis, keepdims)

    def argmax(self, axis: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the place of the maximum."""
        return T.argmax(self, axis, keepdims)

    def argmin(self, axis: Any = None, keepdims: bool = False) -> TensorVariable:
        """Return the place of the minimum."""
        return T.argmin(self, axis, keepdims)

    def clip(self, a_min: Any, a_max: Any) -> TensorVariable:
        """Limit the values."""
        return T.clip(self, a_min, a_max)

    def repeat(self, repeats: Any, axis: int | None = None) -> TensorVariable:
        """Repeat each element along an axis."""
        return T.repeat(self, repeats, axis)

    def take(self, indices: Any, axis: int | None = None) -> TensorVariable:
        """Choose places along an axis."""
        return T.take(self, indices, axis)

    def norm(self, L: float, axis: Any = None) -> TensorVariable:  # noqa: N803 - Theano's name
        """Return the L-norm."""
        return T.pow(T.sum(T.pow(T.abs_(self), L), axis), 1.0 / L)


class TensorVariable(Operators, records.Variable):
    """A symbolic tensor: an input, or the output of an op."""


class TensorConstant(Operators, records.Constant):
    """A number or array in the graph."""

    @property
    def data(self) -> np.ndarray[Any, Any]:
        """The array."""
        return np.asarray(self.value)


class TensorSharedVariable(Operators, records.SharedVariable):
    """A parameter."""

    def get_value(self, borrow: bool = False) -> np.ndarray[Any, Any]:
        """Return the array, a copy unless `borrow`."""
        return np.asarray(self.value) if borrow else np.array(self.value)

    def set_value(self, value: Any, borrow: bool = False) -> None:
        """Replace the array."""
        self.value = np.array(value, self.dtype)
