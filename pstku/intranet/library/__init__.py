"""Belajar: the pages by function, what is to be checked, what is new, what nobody could answer, places, and the WebAPI."""

from pstku.intranet.library import checking, gaps, news, pages, regions, webapi  # noqa: F401  (views bind themselves)
