"""Writes: commands to tablets, and what became of them."""
