"""The room Laporan: what each figure means, and the papers that are handed in."""

from pstku.core.actor import Role

READERS = (Role.HEAD, Role.ADMIN, Role.DECIDER)

from pstku.intranet.reports import closing, measures, monthly, register  # noqa: E402, F401  (views bind themselves to the blueprint)
