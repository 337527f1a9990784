"""Reads of those who serve: desks, the duty roster."""
