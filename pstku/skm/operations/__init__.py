"""What is done with rounds, answers and follow-ups."""
