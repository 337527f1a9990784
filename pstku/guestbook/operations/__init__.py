"""Writes of the guest book: one module per act."""
