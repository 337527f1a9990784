"""The visits of an award period as the signals look at them: a handful of statements, whatever the size of the office."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from pstku.core.db import session
from pstku.guestbook.models import DataNeed, Guest, Visit, VisitEvent
from pstku.guestbook.rules.completeness import DETAILS, missing_details
from pstku.guestbook.rules.states import CANCELLED, DONE
from pstku.officers.models import Duty
from pstku.offices.queries import Configuration, configuration
from pstku.offices.rules.calendar import open_spans
from pstku.ratings.ballots import TABLET
from pstku.ratings.models import Vote
from pstku.ratings.rules.holding import GUEST
from pstku.ratings.rules.lines import CHANNEL_LINES, DESK, FIELD, LINES, REMOTE, line_of
from pstku.rewards.models import AwardPeriod
from pstku.rewards.rules.moments import Duty as DutySpans
from pstku.rewards.rules.served import FIELD as FIELD_VISIT
from pstku.rewards.rules.served import REMOTE as REMOTE_VISIT
from pstku.rewards.rules.served import WALK_IN, ServedVisit, group_of, is_late

KINDS: Mapping[str, str] = {DESK: WALK_IN, REMOTE: REMOTE_VISIT, FIELD: FIELD_VISIT}
WHOLE_DAY = ((0.0, 1440.0),)
Moments = dict[UUID, list[Any]]  # when a service began and was handed on, by whom, and when a vote was declined


def served_visits(period: AwardPeriod) -> list[ServedVisit]:
    """Every visit somebody began to serve on the period's line and days, in an order that is always the same."""
    office = configuration(period.office_id)
    rows = session().execute(visits_of(period)).all()
    moments = _moments(period)
    on_duty = _people_on_duty(period, rows)
    return [_seen(office, row, moments.get(row.id, []), on_duty) for row in rows]


def duty_spans(office: Configuration, visits: Iterable[ServedVisit]) -> DutySpans:
    """The minutes of each day with a vote on which the counter was open; the whole day where it was closed."""
    days = {visit.voted_on for visit in visits if visit.voted_on is not None}
    return {day: _spans(office, day) or WHOLE_DAY for day in days}


def _spans(office: Configuration, day: date) -> tuple[tuple[float, float], ...]:
    start = datetime.combine(day, datetime.min.time(), office.tz)
    spans = open_spans(start, start + timedelta(days=1), office.calendar, office.tz)
    return tuple((_minute(begin, office), _minute(end, office)) for begin, end in spans)


def _minute(moment: datetime, office: Configuration) -> float:
    local = moment.astimezone(office.tz)
    return local.hour * 60 + local.minute + local.second / 60


def visits_of(period: AwardPeriod) -> Any:
    """The rows of `served_visits`, and with them all that an officer's figures have of visits."""
    channels = [channel for channel, line in CHANNEL_LINES.items() if line in LINES[period.line]]
    vote = and_(Vote.visit_id == Visit.id, Vote.officer_id.is_not(None), Vote.excluded_at.is_(None))
    needs = select(func.count()).where(DataNeed.visit_id == Visit.id).correlate(Visit).scalar_subquery()
    columns = (
        *(getattr(Visit, name) for name in (*DETAILS, "completed_at")),
        Visit.id, Visit.day, Visit.channel, Visit.follow_up, Visit.state, Visit.officer_id, Visit.service_type_id,
        Visit.entered_by_id, Visit.created_at, Visit.started_at, Visit.rated_at, Visit.closed_at, Visit.agency_id, Visit.invite_skipped_reason,
        Guest.id.label("guest_id"), Guest.phone_index, Guest.email_index, Guest.anonymised_at, needs.label("needs"),
        Vote.score, Vote.held_by, Vote.given_on, Vote.first_client_at, Vote.reaction_ms, Vote.browser_key, Vote.flags,
        Vote.contact_index,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Guest, Guest.id == Visit.guest_id)
        .outerjoin(Vote, vote)
        .where(Visit.office_id == period.office_id, Visit.day.between(period.starts_on, period.ends_on))
        .where(Visit.channel.in_(channels), Visit.officer_id.is_not(None), Visit.started_at.is_not(None))
        .where(or_(Visit.state == DONE, Visit.state == CANCELLED))
        .order_by(Visit.day, Visit.letter, Visit.number)
    )


