"""Evidences for those who judge the office, each from its own data or named as not of this system."""

from pstku.readiness.evidences.catalogue import (
    EVIDENCES,
    JUDGES,
    OUTSIDE,
    Evidence,
    Shown,
    evidence_of,
    evidences_of,
)

__all__ = ["EVIDENCES", "JUDGES", "OUTSIDE", "Evidence", "Shown", "evidence_of", "evidences_of"]
