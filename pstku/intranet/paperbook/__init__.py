"""Catat susulan: the table for guests of a dark day, a pasted sheet, and the page of paper to print."""

from pstku.intranet.paperbook import entering, printed, taking_back  # noqa: F401  (views bind themselves)
