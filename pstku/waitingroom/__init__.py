"""Ruang tunggu: the screens that show who is called, what is said aloud, and the office's own recordings of it."""
