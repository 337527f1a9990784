"""Survei kepuasan masyarakat (SKM): rounds, answers nobody can trace, the index, what is done about it, and its report."""
