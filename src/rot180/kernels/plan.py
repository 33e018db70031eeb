"""Which algorithm computes a convolution, why, and what each would cost."""

import math
from dataclasses import dataclass

from rot180.kernels.convolution import Convolution, Estimate

# `auto` gives up exactness only for an algorithm that promises to be so many times faster
# (native/conv.hpp).
INEXACT_ADVANTAGE = 2.0


@dataclass(frozen=True)
class Plan:
    """How a convolution would be computed.

    Parameters
    ----------
    algorithm : str
        The one that was chosen. The choice depends on the shapes alone, never on the machine.
    exact : bool
        Its float32 results are those of the reference, bit for bit.
    reason : str
        Why this one, in words and numbers.
    threads : int
        How many will be used at most.
    output_shape : tuple of int
    packed_bytes : int
        Memory for the filters as the algorithm wants them.
    workspace_bytes : int
        Scratch memory of all threads together.
    costs : dict of str to float or None
        Microseconds that each algorithm is estimated to take on one core of 3 GHz with two 512-bit
        FMA units; None where it cannot compute this convolution.
    """

    algorithm: str
    exact: bool
    reason: str
    threads: int
    output_shape: tuple[int, ...]
    packed_bytes: int
    workspace_bytes: int
    costs: dict[str, float | None]

    def __str__(self) -> str:
        """Write the plan as a few lines of text."""
        costs = ", ".join(
            f"{name} {_time(cost)}" if cost is not None else f"{name} impossible"
            for name, cost in self.costs.items()
        )
        return (
            f"{self.algorithm}: {self.reason}\n"
            f"output {self.output_shape}, {self.threads} thread(s)\n"
            f"packed filters {_size(self.packed_bytes)}, workspace {_size(self.workspace_bytes)}\n"
            f"estimated cost on one core: {costs}"
        )


def plan_of(convolution: Convolution, requested: str) -> Plan:
    """Describe a convolution that was set up with ``algorithm=requested``."""
    estimates = convolution.estimates()
    chosen = next(e for e in estimates if e.algorithm == convolution.algorithm)
    return Plan(
        algorithm=chosen.algorithm,
        exact=chosen.exact,
        reason=_reason(chosen, requested, estimates),
        threads=convolution.threads,
        output_shape=convolution.output_shape,
        packed_bytes=chosen.packed_bytes,
        workspace_bytes=chosen.workspace_bytes * convolution.threads,
        costs={e.algorithm: e.cost for e in estimates},
    )


def _reason(chosen: Estimate, requested: str, estimates: list[Estimate]) -> str:
    if requested == chosen.algorithm:
        return "asked for by name"
    exact = min((e for e in estimates if e.exact), key=_cost)
    if not chosen.exact:
        return (
            f"estimated {_cost(exact) / _cost(chosen):.1f} times as fast as {exact.algorithm}, the "
            f"cheapest exact algorithm; {INEXACT_ADVANTAGE:g} times are asked of an inexact one"
        )
    reason = f"the cheapest exact algorithm, estimated at {_time(_cost(exact))}"
    inexact = min((e for e in estimates if not e.exact), key=_cost)
    if requested == "auto" and inexact.cost is not None:
        reason += (
            f"; {inexact.algorithm}, which is not exact, at {_time(inexact.cost)} is not "
            f"{INEXACT_ADVANTAGE:g} times as fast"
        )
    return reason


def _cost(estimate: Estimate) -> float:
    return math.inf if estimate.cost is None else estimate.cost


def _time(microseconds: float) -> str:
    return f"{microseconds / 1e3:.3g} ms" if microseconds >= 1e3 else f"{microseconds:.3g} us"


def _size(size: int) -> str:
    return f"{size / 2**20:.2f} MiB" if size >= 2**20 else f"{size / 2**10:.1f} KiB"
