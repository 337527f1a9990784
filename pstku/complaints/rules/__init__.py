"""What is pure of a complaint: who may see it, its clocks, whom it names, its register."""
