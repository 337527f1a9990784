"""Satker: the office, its hours, service types, code lists and settings."""
