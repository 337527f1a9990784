"""Reads of SKIP: figures of a period, what is published, who may be rated, what awaits review."""

from pstku.ratings.queries.figures import OfficerFigures, office_figures, period_figures, unattributed_count
from pstku.ratings.queries.office import office_scores
from pstku.ratings.queries.published import published_scores
from pstku.ratings.queries.review import appeals_to_decide, votes_to_review

__all__ = [
    "OfficerFigures",
    "appeals_to_decide",
    "office_figures",
    "office_scores",
    "period_figures",
    "published_scores",
    "unattributed_count",
    "votes_to_review",
]
