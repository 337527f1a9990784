"""Data contoh: people and visits to try the system with, all marked, all removable."""
