"""The library: pages on surveys, indicators, media and conduct, their figures, and the places figures belong to."""
