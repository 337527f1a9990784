"""The floor every domain stands on: database, clock, errors, numbers, text, tokens."""
