"""Kebocoran data: what became known of a failure to protect personal data, and who was told within 72 hours."""
