"""Reads of the library."""
