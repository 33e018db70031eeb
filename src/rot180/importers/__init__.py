"""From a file to a model: what kind of file it is, what it holds, and what that means."""

from rot180.importers.inspection import Inspection, inspect
from rot180.importers.load import load

__all__ = ["Inspection", "inspect", "load"]
