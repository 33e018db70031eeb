"""The pickle machine against Python's own pickle, and against what Python 2 wrote."""

from __future__ import annotations

import collections
import pickle
import random
from typing import Any

import pytest

from rot180.errors import CorruptFileError, LimitError, ModelFileError, UnsafeFileError
from rot180.pickles import Global, Key, Limits, Machine, Record, load

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


class Layer:
    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Slotted:
    __slots__ = ("W",)


class Names(list[str]):
    pass


class Table(dict[str, int]):
    pass


PLAIN = [
    None,
    True,
    False,
    0,
    -1,
    255,
    65536,
    -(2**31),
    2**40,
    -(2**200),
    0.1,
    float("inf"),
    "",
    "filter é € 𝄞\n\\",
    "x" * 300,
    b"",
    bytes(range(256)),
    bytes(70_000),
    bytearray(b"abc"),
    (),
    (1,),
    (1, 2),
    (1, 2, 3),
    (1, 2, 3, 4),
    [],
    [1, [2, [3]]],
    list(range(3000)),
    {},
    {"W": [1], 3: None, None: 1, 1.5: "x", b"k": 2},
    {i: str(i) for i in range(3000)},
    {1, 2, "three"},
    slice(1, None, -1),
    1 + 2j,
    collections.OrderedDict([("b", 1), ("a", 2)]),
]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("value", PLAIN, ids=lambda value: type(value).__name__)
def test_reads_what_pickle_writes(value: object, protocol: int) -> None:
    read = load(pickle.dumps(value, protocol))
    assert read == value
    assert type(read) is type(value)


def test_reads_several_pickles_one_after_another() -> None:
    machine = Machine(
        pickle.dumps([1], 0) + pickle.dumps("two", 2) + pickle.dumps(3.0, 4), Limits()
    )
    assert [machine.load(), machine.load()] == [[1], "two"]
    assert not machine.at_end()
    assert machine.load() == 3.0
    assert machine.at_end()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_objects_become_records(protocol: int) -> None:
    layer = Layer(W=[1.0], shape=(2, 3))
    layer.W.append(layer)  # refers back to itself
    read = load(pickle.dumps({"first": layer, "again": layer}, protocol))
    record = read["first"]
    assert isinstance(record, Record)
    assert (record.module, record.name) == (Layer.__module__, "Layer")
    assert record.attributes["shape"] == (2, 3)
    assert record.attributes["W"][1] is record
    assert read["again"] is record


@pytest.mark.parametrize("protocol", PROTOCOLS[2:])
def test_slots_and_containers_of_ones_own(protocol: int) -> None:
    slotted = Slotted()
    slotted.W = 5
    names, table = Names(["a", "b"]), Table(c=3)
    names.tag = "t"  # type: ignore[attr-defined]
    read = load(pickle.dumps([slotted, names, table], protocol))
    assert read[0].attributes == {"W": 5}
    assert read[1].items == ["a", "b"]
    assert read[1].attributes == {"tag": "t"}
    assert read[2].pairs == {"c": 3}


@pytest.mark.parametrize("protocol", [0, 1])
def test_containers_of_ones_own_in_old_protocols(protocol: int) -> None:
    read = load(pickle.dumps([Names(["a", "b"]), Table(c=3)], protocol))
    assert read[0].items == ["a", "b"]
    assert read[1].pairs == {"c": 3}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_functions_and_classes_are_names(protocol: int) -> None:
    import numpy as np

    read = load(pickle.dumps([Layer, np.tanh, len], protocol))
    assert read[0] == Global(Layer.__module__, "Layer")
    assert str(read[2]) in ("builtins.len", "__builtin__.len")


def test_python_2_strings_are_bytes_in_latin_1() -> None:
    machine = Machine(b"(lp0\nS'W\\x00\\xff\\n\\'\\\\'\np1\na.", Limits())
    assert machine.load() == ["W\x00\xff\n'\\"]
    assert machine.python2
    assert load(b"S'raw \xe9 bytes'\n.") == "raw é bytes"
    assert load(b"\x80\x02U\x02\xe9aT\x03\x00\x00\x00\xffbc\x86.") == ("éa", "ÿbc")
    assert load(b"Vschl\\u00fcssel\n.") == "schlüssel"


