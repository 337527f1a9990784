"""Reads of the guest book."""
