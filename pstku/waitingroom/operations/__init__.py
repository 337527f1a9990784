"""Writes of the waiting room."""
