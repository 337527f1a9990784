"""Pure rules of the guest book."""
