"""Pure rules of the waiting room."""
