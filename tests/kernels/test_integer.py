import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rot180.kernels.integer import bilinear


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64, np.uint64])
@given(data=st.data())
def test_matrix_products_wrap_as_in_c(dtype, data):
    info = np.iinfo(dtype)
    depth = data.draw(st.integers(0, 5))
    values = st.one_of(st.integers(info.min, info.max), st.sampled_from([info.min, info.max, 1]))
    a, b = (
        np.array(data.draw(st.lists(values, min_size=2 * depth, max_size=2 * depth)), dtype)
        for _ in range(2)
    )
    a, b = a.reshape(2, depth), b.reshape(depth, 2)
    expected = [
        [sum(int(x) * int(y) for x, y in zip(row, column, strict=True)) for column in b.T]
        for row in a
    ]
    result = bilinear(np.matmul, a, b, terms=depth)
    assert result.dtype == np.int64
    assert [[int(value) % 2**64 for value in row] for row in result] == [
        [value % 2**64 for value in row] for row in expected
    ]


def test_small_integers_take_one_product():
    calls = []

    def product(a, b):
        calls.append(1)
        return a @ b

    values = np.full((100, 100), 255, np.uint8)
    np.testing.assert_array_equal(
        bilinear(product, values, values, 100), values.astype(int) @ values
    )
    assert len(calls) == 1
