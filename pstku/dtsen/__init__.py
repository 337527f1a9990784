"""Konsultasi DTSEN: what guests ask about the national social and economic data, and how it ended. Never a NIK or a decile."""
