"""SKIP: one vote per visit and the officer's score."""
