"""Kills, loads and long runs against the served product: `make soak`, `make proof`, and the short ones of `.ci/run`."""
