"""A past quarter with real votes for tests of the award."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pstku.accounts.operations import add_person
from pstku.core.actor import Role
from tests.factories import make_visit, make_vote

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


def serve_and_rate(
    office_id: int, officer_id: int, scores: list[int], *, unrated: int = 0, channel: str = "tablet"
) -> None:
    """Votes spread over the quarter's weeks, and guests who did not vote."""
    line = {"tablet": "desk", "field": "field", "whatsapp": "remote"}[channel]
    for place, score in enumerate([*scores, *[None] * unrated]):
        at = FIRST + timedelta(days=7 * (place % 12), minutes=20 * place)
        visit = make_visit(office_id, state="done", at=at, officer_id=officer_id, channel=channel)
        if score:
            make_vote(visit, score, line=line)


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
    for place in range(40):
        at = datetime(2026, 2, 2, 2, tzinfo=UTC) + timedelta(hours=place)
        visit = make_visit(office_id, state="done", at=at, officer_id=officer_id)
        make_vote(visit, 4 if place % 5 < 3 else 3)
