"""The survey in a message to a guest: the sentence with the link of their visit, ready to send."""

from uuid import UUID

from pstku.http.access import current_office
from pstku.http.links import public_address
from pstku.http.text import gettext
from pstku.skm.links import INVITATION, SKD_INVITATION
from pstku.skm.queries.links import link_for
from pstku.skm.queries.skd import skd_address
from pstku.skm.rules.rounds import Way


def with_survey(message: str, visit_id: UUID) -> str:
    """The message with the link to the survey, while a round asks and this visit was served, and that of SKD, while it asks.

    Nobody chooses whom: whoever gets a message gets both.
    """
    office = current_office()
    token, official = link_for(office, visit_id, Way.LINK), skd_address(office)
    told = [message]
    if token:
        told.append(gettext(INVITATION, address=public_address("kiosk.survey", token=token)))
    if official:
        told.append(gettext(SKD_INVITATION, address=official))
    return " ".join(told)
