"""Meja layanan: who waits, who is served, what is still to be written down, and the ring."""

from pstku.intranet.desk import complaint, details, needs, queue, ring, serving  # noqa: F401  (views bind themselves)
