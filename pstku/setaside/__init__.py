"""Sisihan: what the server refused of a tablet's outbox, until an admin decides."""
