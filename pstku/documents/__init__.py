"""Papers with a number: their words, their register, and the signed copies that come back."""
