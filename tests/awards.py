"""A past quarter with real votes for tests of the award."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pstku.accounts.operations import add_person
from pstku.core.actor import Role
from pstku.core.db import atomic
from tests.factories import new_guest, new_visit, new_vote

VECTORS = json.loads((Path(__file__).parent / "vectors" / "skip.json").read_text())
QUARTER = (2026, 3)
AFTER = datetime(2026, 10, 9, 2, tzinfo=UTC)  # guests may vote for seven days after the quarter
FIRST = datetime(2026, 7, 1, 2, tzinfo=UTC)


def scores_of(row: dict) -> list[int]:
    """n votes with the sum and the number of fours of a vector row; the rest are 3s, 2s and 1s as needed."""
    others = row["n"] - row["fours"]
    scores, left = [4] * row["fours"], row["sum"] - 4 * row["fours"]
    for place in range(others):
        score = min(3, left - (others - place - 1))
        scores.append(score)
        left -= score
    assert sum(scores) == row["sum"] and len(scores) == row["n"]
    return scores


def keep(office_id: int, officer_id: int, served: Iterable[tuple[datetime, int | None]], channel: str) -> None:
    """Served visits at these moments, each with a vote or (None) without; hundreds are written at once."""
    line = {"tablet": "desk", "field": "field", "whatsapp": "remote"}[channel]
    guests, visits, votes = [], [], []
    for at, score in served:
        guests.append(new_guest(office_id, created_at=at))
        visits.append(new_visit(office_id, guests[-1], state="done", at=at, officer_id=officer_id, channel=channel))
        if score:
            votes.append(new_vote(visits[-1], score, line=line))
            visits[-1].rated_at = votes[-1].received_at
    with atomic() as s:
        for rows in (guests, visits, votes):
            s.add_all(rows)
            s.flush()


def serve_and_rate(
    office_id: int, officer_id: int, scores: list[int], *, unrated: int = 0, channel: str = "tablet"
) -> None:
    """Votes spread over the quarter's weeks, and guests who did not vote."""
    moments = (FIRST + timedelta(days=7 * (place % 12), minutes=20 * place) for place in range(len(scores) + unrated))
    keep(office_id, officer_id, zip(moments, [*scores, *[None] * unrated], strict=True), channel)


def vector_office(office_id: int) -> dict[str, int]:
    """The four officers of the vectors with their votes; returns their ids by letter."""
    officers = {}
    for row in VECTORS["officers"]:
        name = f"Petugas {row['officer']}"
        person = add_person(
            office_id,
            username=f"vektor{row['officer'].lower()}",
            name=name,
            call_name=row["officer"],
            password="tidak-dipakai",
            roles={Role.OFFICER},
        )
        officers[row["officer"]] = person.id
        serve_and_rate(office_id, person.id, scores_of(row))
    return officers


def history(office_id: int, officer_id: int) -> None:
    """Votes of the year before whose mean is 3,6: the vectors' μ0."""
    first = datetime(2026, 2, 2, 2, tzinfo=UTC)
    served = [(first + timedelta(hours=place), 4 if place % 5 < 3 else 3) for place in range(40)]
    keep(office_id, officer_id, served, "tablet")


def award_address(period, tail: str = "") -> str:
    """The address of an award's page, or of what lies below it."""
    return f"/admin/penghargaan/{period.id}{tail}"
