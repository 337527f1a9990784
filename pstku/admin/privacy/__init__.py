"""Data pribadi: what a guest may ask for, how long data is kept, and what is done when it got out."""

from pstku.admin.privacy import breaches, consents, guests, retention  # noqa: F401  (views bind themselves)
