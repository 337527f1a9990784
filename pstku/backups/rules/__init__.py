"""What is kept and for how long, and how a recovery key is written on paper."""
