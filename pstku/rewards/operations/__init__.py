"""Writes of the award, one file for each stage."""
