"""A walk over the bytes of an ONNX file before protobuf makes objects of them.

An empty message takes two bytes in the file and a hundred and more in memory, so a file of 16 MB
can ask for gigabytes. This walk knows which fields of ONNX's messages hold messages, counts them,
and finds weights that are kept in other files wherever they are.
"""

from __future__ import annotations

from typing import Any

from rot180.errors import CorruptFileError, LimitError, UnsafeFileError
from rot180.pickles import Budget, Limits

Schema = dict[int, Any]

# Field numbers of onnx.proto; {} is a message without messages inside.
_TENSOR: Schema = {3: {}, 13: {}, 16: {}}
_SPARSE: Schema = {1: _TENSOR, 2: _TENSOR}
_TYPE: Schema = {1: {2: {1: {}}}}
_TYPE |= {4: {1: _TYPE}, 5: {2: _TYPE}, 8: {2: {1: {}}}, 9: {1: _TYPE}}
_VALUE: Schema = {2: _TYPE, 4: {}}
_NODE: Schema = {9: {}}
_GRAPH: Schema = {1: _NODE, 5: _TENSOR, 14: {}, 15: _SPARSE, 16: {}}
_GRAPH |= dict.fromkeys((11, 12, 13), _VALUE)
_ATTRIBUTE: Schema = {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 14: _TYPE, 15: _TYPE}
_ATTRIBUTE |= {22: _SPARSE, 23: _SPARSE}
_NODE[5] = _ATTRIBUTE
_FUNCTION: Schema = {7: _NODE, 9: {}, 11: _ATTRIBUTE, 12: _VALUE, 14: {}}
_MODEL: Schema = {7: _GRAPH, 8: {}, 14: {}, 20: {1: _GRAPH, 2: _GRAPH}, 25: _FUNCTION}

_EXTERNAL_DATA = 13
# Lists of integers, whose members take one byte in the file and eight in memory.
_INTEGERS = {id(_TENSOR): {1, 5, 7, 11}, id(_ATTRIBUTE): {8}}
_DEEPEST = 64
_NODE_STEPS = 16  # checking a node and inferring its shapes takes that much longer than a field
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def check(data: bytes, limits: Limits) -> None:
    """Refuse an ONNX file that would take much more memory than its size, or is cut off.

    Raises
    ------
    CorruptFileError
        A field reaches beyond the message that it is in.
    LimitError
        It has too many fields, or messages too deep.
    UnsafeFileError
        Weights are in another file, whose name this one chooses.
    """
    position = 0
    budget = Budget(limits, lambda: position)
    open_: list[tuple[int, Schema]] = [(len(data), _MODEL)]
    while open_:
        end, schema = open_[-1]
        if position == end:
            open_.pop()
            continue
        budget.spend(1)
        tag, position = _varint(data, position, end)
        field, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            _, position = _varint(data, position, end)
            continue
        size, position = _size(data, position, end, wire)
        if size > end - position:
            raise CorruptFileError(
                f"the file is truncated: a field at byte {position:,} takes {size:,} bytes, "
                f"{end - position:,} are there"
            )
        if wire == _BYTES and field in schema:
            if schema is _TENSOR and field == _EXTERNAL_DATA:
                raise UnsafeFileError(
                    "weights are in another file, whose name this one chooses; save the model "
                    "with its weights inside: onnx.save(onnx.load(path), new_path)"
                )
            if len(open_) > _DEEPEST:
                raise LimitError(f"messages nested deeper than {_DEEPEST}")
            if schema[field] is _NODE:
                budget.spend(_NODE_STEPS)
            open_.append((position + size, schema[field]))
            continue
        if field in _INTEGERS.get(id(schema), ()):
            budget.copy(8 * size)
        position += size


def _size(data: bytes, position: int, end: int, wire: int) -> tuple[int, int]:
    if wire == _BYTES:
        return _varint(data, position, end)
    if wire in (_FIXED32, _FIXED64):
        return (4 if wire == _FIXED32 else 8), position
    raise CorruptFileError(f"no protobuf field at byte {position:,}: the file is no ONNX model")


def _varint(data: bytes, position: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while position < end and shift < 70:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        shift += 7
        position += 1
        if byte < 0x80:
            return value, position
    raise CorruptFileError(f"a number at byte {position:,} does not end: the file is no ONNX model")
