"""Latihan: the daily drill, quizzes by function, and the editors' look at the questions."""

from pstku.intranet.practice import drill, questions, quiz  # noqa: F401  (views bind themselves)
