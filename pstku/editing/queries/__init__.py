"""Reads of the editors' work."""
