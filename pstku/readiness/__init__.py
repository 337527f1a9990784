"""Kesiapan: what the office can show to those who judge it, and its duties of the year. No score of ours."""
