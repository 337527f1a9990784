"""Tables of the award."""

from pstku.rewards.models.awards import AwardPeriod, Certificate, Decision, Objection
from pstku.rewards.models.checking import EarlierEvidence, SignalNote, SpotCheck, SpotCheckVisit

__all__ = [
    "AwardPeriod",
    "Certificate",
    "Decision",
    "EarlierEvidence",
    "Objection",
    "SignalNote",
    "SpotCheck",
    "SpotCheckVisit",
]
