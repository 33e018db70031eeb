"""Recorded samples replayed: whether a model computes what Theano computed, value by value."""

from rot180.verification.metrics import Metrics, compare, differing_bits
from rot180.verification.outcome import Bits, Report, Row
from rot180.verification.replay import reference_inputs, verify
from rot180.verification.report import to_html, to_json

__all__ = [
    "Bits",
    "Metrics",
    "Report",
    "Row",
    "compare",
    "differing_bits",
    "reference_inputs",
    "to_html",
    "to_json",
    "verify",
]
