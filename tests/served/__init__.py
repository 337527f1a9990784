"""Tests against the real server process: gunicorn on a database file, killed and restarted at will."""
