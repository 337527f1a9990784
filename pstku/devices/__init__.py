"""Kios: the tablets at the counter."""
