"""Tutup bulan: the figures of a past month, kept as they were reported, and what came to light afterwards."""
