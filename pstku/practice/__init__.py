"""Quizzes, the daily drill, the competence rounds and a new colleague's first week."""
