"""Figures and releases from the BPS WebAPI, for an office's library."""
