"""The room Kesiapan: evidences for those who judge the office, its service standard, and its duties of the year."""

from pstku.intranet.readiness import duties, evidences, standards  # noqa: F401  (views bind themselves to the blueprint)
