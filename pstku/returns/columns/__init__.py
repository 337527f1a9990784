"""Kolom: in which order and under which heads files of rows leave, as named templates that an admin edits."""
