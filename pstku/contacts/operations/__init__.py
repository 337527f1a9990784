"""What the office does about a promise."""
