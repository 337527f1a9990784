"""Writes of the register of papers."""
