"""Measures of right and wrong over the whole product, printed as tables: `make proof-…`."""
