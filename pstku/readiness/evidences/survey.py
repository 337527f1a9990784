"""Evidences of the satisfaction survey: rounds, where the result was published, and what followed."""

from pstku.core import clock
from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.offices.queries.entries import improvements
from pstku.readiness.evidences.asking import NONE, Asked, Row, day, number, share
from pstku.readiness.rules import followed_up
from pstku.skm.models import SkmRound
from pstku.skm.queries.following import follow_ups_of
from pstku.skm.queries.pages import view_of
from pstku.skm.queries.rounds import name_of, publications_of, rounds_of


def _rounds(asked: Asked) -> list[SkmRound]:
    return [row for row in rounds_of(asked.office.id) if row.year == asked.year]


def rounds(asked: Asked) -> list[Row]:
    """Each round with respondents beside what is needed, and the index where it may be shown."""
    found = []
    for row in _rounds(asked):
        view = view_of(row)
        count = f"{number(view.response.total)} dari {number(view.needed)} responden"
        index = (
            f"indeks {format_number(view.guests.value, 2)} ({view.guests.letter})"
            if view.guests
            else "indeks belum tampil"
        )
        found.append(Row(view.name, f"{count}, {index}, {'ditutup' if row.closed_at else 'berjalan'}"))
    return found


def publications(asked: Asked) -> list[Row]:
    """Where results were published; the number of media first."""
    listed = [(name_of(row), one) for row in _rounds(asked) for one in publications_of(row.id)]
    if not listed:
        return []
    rows = [Row(f"{one.medium} ({name})", day(one.published_on)) for name, one in listed]
    return [Row(N_("Banyak media"), number(len({one.medium.casefold() for _name, one in listed}))), *rows]


def follow_ups(asked: Asked) -> list[Row]:
    """The share of the plans that is done, how much of it by its day, and how fast."""
    lines = [
        (clock.local_day(row.closed_at or row.opened_at, asked.office.tz), line.planned_on, line.done_on)
        for row in _rounds(asked)
        for line in follow_ups_of(row.id)
    ]
    found = followed_up(lines)
    if not found.lines:
        return []
    return [
        Row(N_("Tindak lanjut selesai"), share(found.done, found.lines)),
        Row(N_("Selesai pada waktunya"), share(found.in_time, found.done)),
        Row(
            N_("Kecepatan, nilai tengah (hari sejak putaran ditutup)"),
            NONE if found.days is None else number(found.days),
        ),
    ]


def heard(asked: Asked) -> list[Row]:
    """Kami dengar, kami perbaiki: what was shown to guests in the year."""
    tz = asked.office.tz
    shown = [
        (clock.local_day(one.published_at, tz), one.text) for one in improvements(asked.office.id) if one.published_at
    ]
    return [Row(text, day(on)) for on, text in shown if on.year == asked.year]
