"""What a colleague takes back or refuses is written beside the backups at once, so that no restore undoes it."""

import logging

from flask import Flask, Response, current_app
from sqlalchemy.exc import DBAPIError

from pstku.backups.operations.journal import JournalFaultyError, has_just_forgotten, note_forgotten
from pstku.backups.place import place_of
from pstku.core.here import this_request
from pstku.http.access import find_actor

log = logging.getLogger("pstku")


def init_app(app: Flask) -> None:
    """After every act of somebody who is signed in: the trail says whether it belongs into the journal."""
    app.after_request(note_refusals)


def note_refusals(response: Response) -> Response:
    """Where it cannot be written now, the night writes it; the act itself is done all the same."""
    if this_request().method != "POST" or response.status_code >= 400:
        return response
    try:
        if (actor := find_actor()) and has_just_forgotten(actor.office_id, actor.person_id):
            note_forgotten(actor.office_id, place_of(current_app.config).backups)
    except (JournalFaultyError, OSError, DBAPIError):
        log.exception("the journal beside the backups could not be written")
    return response
