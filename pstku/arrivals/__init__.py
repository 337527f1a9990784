"""Dari HP: guests who fill the book in on their own phone, until an officer says that they are here."""
