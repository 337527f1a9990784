"""From a question to its answer, in the office and on a phone."""
