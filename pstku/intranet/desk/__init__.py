"""Meja layanan: who waits, who is served, what is still to be written down, the ring, and visits that came from elsewhere."""

from pstku.intranet.desk import (  # noqa: F401  (views bind themselves)
    arrivals,
    complaint,
    contacts,
    details,
    dtsen,
    field,
    needs,
    queue,
    remote,
    ring,
    serving,
    visits,
    walk_in,
)
