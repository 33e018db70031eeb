"""Rewrite a model so that it has fewer nodes: what ``rot180 convert --simplify`` asks for.

Each pass is one file that says whether it is exact. Inner values that a pass folds away can no
longer be asked for by name; inputs, outputs and metadata stay.
"""

import onnx

from rot180.model import Model
from rot180.simplify.affine import fold_affine
from rot180.simplify.constants import fold_constants
from rot180.simplify.graph import EditableGraph
from rot180.simplify.identities import drop_identities
from rot180.simplify.matmul import matmul_to_gemm
from rot180.simplify.pooled_bias import move_pooled_bias
from rot180.simplify.unused import drop_unused

__all__ = ["PASSES", "simplify"]

#: In the order in which they are run, again and again until none finds anything.
PASSES = (
    drop_unused,
    drop_identities,
    fold_constants,
    matmul_to_gemm,
    move_pooled_bias,
    fold_affine,
)


def simplify(model: Model) -> Model:
    """Return an equivalent model with fewer nodes.

    Parameters
    ----------
    model : Model
        It is left as it is.

    Returns
    -------
    Model
        Its outputs may differ in the last bits: see :mod:`rot180.simplify.affine`.

    Examples
    --------
    >>> from onnx import TensorProto, helper
    >>> x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N"])
    >>> y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N"])
    >>> nodes = [helper.make_node("Identity", ["x"], ["z"]), helper.make_node("Relu", ["z"], ["y"])]
    >>> model = Model(helper.make_model(helper.make_graph(nodes, "example", [x], [y])))
    >>> [node.op_type for node in simplify(model).proto.graph.node]
    ['Relu']
    """
    proto = onnx.ModelProto()
    proto.CopyFrom(model.proto)
    graph = EditableGraph(proto)
    # Not any(...): every pass gets its turn in every round.
    while max([change(graph) for change in PASSES]):
        graph.remove_unused()
    return Model(proto)
