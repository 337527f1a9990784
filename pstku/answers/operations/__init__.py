"""Acts in the library that answer questions."""
