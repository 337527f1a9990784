"""Rekap layanan: what an employee did in a quarter, seen by others only when they release it."""
