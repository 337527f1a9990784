"""Ringkasan: what the head needs to know about a period."""
