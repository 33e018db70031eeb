"""A model becomes a Java project that gives the same bits."""

from rot180.java.export import export

__all__ = ["export"]
