"""Pengaduan: filed by anybody, read and answered only by those it does not concern."""
