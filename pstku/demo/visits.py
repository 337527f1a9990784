"""Demo arrivals become rows of the guest book and votes, a day at a time, in bulk."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.core.vault import blind_index, seal
from pstku.demo import chance as luck
from pstku.dtsen.rules import CODE as DTSEN
from pstku.guestbook.entry import NOTICE_VERSION
from pstku.guestbook.models import (
    Consent,
    ContactPromise,
    DataNeed,
    DtsenVisit,
    Guest,
    QueueCounter,
    Visit,
    VisitEvent,
)
from pstku.guestbook.rules.states import DONE, NO_SHOW, Outcome
from pstku.library.models import Page
from pstku.library.rules.schema import Facts
from pstku.library.rules.states import Kind
from pstku.offices.queries import Configuration
from pstku.offices.rules.services import COMMON_LETTER
from pstku.ratings.models import Vote
from pstku.ratings.rules.holding import GUEST, OFFICER

Rows = dict[type, list[dict[str, Any]]]
TO_CONTACT = timedelta(days=14)  # whom the demo office has not written to since


def fill_guest_book(office: Configuration, people: dict[str, int], first: date) -> int:
    """Visits, data needs and votes from `first` until now; the same seed gives the same days. Returns visits."""
    chance = Random(f"demo {office.code}")
    contacts = Random(f"demo contacts {office.code}")  # of its own, so that the days stay what they were
    dtsen = Random(f"demo dtsen {office.code}")
    topics = _topics(office.id)
    tables = (Guest, Visit, VisitEvent, DataNeed, DtsenVisit, Vote, Consent, ContactPromise)
    rows: Rows = {table: [] for table in tables}
    numbers, lately = _numbers_so_far(office.id), clock.now() - TO_CONTACT
    for arrival in luck.arrivals(chance, office, first, clock.now()):
        about_dtsen = _about_dtsen(dtsen, office, arrival)
        visit = _visit(chance, office, people, arrival) | about_dtsen
        seeks_data = office.service(visit["service_type_id"]).seeks_data
        visit["purpose"] = visit["purpose"] if seeks_data else None
        numbers[visit["day"], visit["letter"]] += 1
        visit["number"] = numbers[visit["day"], visit["letter"]]
        guest = _guest(chance, visit) | _contact(contacts, office.id)
        rows[Guest].append(guest)
        rows[Visit].append(visit)
        rows[VisitEvent] += _events(visit)
        if visit["state"] == DONE:
            needs = _needs(chance, visit, topics)
            rows[DataNeed] += needs if seeks_data else []
            rows[DtsenVisit] += _noted(dtsen, visit) if about_dtsen else []
            if guest["email_index"] and visit["outcome"] == Outcome.FOLLOW_UP and visit["closed_at"] > lately:
                rows[Consent].append(_consent(visit))
                rows[ContactPromise].append(_promise(visit))
            if chance.random() < luck.RATED[arrival.channel]:
                rows[Vote].append(_vote(chance, arrival, visit) | {"contact_index": guest["email_index"]})
    with atomic() as s:
        for table, values in rows.items():
            if values:
                s.execute(insert(table), values)
        s.execute(delete(QueueCounter).where(QueueCounter.office_id == office.id))
        counted = [{"day": day, "letter": letter, "last_number": n} for (day, letter), n in numbers.items()]
        s.execute(insert(QueueCounter), [{"office_id": office.id} | one for one in counted])
    return len(rows[Visit])


def _numbers_so_far(office_id: int) -> Counter[tuple[date, str]]:
    """The last queue number of each day and letter, so that demo guests come after real ones."""
    counters = select(QueueCounter.day, QueueCounter.letter, QueueCounter.last_number)
    rows = session().execute(counters.where(QueueCounter.office_id == office_id))
    return Counter({(day, letter): last for day, letter, last in rows})


def _about_dtsen(chance: Random, office: Configuration, arrival: luck.Arrival) -> dict[str, Any]:
    """What makes a few of the visits a Konsultasi DTSEN, where the office offers it."""
    service = next((one for one in office.active_services() if one.code == DTSEN), None)
    if chance.random() >= luck.ASK_DTSEN or service is None or arrival.channel != "tablet":
        return {}
    return {"service_type_id": service.id, "letter": service.queue_letter}


def _noted(chance: Random, visit: dict[str, Any]) -> list[dict[str, Any]]:
    """Its kind and result, which now and then nobody has noted yet."""
    kind, result = luck.weighted(chance, luck.DTSEN_KINDS), luck.weighted(chance, luck.DTSEN_RESULTS)
    noted = {"noted_at": visit["closed_at"], "noted_by_id": visit["officer_id"], "kind": kind, "result": result}
    return [{"visit_id": visit["id"]} | noted] if chance.random() < 0.9 else []


def _topics(office_id: int) -> list[tuple[str | None, str]]:
    """What guests look for, most wanted first: the library's key figures, then a few plain words."""
    pages = select(Page.key, Page.title, Page.facts).where(Page.office_id == office_id, Page.kind == Kind.INDICATOR)
    rows = session().execute(pages).all()
    rank = {key: place for place, key in enumerate(luck.MOST_WANTED)}
    headline = sorted(
        (row for row in rows if Facts(row.facts).headline), key=lambda row: (rank.get(row.key, 99), row.key)
    )
    found: list[tuple[str | None, str]] = [(row.key, row.title) for row in headline]
    return found + [(None, question) for question in luck.QUESTIONS]


