"""Papers from our own templates, as PDF and as Word files; nothing of any domain."""
