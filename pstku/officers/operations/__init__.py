"""Writes of those who serve: desks, duty, the personal QR."""
