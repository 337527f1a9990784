"""Data pribadi: what a guest may ask for, and what is done when data got out."""

from pstku.admin.privacy import breaches, guests  # noqa: F401  (views bind themselves)
