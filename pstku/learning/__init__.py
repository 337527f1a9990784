"""PSTku: surveys, indicators, values, media, conduct, and the search over them."""
