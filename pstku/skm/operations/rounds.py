"""Opening a round, changing what is known of it, closing it."""

from typing import Any

from sqlalchemy import delete, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, run, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.offices.queries import configuration
from pstku.skm.models import SkmRound, SkmUsedLink
from pstku.skm.queries.rounds import answers_of, get_round, highest_sheet, limits_of, open_round_of
from pstku.skm.queries.sampled import sums_shown, unsur_sums
from pstku.skm.queries.wordings import set_of, wording_on
from pstku.skm.rules.figures import SAMPLED, figures_of, sampled_of
from pstku.skm.rules.rounds import PERIOD_COUNTS, Period, round_days
from pstku.skm.rules.sets import SKM

KEEPERS = (Role.ADMIN, Role.HEAD)
MOST_USERS, MOST_SHEETS = 10_000_000, 100_000
CLOSED = N_("Putaran ini sudah ditutup; angkanya tidak berubah lagi.")


def open_round(
    actor: Actor,
    period: str,
    year: int,
    number: int,
    *,
    population: int,
    sheets: int = 0,
    question_set: str = SKM.key,
) -> int:
    """Begin to ask; the limits and the text of today hold for the whole round. Returns its id.

    Raises InvalidInput; Conflict while another round is open; Taken for a time in which the set had its round.
    """
    actor.need(*KEEPERS)
    if period not in PERIOD_COUNTS or not 1 <= number <= PERIOD_COUNTS[Period(period)]:
        raise InvalidInput("period", N_("Pilih masa putarannya."))
    starts_on, ends_on = round_days(period, year, number)
    _check_counts(population, sheets)
    office = configuration(actor.office_id)
    if not starts_on <= clock.local_day(clock.now(), office.tz) <= ends_on:
        raise InvalidInput("period", N_("Putaran dibuka di dalam masanya, agar jawabannya dari masa itu."))
    with atomic() as s:
        if open_round_of(actor.office_id):
            raise Conflict(N_("Masih ada putaran survei yang terbuka. Tutup dulu yang itu."))
        wording = None if question_set == SKM.key else wording_on(actor.office_id, question_set)
        if wording is None and question_set != SKM.key:
            raise InvalidInput("question_set", N_("Kuesioner ini belum aktif. Masukkan dulu teks resminya."))
        row = SkmRound(
            office_id=actor.office_id,
            period=period,
            year=year,
            number=number,
            starts_on=starts_on,
            ends_on=ends_on,
            question_set=question_set,
            set_version=f"teks {wording.id}" if wording else SKM.version,
            wording_id=wording.id if wording else None,
            population=population,
            sheets=sheets,
            fewest_in_round=office.settings.skm_round_fewest,
            fewest_in_service=office.settings.skm_service_fewest,
            opened_at=clock.now(),
            opened_by_id=actor.person_id,
            figures={},
        )
        s.add(row)
        s.flush()
        record(actor.office_id, "open_skm_round", "skm_round", row.id, actor_id=actor.person_id)
    return row.id


def change_round(actor: Actor, round_id: int, *, population: int, sheets: int) -> None:
    """Correct how many users are expected and how many sheets were handed out. Raises InvalidInput, Conflict, NotFound."""
    actor.need(*KEEPERS)
    _check_counts(population, sheets)
    with atomic():
        get_round(actor.office_id, round_id)
        if sheets < highest_sheet(round_id):
            raise InvalidInput("sheets", N_("Lembar nomor %(n)s sudah dimasukkan."), n=highest_sheet(round_id))
        _change(round_id, population=population, sheets=sheets)
        record(
            actor.office_id, "change_skm_round", "skm_round", round_id, actor_id=actor.person_id,
            population=population, sheets=sheets,
        )  # fmt: skip


def close_round(actor: Actor, round_id: int) -> None:
    """End the round: its figures are worked out once more and never move again, and its links are forgotten.

    Raises Conflict, NotFound.
    """
    actor.need(*KEEPERS)
    end_round(actor.office_id, round_id, actor.person_id)


def end_round(office_id: int, round_id: int, closed_by_id: int | None) -> None:
    """The same for whoever closes it: a keeper, or nobody when the night does it. Raises Conflict, NotFound."""
    with atomic() as s:
        get_round(office_id, round_id)
        _change(round_id, closed_at=clock.now(), closed_by_id=closed_by_id)  # waits for answers that are coming in
        row = get_round(office_id, round_id)
        figures = _figures(row, is_final=True)
        run(update(SkmRound).where(SkmRound.id == round_id).values(figures=figures))
        run(delete(SkmUsedLink).where(SkmUsedLink.round_id == round_id))
        s.expire_all()
        record(office_id, "close_skm_round", "skm_round", round_id, actor_id=closed_by_id)


def move_figures(office_id: int, actor_id: int | None = None) -> int:
    """Work out the figures of the open round anew where enough answers came in, every night or when a person asks.

    Returns 1 when a figure moved, else 0.
    """
    with atomic():
        row = open_round_of(office_id)
        if row is None:
            return 0
        figures = _figures(row, is_final=False)
        if figures == row.figures:
            return 0
        _change(row.id, figures=figures)
        record(office_id, "move_skm_figures", "skm_round", row.id, actor_id=actor_id)
    return 1


def _figures(row: SkmRound, *, is_final: bool) -> dict[str, Any]:
    """What may be shown of the round now, and beside it the single unsur asked after votes, which enters no index."""
    found = figures_of(set_of(row), answers_of(row.id), limits_of(row), row.figures, is_final=is_final)
    if row.question_set == SKM.key:
        counted, shown = unsur_sums(row.office_id, row.starts_on, row.ends_on), sums_shown(row.office_id)
        sampled = sampled_of(counted, {quarter: sums for quarter, sums in shown.items() if quarter in counted})
        found |= {SAMPLED: sampled} if any(sampled.values()) else {}
    return found


def _check_counts(population: int, sheets: int) -> None:
    if not 1 <= population <= MOST_USERS:
        raise InvalidInput("population", N_("Tulis perkiraan jumlah pengguna layanan, mulai dari 1."))
    if not 0 <= sheets <= MOST_SHEETS:
        raise InvalidInput("sheets", N_("Tulis jumlah lembar kertas, 0 bila tidak memakai kertas."))


def _change(round_id: int, **values: object) -> None:
    open_one = update(SkmRound).where(SkmRound.id == round_id, SkmRound.closed_at.is_(None)).values(values)
    if run(open_one).rowcount == 0:
        raise Conflict(CLOSED)
    session().expire_all()
