"""The states of a page's version. Pure."""

from enum import StrEnum


class RevisionState(StrEnum):
    """naskah, diserahkan, dikembalikan, terbit, digantikan, dibuang."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


WITH_AUTHOR = (RevisionState.DRAFT, RevisionState.RETURNED)
OPEN = (*WITH_AUTHOR, RevisionState.IN_REVIEW)
HIDDEN = (*WITH_AUTHOR, RevisionState.DISCARDED)  # from everybody but their author
SHOWN = (RevisionState.PUBLISHED, RevisionState.SUPERSEDED)
