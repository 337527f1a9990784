"""Rekap layanan saya: one's own quarter to release or not, and what the head reads of those that were."""

from pstku.intranet.recap import own, released  # noqa: F401  (views bind themselves to the blueprint)
