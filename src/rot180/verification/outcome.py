"""What a verification found: a row for each recorded value, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rot180.verification.metrics import Metrics

# Shown beside the others, but its arithmetic is not ours: it does not decide.
BYSTANDER = "onnxruntime"


@dataclass(frozen=True)
class Row:
    """One recorded value.

    Attributes
    ----------
    key, value : str
        What the reference calls it, and what the model does.
    shape : tuple of int
        Of the recorded array.
    bound : float
        Largest ``relative_l2`` allowed.
    metrics : mapping of str to Metrics
        Distance of each engine's value from the recorded one.
    is_output : bool
        Whether the value is an output of the model, whose labels must be equal.
    """

    key: str
    value: str
    shape: tuple[int, ...]
    bound: float
    metrics: Mapping[str, Metrics]
    is_output: bool

    @property
    def passed(self) -> bool:
        """Tell whether Python and Java keep the bound, and the labels if this is an output."""
        return all(
            m.relative_l2 <= self.bound and (not self.is_output or _all_agree(m))
            for engine, m in self.metrics.items()
            if engine != BYSTANDER
        )


@dataclass(frozen=True)
class Bits:
    """Python against Java: how many of how many numbers, in how many values, differ in any bit."""

    differing: int
    compared: int
    values: int


@dataclass(frozen=True)
class Report:
    """The outcome of a verification.

    Attributes
    ----------
    model, reference : str
        The files, as far as there are any.
    samples : int
        Recorded inputs.
    engines : tuple of str
        What was run.
    rows : list of Row
        Recorded values in the order in which the model computes them.
    unmatched : list of str
        Recorded keys that no value of the model answers to. They make the verification fail.
    notes : list of str
        What a reader should know: axes added, engines left out.
    bits : Bits or None
        Python against Java; None without Java.
    """

    model: str
    reference: str
    samples: int
    engines: tuple[str, ...]
    rows: list[Row]
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    bits: Bits | None = None

    @property
    def passed(self) -> bool:
        """Tell whether every value keeps its bound and no bit differs between Python and Java."""
        return (
            not self.unmatched
            and any(row.is_output for row in self.rows)
            and all(row.passed for row in self.rows)
            and (self.bits is None or self.bits.differing == 0)
        )


def _all_agree(m: Metrics) -> bool:
    return m.argmax_agreement is None or m.argmax_agreement[0] == m.argmax_agreement[1]
