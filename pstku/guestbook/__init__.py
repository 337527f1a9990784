"""Buku tamu: guests, visits, the queue, data sought."""
