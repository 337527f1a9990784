"""Tables of SKIP: votes of quarters that are not settled, tallies of those that are, and words apart from both."""

from pstku.ratings.models.tallies import ItemTally, MonthTally, VoteMonth, VoteQuarter, VoteTally
from pstku.ratings.models.votes import FLAGGED, PublishedScore, Vote
from pstku.ratings.models.waiting import PastCode, VoteClaim
from pstku.ratings.models.words import Appeal, Comment, Remark

__all__ = [
    "FLAGGED",
    "Appeal",
    "Comment",
    "ItemTally",
    "MonthTally",
    "PastCode",
    "PublishedScore",
    "Remark",
    "Vote",
    "VoteClaim",
    "VoteMonth",
    "VoteQuarter",
    "VoteTally",
]
