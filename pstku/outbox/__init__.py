"""Kotak kirim: what tablets give guests while no server answers, and how it arrives."""
