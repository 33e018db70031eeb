"""Compute routines: native ones with types, the reference that defines them, and the plan."""
