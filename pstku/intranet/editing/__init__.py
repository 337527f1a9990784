"""Sunting: a draft with its preview, a second person's look at the difference, the history of a page."""

from pstku.intranet.editing import desk, drafts, pages, reviewing  # noqa: F401  (views bind themselves)
