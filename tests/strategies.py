"""Hypothesis strategies that several test files share."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp


def integer_valued(
    shape: tuple[int, ...], dtype: Any = np.float32, limit: int = 9
) -> st.SearchStrategy[np.ndarray]:
    """Arrays of small whole numbers: every exact algorithm must give equal bits on them."""
    low = 0 if np.dtype(dtype).kind in "bu" else -limit
    whole = st.integers(low, min(limit, 1) if np.dtype(dtype).kind == "b" else limit)
    if np.dtype(dtype).kind == "c":
        whole = st.builds(complex, whole, whole)
    return hnp.arrays(dtype, shape, elements=whole.map(np.dtype(dtype).type))


@st.composite
def memory_layouts(draw: st.DrawFn, array: np.ndarray) -> np.ndarray:
    """The same values transposed, reversed, strided, read-only, in the other byte order."""
    order = draw(st.permutations(range(array.ndim)))
    steps = draw(st.tuples(*[st.sampled_from([1, -1, 2])] * array.ndim))
    wide = [size * abs(step) for size, step in zip(array.shape, steps, strict=True)]
    store = np.zeros([wide[axis] for axis in order], array.dtype).transpose(np.argsort(order))
    view = store[tuple(slice(None, None, step) for step in steps)]
    view[...] = array
    if draw(st.booleans()):
        view = view.astype(view.dtype.newbyteorder(), order="K")
    view.flags.writeable = draw(st.booleans())
    return view


@st.composite
def conv2d_problems(draw: st.DrawFn, dtype: Any = np.float32) -> dict[str, Any]:
    """Arguments of conv2d that fit together, integer-valued."""
    groups = draw(st.integers(1, 3))
    channels, outputs = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    extents = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
    sizes = [draw(st.integers(extent, extent + 6)) for extent in extents]
    pad = st.integers(0, 3)
    border_mode = draw(
        st.one_of(
            st.sampled_from(["valid", "full", "half"]),
            pad,
            st.tuples(pad, pad),
            st.tuples(st.tuples(pad, pad), st.tuples(pad, pad)),
        )
    )
    return {
        "input": draw(integer_valued((draw(st.integers(0, 2)), channels, *sizes), dtype)),
        "filters": draw(integer_valued((outputs, channels // groups, *kernel), dtype)),
        "border_mode": border_mode,
        "subsample": draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        "filter_flip": draw(st.booleans()),
        "filter_dilation": dilation,
        "num_groups": groups,
    }
