"""Reads for filling in figures."""
