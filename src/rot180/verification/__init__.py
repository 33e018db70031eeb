"""Recorded samples replayed: whether a model computes what Theano computed, value by value."""

from rot180.verification.metrics import Metrics, compare, differing_bits
from rot180.verification.report import to_html, to_json
from rot180.verification.replay import Report, Row, reference_inputs, verify

__all__ = [
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
