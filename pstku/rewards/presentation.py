"""What of the frozen evidence may be shown, and in which words. Pure."""

from datetime import date, tzinfo
from typing import Any

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.rewards.models import AwardPeriod
from pstku.rewards.rules import State, quarter_name

STAGES = (
    (State.OPEN, "Periode dibuka"),
    (State.LOCKED, "Data dikunci"),
    (State.CHECKED, "Data diperiksa"),
    (State.DECIDED, "Keputusan penetap"),
    (State.ANNOUNCED, "Diumumkan, masa keberatan"),
    (State.ESTABLISHED, "SK dan piagam"),
)


def process_steps(period: AwardPeriod, tz: tzinfo) -> list[dict[str, str]]:
    """The stages with their days in the office's timezone: done, now (what comes next) or still to come."""
    order = [state for state, _ in STAGES]
    reached = order.index(State(period.state)) if period.state in order else len(order)
    moments = (period.opened_at, period.locked_at, period.checked_at, None, period.announced_at, period.established_at)
    steps = []
    for place, ((_state, name), moment) in enumerate(zip(STAGES, moments, strict=True)):
        state = "done" if place <= reached else "now" if place == reached + 1 else "todo"
        shown = clock.short_date(clock.local_day(moment, tz)) if moment and place <= reached else ""
        steps.append({"name": name, "when": shown or ("sekarang" if state == "now" else ""), "state": state})
    return steps


def candidate_rows(period: AwardPeriod, actor: Actor, least_votes: int) -> list[dict[str, Any]]:
    """Candidates for the table: no score below the publishing number, none of one's own."""
    rows = []
    for row in (period.snapshot or {}).get("candidates", []):
        is_self = row["officer_id"] == actor.person_id
        rows.append(row | {"is_self": is_self, "is_score_shown": row["votes"] >= least_votes and not is_self})
    return rows


def tie_break(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The shortlist in its order, for the table that says why."""
    return sorted((row for row in rows if row["place"]), key=lambda row: row["place"])


def next_quarters(today: date, count: int = 5) -> list[tuple[str, str]]:
    """(code, name) of the running quarter and those before it, for opening."""
    year, quarter = clock.quarter_of(today)
    offered = []
    for _ in range(count):
        offered.append((f"{year}-Q{quarter}", quarter_name(year, quarter)))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return offered
