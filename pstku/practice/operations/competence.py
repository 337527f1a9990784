"""The questionnaire: its items, its rounds, and a person's reply."""

from collections.abc import Mapping

from sqlalchemy import func, select, update

from pstku.accounts.queries import people
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, run
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_, clean_line
from pstku.core.tokens import uuid7
from pstku.offices.operations import changed
from pstku.practice.models import CompetenceItem, CompetenceReply, CompetenceRound
from pstku.practice.queries.competence import handed_in, rounds_of
from pstku.practice.rules.competence import INDICATORS, SMALLEST_GROUP, TARGET, clean_answers, open_items

KEEPERS = (Role.ADMIN, Role.HEAD)


def save_item(actor: Actor, item_id: int | None, indicator: str, text: str) -> None:
    """Add or reword an item; rounds already opened keep their wording. Raises InvalidInput, NotFound."""
    actor.need(*KEEPERS)
    words = _whole_line("text", text, 300)
    if indicator not in INDICATORS:
        raise InvalidInput("indicator", N_("Pilih salah satu dari empat indikator."))
    if len(words) < 10:
        raise InvalidInput("text", N_("Tulis kalimat yang dapat dinilai 1 sampai 5, misalnya “Saya dapat …”."))
    with atomic() as s:
        if item_id is None:
            last = s.scalar(
                select(func.max(CompetenceItem.position)).where(CompetenceItem.office_id == actor.office_id)
            )
            row = CompetenceItem(office_id=actor.office_id, key=f"kantor-{uuid7()}", position=(last or 0) + 1)
            s.add(row)
        else:
            row = _item(actor, item_id)
        row.indicator, row.text = indicator, words
        s.flush()
        record(actor.office_id, "save_competence_item", "competence_item", row.id, actor_id=actor.person_id)


def _whole_line(field: str, text: str, longest: int) -> str:
    """One clean line; raises InvalidInput where something of it would be cut off."""
    words = clean_line(text, longest + 1)
    if len(words) > longest:
        raise InvalidInput(field, N_("Terlalu panjang. Singkat menjadi paling banyak %(max)s huruf."), max=longest)
    return words


def set_item_active(actor: Actor, item_id: int, is_active: bool) -> None:
    """Include an item in later rounds, or leave it out."""
    actor.need(*KEEPERS)
    with atomic():
        _item(actor, item_id).is_active = is_active
        record(
            actor.office_id, "set_competence_item", "competence_item", item_id, actor_id=actor.person_id,
            is_active=is_active,
        )  # fmt: skip


def _item(actor: Actor, item_id: int) -> CompetenceItem:
    with atomic() as s:
        row = s.get(CompetenceItem, item_id, populate_existing=True)
    if row is None or row.office_id != actor.office_id:
        raise NotFound(N_("Butir ini tidak ada lagi. Muat ulang daftar."))
    return row


def open_round(actor: Actor, title: str, target: int = TARGET) -> int:
    """Begin a round with a copy of the active items; one of an office at a time.

    Raises InvalidInput without a title or when an indicator has no item, Conflict while another round is open.
    """
    actor.need(*KEEPERS)
    name = _whole_line("title", title, 80)
    if len(name) < 3:
        raise InvalidInput("title", N_("Beri nama putarannya, misalnya November 2026."))
    if not 1 <= target <= 100:
        raise InvalidInput("target", N_("Sasaran antara 1 dan 100."))
    with atomic() as s:
        mine = (CompetenceItem.office_id == actor.office_id) & CompetenceItem.is_active
        rows = s.scalars(select(CompetenceItem).where(mine).order_by(CompetenceItem.position, CompetenceItem.id)).all()
        ordered = [row for indicator in INDICATORS for row in rows if row.indicator == indicator]
        if {row.indicator for row in ordered} != set(INDICATORS):
            raise InvalidInput("title", N_("Setiap indikator perlu paling sedikit satu butir yang dipakai."))
        opened = CompetenceRound(
            office_id=actor.office_id,
            title=name,
            items=[{"key": row.key, "indicator": row.indicator, "text": row.text} for row in ordered],
            target=target,
            opened_at=clock.now(),
            opened_by_id=actor.person_id,
        )
        s.add(opened)
        s.flush()
        record(actor.office_id, "open_competence_round", "competence_round", opened.id, actor_id=actor.person_id)
        return opened.id


def close_round(actor: Actor, round_id: int) -> None:
    """Close a round: its result becomes visible and its replies can no longer change. Raises Conflict when it is closed."""
    actor.need(*KEEPERS)
    mine = (CompetenceRound.id == round_id) & (CompetenceRound.office_id == actor.office_id)
    with atomic():
        staff = len(people(actor.office_id))
        now = {"closed_at": clock.now(), "closed_by_id": actor.person_id, "staff_count": staff}
        ended = run(update(CompetenceRound).where(mine, CompetenceRound.closed_at.is_(None)).values(now))
        if ended.rowcount != 1:
            raise Conflict(N_("Putaran ini sudah ditutup."))
        record(actor.office_id, "close_competence_round", "competence_round", round_id, actor_id=actor.person_id)
        changed(actor.office_id)


def reopen_round(actor: Actor, round_id: int) -> None:
    """Reopen the last round while it has too few replies to show a result; raises Conflict otherwise."""
    actor.need(*KEEPERS)
    refused = Conflict(N_("Putaran ini tidak dapat dibuka lagi. Buka putaran baru."))
    mine = (CompetenceRound.id == round_id) & CompetenceRound.closed_at.is_not(None)
    again = {"closed_at": None, "closed_by_id": None, "staff_count": None}
    with atomic():
        newest = rounds_of(actor.office_id)[:1]
        is_last = [row.id for row in newest] == [round_id]
        if not is_last or handed_in(round_id) >= SMALLEST_GROUP:
            raise refused
        if run(update(CompetenceRound).where(mine).values(again)).rowcount != 1:
            raise refused
        record(actor.office_id, "reopen_competence_round", "competence_round", round_id, actor_id=actor.person_id)
        changed(actor.office_id)


def save_reply(actor: Actor, round_id: int, typed: Mapping[str, str]) -> list[str]:
    """Save the ratings of a reply in the open round; it counts once every item is rated.

    Returns the keys that are still open (then it is a draft). A rating can be changed but not taken back, so a page that
    was open for long undoes nothing. Raises Conflict when `round_id` is not the round that is open.
    """
    with atomic() as s:
        mine = (CompetenceRound.office_id == actor.office_id) & CompetenceRound.closed_at.is_(None)
        current = s.scalar(select(CompetenceRound).where(mine).with_for_update())
        if current is None or current.id != round_id:
            raise Conflict(N_("Putaran angket sudah ditutup. Jawaban Anda yang terakhir tersimpan."))
        my_reply = (CompetenceReply.round_id == current.id) & (CompetenceReply.person_id == actor.person_id)
        reply = s.scalar(select(CompetenceReply).where(my_reply).execution_options(populate_existing=True))
        if reply is None:
            reply = CompetenceReply(
                office_id=actor.office_id, round_id=current.id, person_id=actor.person_id, answers={}
            )
            s.add(reply)
        reply.answers, reply.updated_at = reply.answers | clean_answers(typed, current.items), clock.now()
        left = open_items(reply.answers, current.items)
        if not left and reply.handed_in_at is None:
            reply.handed_in_at = clock.now()
    return left
