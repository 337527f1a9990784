"""What is pure of a promise: how it may end, the words to send."""
