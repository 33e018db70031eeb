"""Arrays from anywhere, as NumPy arrays in native byte order."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def as_array(value: Any, name: str) -> Array:
    """Turn `value` into a NumPy array, without copying where that is possible.

    Parameters
    ----------
    value : array_like
        A NumPy array of any memory layout and byte order, anything that speaks DLPack or
        ``__array__`` (PyTorch, JAX, CuPy on the host), a number or nested lists of numbers.
    name : str
        What the caller calls it, for the error message.

    Returns
    -------
    array
        In native byte order. It may share memory with `value`: callers never write to it.

    Raises
    ------
    TypeError
        If `value` cannot be read or holds no numbers.

    Examples
    --------
    >>> as_array([[1, 2], [3, 4]], "input").shape
    (2, 2)
    >>> as_array(np.zeros(3, ">f4"), "input").dtype.isnative
    True
    """
    array = np.asarray(value) if isinstance(value, np.ndarray) else _read(value, name)
    if array.dtype.kind not in "biufc":
        raise TypeError(
            f"{name} has dtype {array.dtype}, which holds no numbers; convert it, "
            f"for example with {name}.astype('float32')"
        )
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _read(value: Any, name: str) -> Array:
    if hasattr(value, "__dlpack__"):
        try:
            return np.from_dlpack(value)
        except (BufferError, RuntimeError, TypeError, ValueError):
            pass  # what DLPack cannot say (another device, bfloat16), __array__ may
    try:
        return np.asarray(value)
    except (RuntimeError, TypeError) as error:
        raise TypeError(
            f"{name} is a {type(value).__name__} that NumPy cannot read ({error}); "
            "copy it to the host as a NumPy array first"
        ) from error
