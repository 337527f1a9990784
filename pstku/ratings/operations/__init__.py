"""Writes of SKIP: one module per act."""
