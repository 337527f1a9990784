"""Answers: what a typed question means, and what the office may say to it out of its library."""
