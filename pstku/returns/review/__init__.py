"""Tinjauan bulanan: one page for the head about a month that is over. Nothing is said from too few numbers."""
