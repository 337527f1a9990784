"""Pure rules of the office: when it is open."""
