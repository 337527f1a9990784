"""What is done with what tablets give and keep."""
