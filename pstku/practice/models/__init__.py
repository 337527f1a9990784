"""Tables of practice."""

from pstku.practice.models.bank import BankQuestion, DrillCard, PracticeAnswer, QuizAttempt

__all__ = ["BankQuestion", "DrillCard", "PracticeAnswer", "QuizAttempt"]