def test_python_2_old_style_instances() -> None:
    by_inst = load(b"(itheano.gof.utils\nscratchpad\np1\n(dp2\nS'trace'\np3\nNsb.")
    by_obj = load(b"\x80\x02(ctheano.gof.utils\nscratchpad\noq\x01}q\x02U\x05traceNsb.")
    for record in (by_inst, by_obj):
        assert str(record) == "theano.gof.utils.scratchpad"
        assert record.attributes == {"trace": None}


def test_python_2_integers_and_booleans() -> None:
    assert load(b"(lp0\nI01\naI00\naI-7\naL99999999999L\na.") == [True, False, -7, 99999999999]


def test_persistent_ids_are_asked_for() -> None:
    asked = []

    def array(key: object) -> str:
        asked.append(key)
        return f"<{key}>"

    assert load(b"\x80\x02U\x09ndarray.WQ.", persistent=array) == "<ndarray.W>"
    assert load(b"Pndarray.b\n.", persistent=array) == "<ndarray.b>"
    assert asked == ["ndarray.W", "ndarray.b"]
    with pytest.raises(CorruptFileError, match=r"pkl_utils"):
        load(b"Pndarray.b\n.")


@pytest.mark.parametrize("key", [(1, 2), frozenset({1}), 2**61 - 1, 1j], ids=repr)
def test_keys_whose_hash_can_be_abused_are_never_hashed(key: object) -> None:
    read = load(pickle.dumps({key: "value"}, 4))
    (only,) = read
    assert isinstance(only, Key)
    assert only.value == key
    assert read[only] == "value"


def test_call_is_refused_with_its_name_and_place() -> None:
    with pytest.raises(UnsafeFileError, match=r"mymodule\.build.*byte 17"):
        load(b"cmymodule\nbuild\n)R.")


def test_known_calls_are_noted_and_not_done() -> None:
    import functools

    record = load(pickle.dumps(functools.partial(len, [1, 2]), 2))
    assert (record.module, record.name) == ("functools", "partial")


def test_random_generators_of_numpy_are_records() -> None:
    import numpy as np

    generator = np.random.RandomState(7)
    record = load(pickle.dumps(generator, 2))
    assert isinstance(record, Record)


@pytest.mark.parametrize(
    ("limits", "data"),
    [
        (Limits(steps=10), pickle.dumps(list(range(100)))),
        (Limits(stack=10), pickle.dumps(tuple(range(100)))),
        (Limits(memo=10), pickle.dumps([str(i) for i in range(100)])),
        (Limits(sets=2), pickle.dumps([set(), set(), set()])),
        (Limits(integer_bytes=8), pickle.dumps(2**100)),
        (Limits(line_bytes=8), pickle.dumps(10**20, 0)),
        (Limits(copy_bytes=0, copy_factor=0), pickle.dumps(b"abc", 2)),
    ],
    ids=["steps", "stack", "memo", "sets", "integer", "line", "copy"],
)
def test_limits_are_kept(limits: Limits, data: bytes) -> None:
    load(data)
    with pytest.raises(LimitError):
        load(data, limits=limits)


def small_pickles() -> list[bytes]:
    import numpy as np

    layer = Layer(W=np.arange(4, dtype=np.float32), b=[1, 2.5, "text", b"bytes", None, {3}])
    value = [layer, {"key": (layer, 2**70)}, Global]
    return [pickle.dumps(value, protocol) for protocol in PROTOCOLS]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_truncated_anywhere(protocol: int) -> None:
    whole = small_pickles()[protocol]
    load(whole)
    for size in range(len(whole)):
        with pytest.raises(ModelFileError):
            load(whole[:size])


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_any_damaged_byte_is_a_named_error_or_another_value(protocol: int) -> None:
    chance = random.Random(protocol)
    whole = small_pickles()[protocol]
    refused = 0
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 1, 3])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            load(bytes(data))
        except ModelFileError:
            refused += 1
    assert refused