def _guest(chance: Random, visit: dict[str, Any]) -> dict[str, Any]:
    """Who came; the sex, where the guest told it, is the one the name says."""
    name, salutation = chance.choice(luck.GUESTS)
    visit["sex"] = visit["sex"] and luck.SEX[salutation]
    return {
        "id": visit["guest_id"],
        "office_id": visit["office_id"],
        "name": name,
        "salutation": chance.choice(("", salutation, salutation)),
        "is_minor": False,
        "created_at": visit["created_at"],
        "is_demo": True,
    }


def _contact(chance: Random, office_id: int) -> dict[str, Any]:
    """Some demo guests leave an e-mail address at a reserved domain (RFC 2606), so that a spot check has somebody to ask."""
    if chance.random() >= luck.LEAVE_ADDRESS:
        return {"email_sealed": None, "email_index": None}
    address = f"tamu{chance.randrange(10**9)}@example.org"
    return {"email_sealed": seal(address), "email_index": blind_index(office_id, address)}


def _consent(visit: dict[str, Any]) -> dict[str, Any]:
    given = {"notice_version": NOTICE_VERSION, "source": "desk", "given_at": visit["created_at"]}
    return {"guest_id": visit["guest_id"], "purpose": "follow_up"} | given


def _promise(visit: dict[str, Any]) -> dict[str, Any]:
    promised = {"purpose": "follow_up", "promised_at": visit["closed_at"]}
    return {"office_id": visit["office_id"], "visit_id": visit["id"]} | promised


def _visit(
    chance: Random,
    office: Configuration,
    people: dict[str, int],
    arrival: luck.Arrival,
) -> dict[str, Any]:
    started = arrival.at + timedelta(seconds=arrival.wait_seconds)
    closed = started + timedelta(seconds=max(120, arrival.service_seconds))
    service = next((s for s in office.services if s.code == arrival.service), office.active_services()[0])
    is_walk_in = arrival.channel == "tablet"
    return {
        "id": uuid7(),
        "office_id": office.id,
        "guest_id": uuid7(),
        "day": clock.local_day(arrival.at, office.tz),
        "letter": COMMON_LETTER,
        "code": None,
        "service_type_id": service.id,
        "channel": arrival.channel,
        "state": NO_SHOW if arrival.left else DONE,
        "entered_by_id": None if is_walk_in else people[arrival.officer],
        "officer_id": None if arrival.left else people[arrival.officer],
        "created_at": arrival.at,
        "called_at": None if arrival.left else started,
        "started_at": None if arrival.left else started,
        "closed_at": closed,
        **{name: luck.any_code(chance, office, name) for name in ("age_group", "sex", "education", "occupation")},
        "agency_category": luck.any_code(chance, office, "agency_category"),
        "purpose": luck.any_code(chance, office, "purpose"),
        "facility": None,
        "needs_help": chance.random() < 0.04,
        "outcome": None
        if arrival.left
        else luck.weighted(chance, {"done_on_the_spot": 80, "referred": 14, "follow_up": 6}),
        "completed_at": closed,
        "rated_at": None,
        "is_demo": True,
    }


def _events(visit: dict[str, Any]) -> list[dict[str, Any]]:
    def event(kind: str, at: datetime, actor_id: int | None) -> dict[str, Any]:
        ids = {"office_id": visit["office_id"], "visit_id": visit["id"]}
        return ids | {"at": at, "kind": kind, "actor_id": actor_id, "note": ""}

    events = [event("registered", visit["created_at"], visit["entered_by_id"])]
    if visit["state"] == DONE:
        events.append(event("started", visit["started_at"], visit["officer_id"]))
        events.append(event("closed", visit["closed_at"], visit["officer_id"]))
    else:
        events.append(event("no_show", visit["closed_at"], None))
    return events


def _needs(chance: Random, visit: dict[str, Any], topics: list[tuple[str | None, str]]) -> list[dict[str, Any]]:
    needs = []
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        key, what = chance.choices(topics, weights=[1 / (2 + place) for place in range(len(topics))])[0]
        year = visit["day"].year - chance.choice((1, 1, 1, 2))
        needs.append(
            {
                "id": uuid7(),
                "office_id": visit["office_id"],
                "visit_id": visit["id"],
                "indicator_key": key,
                "what": what,
                "region": "",
                "year_from": year,
                "year_to": year,
                "obtained": luck.weighted(chance, {"yes_fits": 62, "yes_not_fitting": 12, "no": 16, "not_yet": 10}),
                "created_at": visit["closed_at"],
                "created_by_id": visit["officer_id"],
                "is_demo": True,
            }
        )
    return needs


def _vote(chance: Random, arrival: luck.Arrival, visit: dict[str, Any]) -> dict[str, Any]:
    score = luck.weighted(chance, luck.SCORES[arrival.officer])
    at = visit["closed_at"] + timedelta(seconds=chance.randrange(15, 100))
    visit["rated_at"] = at
    return {
        "id": uuid4(),
        "office_id": visit["office_id"],
        "visit_id": visit["id"],
        "officer_id": visit["officer_id"],
        "score": score,
        "revision": 1,
        "first_client_at": at,
        "client_at": at,
        "received_at": at,
        "day": visit["day"],
        "line": luck.LINES[arrival.channel],
        "given_on": "tablet" if arrival.channel == "tablet" else "own_phone",
        "held_by": GUEST if arrival.channel == "tablet" else OFFICER,
        "reaction_ms": chance.randrange(1200, 9000),
        "reasons": [],
        "comment": chance.choice(luck.COMMENTS[score]) if chance.random() < 0.3 else "",
        "flags": [],
        "is_demo": True,
    }
