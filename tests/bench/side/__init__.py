"""One side of the comparison, in a process and a folder of its own: this checkout, an older one, or a floor.

Runs with whatever `pstku` and `tests` the working folder holds, so it uses of them only what older checkouts have too.
"""
