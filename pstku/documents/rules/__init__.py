"""Decisions about papers; pure."""