def moments_of(period: AwardPeriod) -> Any:
    """What is told of the visits of `served_visits`, in order of time."""
    return (
        select(VisitEvent.visit_id, VisitEvent.kind, VisitEvent.at, VisitEvent.actor_id)
        .join(Visit, Visit.id == VisitEvent.visit_id)
        .where(Visit.office_id == period.office_id, Visit.day.between(period.starts_on, period.ends_on))
        .where(VisitEvent.kind.in_(("started", "handed_over", "declined")))
        .order_by(VisitEvent.at, VisitEvent.id)
    )


def _moments(period: AwardPeriod) -> Moments:
    found: Moments = defaultdict(list)
    for moment in session().execute(moments_of(period)):
        found[moment.visit_id].append(moment)
    return found


def _people_on_duty(period: AwardPeriod, rows: Iterable[Any]) -> dict[date, set[int]]:
    """Who was on the roster or served anybody, by day."""
    found: dict[date, set[int]] = defaultdict(set)
    for day, person_id in session().execute(duty_of(period)):
        found[day].add(person_id)
    for row in rows:
        found[row.day].add(row.officer_id)
    return found


def duty_of(period: AwardPeriod) -> Any:
    """Who was on the roster, a row for each day and person."""
    mine = (Duty.office_id == period.office_id, Duty.on.between(period.starts_on, period.ends_on))
    return select(Duty.on, Duty.person_id).where(*mine, Duty.is_backup.is_(False)).order_by(Duty.on, Duty.person_id)


def _seen(office: Configuration, row: Any, moments: list[Any], on_duty: dict[date, set[int]]) -> ServedVisit:
    line, is_rated = line_of(row.channel, row.follow_up), row.score is not None
    service = office.service(row.service_type_id)
    is_at_desk = line == DESK
    visit = ServedVisit(
        officer_id=row.officer_id,
        begun_by_id=_first_actor(moments) or row.officer_id,
        kind=KINDS[line],
        group=group_of(service.standard_minutes),
        day=row.day,
        guest=row.phone_index or row.email_index or row.guest_id,
        party=(row.day, row.agency_id) if row.agency_id else row.guest_id,
        is_done=row.state == DONE,
        is_alone=not on_duty[row.day] - {row.officer_id},
        service_seconds=(row.closed_at - row.started_at).total_seconds() if is_at_desk and row.closed_at else None,
        has_contact=_has_contact(row),
        has_need=row.needs > 0 if service.seeks_data else None,
        is_complete=not missing_details(row._mapping, seeks_data=service.seeks_data),
        has_form=row.entered_by_id is None,
        is_skipped=bool(row.invite_skipped_reason) and not is_rated,
        is_declined=not is_rated and any(moment.kind == "declined" for moment in moments),
    )
    handed = _late_hand_over(office, row, moments)
    visit = replace(visit, begun_by_id=handed.actor_id, is_handed_late=True) if handed and handed.actor_id else visit
    return _with_vote(office, visit, row) if is_rated else visit


def _first_actor(moments: list[Any]) -> int | None:
    return next((moment.actor_id for moment in moments if moment.kind == "started"), None)


def _has_contact(row: Any) -> bool | None:
    """None once the guest was anonymised, unless the vote remembers."""
    if row.phone_index or row.email_index or row.contact_index:
        return True
    return None if row.anonymised_at else False


def _late_hand_over(office: Configuration, row: Any, moments: list[Any]) -> Any:
    """The last time this guest was handed on, if the service was as good as over by then; none for what lay overnight."""
    handed = next((moment for moment in reversed(moments) if moment.kind == "handed_over"), None)
    if handed is None or row.state != DONE or row.closed_at.astimezone(office.tz).date() != row.day:
        return None
    after, served = handed.at - row.started_at, row.closed_at - row.started_at
    return handed if is_late(after.total_seconds(), served.total_seconds()) else None


def _with_vote(office: Configuration, visit: ServedVisit, row: Any) -> ServedVisit:
    flags = set(row.flags)
    has_time = "clock_skew" not in flags
    return replace(
        visit,
        score=row.score,
        is_guest_held=row.held_by == GUEST,
        is_on_tablet=row.given_on == TABLET,
        voted_on=row.first_client_at.astimezone(office.tz).date() if has_time else None,
        minute=_minute(row.first_client_at, office) if has_time else None,
        reaction_ms=row.reaction_ms,
        device=row.browser_key,
        is_staff_phone="staff_phone" in flags,
        is_staff_browser="staff_browser" in flags,
        is_makers_device="makers_device" in flags,
    )
