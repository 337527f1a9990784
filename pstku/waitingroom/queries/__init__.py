"""Reads of the waiting room."""
