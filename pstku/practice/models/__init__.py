"""Tables of practice."""

from pstku.practice.models.bank import BankQuestion, DrillCard, PracticeAnswer, QuizAttempt
from pstku.practice.models.competence import (
    CompetenceItem,
    CompetenceReply,
    CompetenceRound,
    FirstWeekStep,
    PackGuide,
)

__all__ = [
    "BankQuestion",
    "CompetenceItem",
    "CompetenceReply",
    "CompetenceRound",
    "DrillCard",
    "FirstWeekStep",
    "PackGuide",
    "PracticeAnswer",
    "QuizAttempt",
]
