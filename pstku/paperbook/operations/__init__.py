"""What is done with sheets of the paper book."""
