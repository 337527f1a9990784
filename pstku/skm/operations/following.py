"""Rencana tindak lanjut: what is done about a weak unsur, by whom, by when; and where the result was published."""

from datetime import date

from sqlalchemy import delete, update

from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, run
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_line
from pstku.offices.operations import improvements
from pstku.offices.queries import configuration
from pstku.skm.models import SkmFollowUp, SkmPublication
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.following import get_follow_up
from pstku.skm.queries.rounds import get_round
from pstku.skm.queries.wordings import set_of

LONGEST = 240
NO_PUBLICATION = N_("Media ini tidak ada lagi di daftar.")


def plan_follow_up(
    actor: Actor,
    round_id: int,
    follow_up_id: int | None,
    *,
    unsur: str,
    action: str,
    owner_id: int | None,
    planned_on: date | None,
) -> None:
    """Add a line to the plan, or change one that is not done. Raises InvalidInput, Conflict, NotFound."""
    actor.need(*KEEPERS)
    with atomic() as s:
        row = get_round(actor.office_id, round_id)
        if unsur not in set_of(row).keys:
            raise InvalidInput("unsur", N_("Pilih unsurnya."))
        values = {"unsur": unsur, "action": _words("action", action), "owner_id": _owner(actor, owner_id)}
        values["planned_on"] = _planned(planned_on, row.starts_on)
        if follow_up_id is None:
            added = SkmFollowUp(round_id=round_id, **values)
            s.add(added)
            s.flush()
            follow_up_id = added.id
        else:
            _open(actor, follow_up_id)
            run(update(SkmFollowUp).where(SkmFollowUp.id == follow_up_id).values(values))
            s.expire_all()
        record(actor.office_id, "plan_skm_follow_up", "skm_follow_up", follow_up_id, actor_id=actor.person_id)


def finish_follow_up(actor: Actor, follow_up_id: int, *, done_on: date | None, outcome: str, tell: str = "") -> None:
    """What was planned is done; with `tell` its words become "Kami dengar, kami perbaiki" in the same act.

    Raises InvalidInput; Conflict for what is done already; NotFound.
    """
    actor.need(*KEEPERS)
    with atomic() as s:
        _open(actor, follow_up_id)
        today = clock.local_day(clock.now(), configuration(actor.office_id).tz)
        if done_on is None or done_on > today:
            raise InvalidInput("done_on", N_("Isi hari selesainya, paling lambat hari ini."))
        told = tell.strip()
        if told:
            improvements.add_improvement(actor, _words("tell", told, improvements.LONGEST))
        done = update(SkmFollowUp).where(SkmFollowUp.id == follow_up_id, SkmFollowUp.done_on.is_(None))
        values = {"done_on": done_on, "outcome": _words("outcome", outcome), "told_at": clock.now() if told else None}
        if run(done.values(values)).rowcount == 0:
            raise Conflict(N_("Tindak lanjut ini sudah ditandai selesai."))
        s.expire_all()
        record(actor.office_id, "finish_skm_follow_up", "skm_follow_up", follow_up_id, actor_id=actor.person_id)


def add_publication(actor: Actor, round_id: int, *, medium: str, published_on: date | None, address: str) -> None:
    """Note where the result of a closed round was published. Raises InvalidInput, Conflict, NotFound."""
    actor.need(*KEEPERS)
    today = clock.local_day(clock.now(), configuration(actor.office_id).tz)
    with atomic() as s:
        row = get_round(actor.office_id, round_id)
        if row.closed_at is None:
            raise Conflict(N_("Hasil dipublikasikan setelah putaran ditutup."))
        medium = _words("medium", medium, 80)
        if published_on is None or not row.starts_on <= published_on <= today:
            raise InvalidInput("published_on", N_("Isi hari terbitnya, paling lambat hari ini."))
        address = fitting("address", address, 200, words_line)
        added = SkmPublication(round_id=round_id, medium=medium, published_on=published_on, address=address)
        s.add(added)
        s.flush()
        record(actor.office_id, "add_skm_publication", "skm_publication", added.id, actor_id=actor.person_id)


def remove_publication(actor: Actor, round_id: int, publication_id: int) -> None:
    """Take a medium off the list. Raises NotFound."""
    actor.need(*KEEPERS)
    with atomic() as s:
        get_round(actor.office_id, round_id)
        mine = (SkmPublication.id == publication_id, SkmPublication.round_id == round_id)
        if run(delete(SkmPublication).where(*mine)).rowcount == 0:
            raise NotFound(NO_PUBLICATION)
        s.expire_all()
        record(actor.office_id, "remove_skm_publication", "skm_publication", publication_id, actor_id=actor.person_id)


def _open(actor: Actor, follow_up_id: int) -> None:
    if get_follow_up(actor.office_id, follow_up_id).done_on is not None:
        raise Conflict(N_("Tindak lanjut ini sudah ditandai selesai."))


def _words(name: str, text: str, longest: int = LONGEST) -> str:
    words = fitting(name, text, longest, words_line)
    if len(words) < 3:
        raise InvalidInput(name, N_("Tulis sedikitnya beberapa kata."))
    return words


def _owner(actor: Actor, owner_id: int | None) -> int:
    person = get_person(actor.office_id, owner_id) if owner_id else None
    if person is None or not person.is_active:
        raise InvalidInput("owner_id", N_("Pilih penanggung jawabnya."))
    return person.id


def _planned(day: date | None, earliest: date) -> date:
    if day is None or not earliest <= day <= earliest.replace(year=earliest.year + 5, day=1):
        raise InvalidInput("planned_on", N_("Isi kapan direncanakan selesai."))
    return day
