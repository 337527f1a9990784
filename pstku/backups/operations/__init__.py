"""Recovery keys, backups, the way back, and the upgrade that makes one first."""
