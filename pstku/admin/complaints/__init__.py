"""Pengaduan: the list, one complaint with what may be done about it, and the register."""

from pstku.admin.complaints import handling, register  # noqa: F401  (views bind themselves)
