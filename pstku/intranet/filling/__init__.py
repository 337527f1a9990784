"""Isi: figures by table, by file or by hand, looked at before they are saved."""

from pstku.intranet.filling import figures, sheets, tables  # noqa: F401  (views bind themselves)
