"""Jejak audit: an append-only, chained record of who did what."""
