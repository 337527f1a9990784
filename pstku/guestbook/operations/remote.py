"""Service away from the counter: by WhatsApp, mail or telephone at the desk, and outside the office by any employee."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput
from pstku.core.languages import INDONESIAN
from pstku.core.text import N_, clean_line
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.operations.contacts import promise_contact
from pstku.guestbook.operations.ending import visit_ended
from pstku.guestbook.operations.needs import LONGEST, note_need
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import ACTIONS
from pstku.guestbook.queries.visits import Registered
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from pstku.guestbook.rules.states import DONE, SERVING, Channel, Outcome

REMOTE_CHANNELS = (Channel.WHATSAPP, Channel.PHONE, Channel.EMAIL)
OBTAINED = ("yes_fits", "yes_not_fitting", "no", "not_yet")


def record_remote_visit(
    actor: Actor,
    visit_id: UUID,
    entry: Entry,
    channel: str,
    *,
    is_finished: bool,
    need: str = "",
    obtained: str = "",
    language: str = INDONESIAN,
) -> Registered:
    """Register a guest who wrote or called; the recording officer serves them and may already be finished.

    Repeating the request changes nothing. Raises InvalidInput for what was typed.
    """
    actor.need(Role.OFFICER, Role.ADMIN)
    if channel not in REMOTE_CHANNELS:
        raise InvalidInput("channel", N_("Pilih lewat apa tamu menghubungi kantor."))
    origin = Origin(channel=channel, actor=actor, language=language)
    return _record(actor, visit_id, entry, origin, is_finished=is_finished, need=need, obtained=obtained)


def record_field_visit(
    actor: Actor,
    visit_id: UUID,
    entry: Entry,
    *,
    need: str = "",
    obtained: str,
    written_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> Registered:
    """Catat: saya ditanya ini. Somebody asked an employee outside the office; the visit is closed at once.

    Start and end are times of a phone that may have kept the entry until it had signal. Repeating the request changes
    nothing.
    """
    origin = Origin(channel=Channel.FIELD, actor=actor, written_at=written_at, sent_at=sent_at)
    return _record(actor, visit_id, entry, origin, is_finished=True, need=need, obtained=obtained)


def _record(
    actor: Actor, visit_id: UUID, entry: Entry, origin: Origin, *, is_finished: bool, need: str, obtained: str
) -> Registered:
    if obtained and obtained not in OBTAINED:
        raise InvalidInput("obtained", N_("Pilih apakah datanya diperoleh."))
    completed = replace(entry, facility=entry.facility or FACILITY_OF_CHANNEL[origin.channel])
    with atomic():
        registered = register_visit(actor.office_id, visit_id, completed, origin)
        if not registered.is_repeat:
            _serve(actor, visit_id, is_finished=is_finished, is_follow_up=obtained in ("no", "not_yet"))
            if clean_line(need, LONGEST):
                note_need(actor, visit_id, need, obtained or "not_yet", at=clock.now())
    return registered


def _serve(actor: Actor, visit_id: UUID, *, is_finished: bool, is_follow_up: bool) -> None:
    now = clock.now()
    values = {"state": SERVING, "officer_id": actor.person_id, "called_at": now, "started_at": now}
    kinds = ["started"]
    if is_finished:
        outcome = Outcome.FOLLOW_UP if is_follow_up else Outcome.DONE_ON_THE_SPOT
        values |= {"state": DONE, "closed_at": now, "outcome": outcome}
        kinds.append("closed")
        if is_follow_up:
            promise_contact(actor.office_id, visit_id, ("follow_up",), now)
    s = session()
    s.execute(update(Visit).where(Visit.id == visit_id).values(values).execution_options(synchronize_session=False))
    for kind in kinds:
        moment = {"office_id": actor.office_id, "visit_id": visit_id, "at": now, "actor_id": actor.person_id}
        s.add(VisitEvent(kind=kind, **moment))
        record(actor.office_id, ACTIONS[kind], "visit", visit_id, actor_id=actor.person_id)
    if is_finished:
        visit_ended(actor.office_id, visit_id)
