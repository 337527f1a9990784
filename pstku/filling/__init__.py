"""Figures as colleagues bring them: typed, pasted, in a filled sheet or in a published table."""
