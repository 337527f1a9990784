"""Speed and memory, each figure beside its floor, measured in one interleaved run: `make bench`."""
