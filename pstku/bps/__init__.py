"""A client of the BPS WebAPI: HTTP in, dataclasses out. Nothing of a page waits for it."""
