"""What is pure of the survey: question sets, the index and its ranges, the sample, rounds, what may be shown."""
