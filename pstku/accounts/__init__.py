"""Pegawai: people of the office, their roles and sign-ins."""
