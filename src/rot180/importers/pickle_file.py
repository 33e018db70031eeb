"""Pickles, one or several after another in the same file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rot180.errors import LimitError
from rot180.importers.source import Contents, Source
from rot180.pickles import Machine

# Protocol 2 and later begin with a byte of their own, 0 and 1 with whatever comes first.
_EARLY = re.compile(rb"""[(\])}N]|c[\w.]+\n[\w.]+\n|[ILF][-+\d][\d.eE+-]*L?\n|[SV]['"]|[KMJGUTX]""")


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file may be a pickle."""
    return head[:1] == b"\x80" or _EARLY.match(head) is not None


def read(source: Source) -> Contents:
    """Read every pickle of the file."""
    machine = Machine(source.stream, source.limits)
    found: list[Any] = []
    while not found or not machine.at_end():
        if len(found) >= source.limits.parameters:
            raise LimitError(
                f"more than {source.limits.parameters:,} pickles in one file (Limits.parameters)"
            )
        found.append(machine.load())
    kind = "a pickle" if len(found) == 1 else f"{len(found)} pickles, one after another"
    if machine.python2:
        kind += ", written by Python 2"
    tree = found[0] if len(found) == 1 else found
    return Contents(kind, tree, ordered=not machine.python2)
