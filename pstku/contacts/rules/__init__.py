"""What is pure of a promise: its clock, how it may end, the words to send."""
