"""Gemm and MatMul: products of matrices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.kernels import native as kernels
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.node import Array, Node


def gemm(node: Node, a: Array, b: Array, c: Array | None = None) -> Array:
    """Return alpha a b + beta c, with a and b transposed where asked; c is broadcast."""
    trans_a, trans_b = node.integer("transA", 0) != 0, node.integer("transB", 0) != 0
    if a.ndim != 2 or b.ndim != 2:
        raise ValueError(f"Gemm wants matrices; got {a.shape} and {b.shape}")
    rows, inner = a.shape[::-1] if trans_a else a.shape
    b_inner, columns = b.shape[::-1] if trans_b else b.shape
    if inner != b_inner:
        raise ValueError(
            f"matrices {a.shape} and {b.shape} (transA={int(trans_a)}, transB={int(trans_b)}) "
            f"do not fit: {inner} columns against {b_inner} rows"
        )
    if c is not None:
        c = np.asarray(np.broadcast_to(c, (rows, columns)), order="C")
    alpha, beta = node.number("alpha", 1.0), node.number("beta", 1.0)
    return kernels.gemm(
        a,
        b,
        c,
        alpha=alpha,
        beta=beta,
        trans_a=trans_a,
        trans_b=trans_b,
        threads=node.threads,
    )


def matmul(node: Node, a: Array, b: Array) -> Array:
    """Return the matrix product as NumPy's ``matmul`` defines it for stacks and vectors."""
    if a.ndim == 0 or b.ndim == 0:
        raise ValueError("MatMul does not take scalars")
    if a.dtype.kind != "f":
        return np.asarray(np.matmul(a, b))
    left = a[None, :] if a.ndim == 1 else a
    right = b[:, None] if b.ndim == 1 else b
    if left.shape[-1] != right.shape[-2]:
        raise ValueError(
            f"matrices {a.shape} and {b.shape} do not fit: {left.shape[-1]} columns against "
            f"{right.shape[-2]} rows"
        )
    stack = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    left = np.asarray(np.broadcast_to(left, stack + left.shape[-2:]), order="C")
    right = np.asarray(np.broadcast_to(right, stack + right.shape[-2:]), order="C")
    product = kernels.matmul(left, right, threads=node.threads)
    if a.ndim == 1:
        product = product[..., 0, :]
    return product[..., 0] if b.ndim == 1 else product


OPERATORS = {"Gemm": gemm, "MatMul": matmul}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    a, b, c = uniform(5, 7), uniform(7, 19, seed=1), uniform(19, seed=2)
    yield Case("gemm", "Gemm", [a, b, c])
    yield Case("gemm_no_c", "Gemm", [a, b])
    scaled = {"alpha": 0.3, "beta": 1.7, "transA": 1, "transB": 1}
    yield Case("gemm_scaled", "Gemm", [uniform(7, 5), uniform(19, 7), uniform(5, 1)], scaled)
    yield Case("gemm_long", "Gemm", [uniform(1, 1500), uniform(1500, 11, seed=3)])
    yield Case("gemm_scalar_c", "Gemm", [a, b, uniform(1)], {"beta": -2.0})
    double = [uniform(3, 4, dtype=np.float64), uniform(4, 5, dtype=np.float64)]
    yield Case("gemm_float64", "Gemm", double)
    edges = np.resize(edge_values(), (6, 5))
    yield Case("gemm_edges", "Gemm", [edges, uniform(5, 3, seed=4)])
    yield Case("matmul", "MatMul", [a, b])
    yield Case("matmul_stack", "MatMul", [uniform(2, 1, 3, 4), uniform(5, 4, 6, seed=5)])
    yield Case("matmul_vector_left", "MatMul", [uniform(4), uniform(2, 4, 3, seed=6)])
    yield Case("matmul_vector_right", "MatMul", [uniform(2, 3, 4), uniform(4, seed=7)])
    yield Case("matmul_vectors", "MatMul", [uniform(9), uniform(9, seed=8)])
    yield Case("matmul_zeros", "MatMul", [np.full((2, 3), -0.0, np.float32), uniform(3, 2)])
