"""Tables of practice."""

from pstku.practice.models.bank import BankQuestion, DrillCard, PracticeAnswer, QuizAttempt
from pstku.practice.models.competence import (
    BASELINE_GUIDE,
    FIRST_WEEK_GUIDE,
    CompetenceItem,
    CompetenceReply,
    CompetenceRound,
    FirstWeekStep,
    PackGuide,
)

__all__ = [
    "BASELINE_GUIDE",
    "FIRST_WEEK_GUIDE",
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
