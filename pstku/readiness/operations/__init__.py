"""Writing the register of the service standard and the duties of the year."""
