"""Petugas, jadwal piket, loket: who serves, where and when, and the personal QR."""
