"""Numbers and codes that tablets give, and votes that wait."""
