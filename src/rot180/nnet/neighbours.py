"""Theano's images2neibs: every patch of an image as a row of a matrix."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array

# For each mode, how many zeros lie before the image for a patch of a given size.
LEADS: dict[str, Callable[[int], int]] = {
    "valid": lambda patch: 0,
    "ignore_borders": lambda patch: 0,
    "wrap_centered": lambda patch: patch // 2,
    "half": lambda patch: patch // 2,
    "full": lambda patch: patch - 1,
}


def images2neibs(
    ten4: Any,
    neib_shape: Sequence[int],
    neib_step: Sequence[int] | None = None,
    mode: str = "valid",
) -> Array:
    """Cut images into patches, one patch a row.

    Parameters
    ----------
    ten4 : (N, C, H, W) array
        Of any dtype.
    neib_shape : (int, int)
        Rows and columns of a patch.
    neib_step : (int, int), optional
        Steps between patches; by default those of `neib_shape`.
    mode : {'valid', 'ignore_borders', 'wrap_centered', 'half', 'full'}
        'valid' demands that patches fill the image, 'ignore_borders' drops what is left over;
        'wrap_centered' puts odd patches around every pixel of the grid and takes what is outside
        from the other side; 'half' and 'full' put half the patch, or all but one pixel of it, of
        zeros around the image.

    Returns
    -------
    (N * C * patches, rows * columns) array
        Images first, then channels, then patches from left to right and top to bottom.

    Raises
    ------
    TypeError
        Patches that do not fill the image or are larger; even ones in 'wrap_centered'.
    ValueError
        Steps that are not positive.
    NotImplementedError
        Any other mode.
    AssertionError
        `ten4` has not four axes; sizes that are no integers.

    Notes
    -----
    Source: ``theano.tensor.nnet.neighbours.images2neibs``.

    Examples
    --------
    >>> images2neibs(np.arange(8).reshape(1, 1, 2, 4), (2, 2))
    array([[0, 1, 4, 5],
           [2, 3, 6, 7]])
    """
    if mode not in LEADS:
        raise NotImplementedError(f"mode {mode!r} is unknown; use one of {', '.join(LEADS)}")
    x = as_array(ten4, "ten4")
    if x.ndim != 4:
        raise AssertionError(f"ten4 must have four axes (N, C, H, W), not shape {x.shape}")
    patch = _pair(neib_shape, "neib_shape")
    step = patch if neib_step is None else _pair(neib_step, "neib_step")
    if min(*patch, *step) < 1:
        raise ValueError(f"patches {patch} and steps {step} must be at least 1 on both axes")
    axes = [_pixels(*axis, mode) for axis in zip(x.shape[2:], patch, step, strict=True)]
    if mode != "wrap_centered":
        # Index -1, one zero row and column at the end, stands for everything outside.
        x = np.pad(x, [(0, 0), (0, 0), (0, 1), (0, 1)])
    rows, columns = axes
    patches = x[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return patches.reshape(-1, patch[0] * patch[1])


def _pair(value: Sequence[int], name: str) -> tuple[int, int]:
    if not isinstance(value, (tuple, list, np.ndarray)) or not all(
        isinstance(size, (int, np.integer)) for size in value
    ):
        raise AssertionError(f"{name} must be two integers (rows, columns), not {value!r}")
    if len(value) != 2:
        raise TypeError(f"{name} must be two integers (rows, columns), not {value!r}")
    return int(value[0]), int(value[1])


def _pixels(size: int, patch: int, step: int, mode: str) -> Array:
    """Return the pixels of each patch along an axis: (patches, patch), -1 for outside."""
    lead = LEADS[mode](patch)
    if mode == "wrap_centered":
        if patch % 2 == 0:
            raise TypeError(f"mode 'wrap_centered' needs odd patches, not {patch} pixels")
        count, rest = -(-size // step), 0
    else:
        count, rest = divmod(size + 2 * lead - patch, step)
        count += 1
    if size < patch or (rest and mode != "ignore_borders"):
        raise TypeError(
            f"patches of {patch} pixels every {step} do not fill {size} pixels in mode {mode!r}: "
            "use patches that fit, and mode 'ignore_borders' to drop what is left over"
        )
    pixels = np.arange(count)[:, None] * step + np.arange(patch) - lead
    if mode == "wrap_centered":
        return pixels % size
    return np.where((pixels >= 0) & (pixels < size), pixels, -1)
