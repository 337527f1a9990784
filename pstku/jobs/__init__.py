"""Pekerjaan: long background work, one run at a time, that resumes where it was interrupted."""
