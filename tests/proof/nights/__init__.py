"""Nights of an office under a moved clock: `make proof-nights`; five weeks of them are in the suite."""
