"""What is looked up of rounds, answers and follow-ups."""
