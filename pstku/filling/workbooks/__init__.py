"""Spreadsheet files: the table in one, and the sheet to fill in."""
