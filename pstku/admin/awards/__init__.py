"""Penghargaan: its periods, what stands out in their votes, the spot check, and the papers."""

from pstku.admin.awards import periods, signals, spot_checks  # noqa: F401  (views bind themselves)
