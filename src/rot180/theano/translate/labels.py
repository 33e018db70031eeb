"""What an application of an op is called: in metadata and messages, and in value names."""

from __future__ import annotations

import re

from rot180.theano.records import Apply, Op

_LABELS = {
    "AbstractConv2d": "conv2d",
    "AbstractConv3d": "conv3d",
    "ConvOp": "conv2d",
    "CorrMM": "conv2d",
    "Corr3dMM": "conv3d",
    "AbstractConv2d_gradInputs": "conv2d_transpose",
    "AbstractConv3d_gradInputs": "conv3d_transpose",
    "CorrMM_gradInputs": "conv2d_transpose",
    "Corr3dMM_gradInputs": "conv3d_transpose",
    "DownsampleFactorMax": "pool_2d",
    "DimShuffle": "dimshuffle",
    "Dot22": "dot",
    "MaxAndArgmax": "max",
}


def title(apply: Apply) -> str:
    """Return the op as Theano prints it: ``Elemwise{tanh}``, ``AbstractConv2d``."""
    scalar_op = apply.op.fields.get("scalar_op")
    inner = f"{{{snake_case(scalar_op.name)}}}" if isinstance(scalar_op, Op) else ""
    return apply.op.name + inner


def label(apply: Apply) -> str:
    """Return the stem of the names of an op's outputs: ``conv2d``, ``tanh``."""
    name = apply.op.name.removeprefix("Gpu")
    scalar_op = apply.op.fields.get("scalar_op")
    if isinstance(scalar_op, Op):
        return snake_case(scalar_op.name.removeprefix("Scalar"))
    if name == "Pool":
        return f"pool_{apply.op.fields.get('ndim', 2)}d"
    return _LABELS.get(name, snake_case(name))


def snake_case(name: str) -> str:
    """Return a class name in lower case with underscores.

    Examples
    --------
    >>> snake_case("TrueDiv"), snake_case("EQ")
    ('true_div', 'eq')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
