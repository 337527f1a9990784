"""The survey in a message to a guest: the sentence with the link of their visit, ready to send."""

from uuid import UUID

from pstku.http.access import current_office
from pstku.http.links import public_address
from pstku.http.text import gettext
from pstku.skm.links import INVITATION
from pstku.skm.queries.links import link_for
from pstku.skm.rules.rounds import Way


def with_survey(message: str, visit_id: UUID) -> str:
    """The message and, while a round asks and this visit was served, the link to the survey."""
    token = link_for(current_office(), visit_id, Way.LINK)
    if token is None:
        return message
    invitation = gettext(INVITATION, address=public_address("kiosk.survey", token=token))
    return f"{message} {invitation}"
