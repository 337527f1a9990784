"""Drawn quarters lived through in the product, act by act, and what it froze beside what the pure rules say of the rows."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from pstku.accounts.models import Person
from pstku.accounts.operations import add_person
from pstku.app import create_app
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Invitation
from pstku.guestbook.operations.inviting import decline_invitation, skip_invitation
from pstku.guestbook.operations.needs import Need, record_need
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.remote import record_remote_visit
from pstku.guestbook.operations.serving import close_visit, guest_left, hand_over, start_service
from pstku.guestbook.rules.completeness import DETAILS
from pstku.officers.models import Duty
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.ballots import OWN_PHONE, TABLET, Ballot
from pstku.ratings.operations.voting import cast_vote
from pstku.rewards.evidence import Snapshot
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.rewards.rules.served import LIBRARY, REMOTE, ServedVisit
from pstku.rewards.rules.signals import findings
from pstku.rewards.visits import duty_spans, served_visits
from tests.conftest import config_for, fill
from tests.factories import make_device
from tests.proof.award.cheats import CHEATS, play
from tests.proof.award.judging import order
from tests.proof.award.world import OFFICES, Quarter, draw

LOCKED_AT = datetime(2026, 10, 20, 2, tzinfo=UTC)
TZ = ZoneInfo("Asia/Makassar")
_phones = count(10_000_000)


def compare_with_product(quarters: int) -> list[str]:
    """What differs between the product and the pure rules over so many quarters; nothing, when all is well.

    Every office and every cheat takes its turn.
    """
    offices = [office for office in OFFICES if office.officers > 1]
    with TemporaryDirectory() as folder:
        template = Path(folder) / "template.sqlite"
        fill(f"sqlite:///{template}", Path(folder))
        found = []
        for number in range(quarters):
            quarter = replace(draw(offices[number % len(offices)], 900 + number), past=[], past_scores=[])
            cheat = CHEATS[number % len(CHEATS)]
            worst = min(range(quarter.office.officers), key=lambda who: quarter.habits[who].quality)
            played = _to_the_second(play(quarter, cheat, worst, cheat.doses[1]))
            file = Path(folder) / f"{number}.sqlite"
            shutil.copy(template, file)
            found += [f"{played.seed}: {words}" for words in _differences(played, f"sqlite:///{file}", Path(folder))]
    return found


def _to_the_second(quarter: Quarter) -> Quarter:
    """The visits in order of their days, with what the database keeps of their moments."""
    silent = {"is_on_tablet": True, "is_guest_held": True}  # ways of voting that nobody took
    kept = [
        replace(
            v,
            **({} if v.is_rated else silent),
            service_seconds=v.service_seconds and float(round(v.service_seconds)),
            minute=_whole(v.minute),
        )
        for v in sorted(quarter.visits, key=lambda v: v.day)
    ]
    return replace(quarter, visits=kept, invented=set())


def _whole(minute: float | None) -> float | None:
    if minute is None:
        return None
    seconds = round(60 * minute)
    return seconds // 60 + seconds % 60 / 60


def _differences(quarter: Quarter, url: str, folder: Path) -> list[str]:
    app = create_app(config_for(url, folder))
    with app.app_context():
        people = _live(quarter)
        admin = _actor(session().scalars(select(Person).where(Person.username == "admin")).one())
        with clock.at(LOCKED_AT):
            period = lock_period(admin, open_period(admin, 2026, 3, "desk").id)
        frozen, seen = Snapshot.from_json(period.snapshot or {}), served_visits(period)
        duty = duty_spans(configuration(admin.office_id), seen)
        db.session.remove()
        db.engine.dispose()
    ids = {actor.person_id: who for who, actor in enumerate(people)}
    return [
        *_rows_that_differ(quarter.visits, seen, ids),
        *_figures_that_differ(replace(quarter, duty=duty), frozen, ids),
    ]


def _rows_that_differ(drawn: list[ServedVisit], seen: list[ServedVisit], ids: dict[int, int]) -> list[str]:
    if len(drawn) != len(seen):
        return [f"{len(drawn)} kunjungan ditarik, {len(seen)} terbaca"]
    found = []
    for place, (one, other) in enumerate(zip(drawn, seen, strict=True)):
        known = replace(
            other,
            officer_id=ids[other.officer_id],
            begun_by_id=ids[other.begun_by_id],
            guest=one.guest,
            party=one.party,
            device=one.device if (other.device is None) == (one.device is None) else "?",
            has_need=other.has_need if one.kind != REMOTE or one.is_rated else one.has_need,
        )
        if known != one:
            found.append(f"kunjungan {place}: {one} terbaca {known}")
    return found


def _figures_that_differ(quarter: Quarter, frozen: Snapshot, ids: dict[int, int]) -> list[str]:
    back = {who: person_id for person_id, who in ids.items()}
    named = [replace(v, officer_id=back[v.officer_id], begun_by_id=back[v.begun_by_id]) for v in quarter.visits]
    expected = findings(named, [], quarter.duty, frozen.seed or "")
    theirs = [
        (who, f.code, f.p and round(f.p, 6), f.is_strong, f.visits, len([p for p in f.votes if named[p].is_rated]))
        for who, items in expected.items()
        for f in items
    ]
    ours = [(s.officer_id, s.code, s.p, s.is_strong, s.visits, s.vote_count) for s in frozen.signals or ()]
    found = [f"tanda {one} beku {other}" for one, other in zip(theirs, ours, strict=True) if one != other]
    strong = {place for items in expected.values() for f in items if f.is_strong for place in f.votes}
    everything = range(len(named))
    orders = {
        "everything": list(everything),
        "without_strong": [place for place in everything if place not in strong],
        "contactable": [place for place in everything if named[place].has_contact],
    }
    for name, places in orders.items():
        listed, kept = order(quarter, places), [ids[i] for i in getattr(frozen.orders, name)]
        if listed != kept:
            found.append(f"urutan {name}: {listed} beku {kept}")
    return found


def _live(quarter: Quarter) -> list[Actor]:
    """Everything that happened, through the operations; returns the officers in the order of the drawing."""
    office_id = session().scalars(select(Person.office_id).where(Person.username == "admin")).one()
    office, tablet = configuration(office_id), make_device(office_id)
    people = [_officer(office_id, who) for who in range(quarter.office.officers)]
    with atomic() as s:
        for day, roster in quarter.rosters.items():
            s.add_all(Duty(office_id=office_id, on=day, person_id=people[who].person_id) for who in roster)
    for visit in quarter.visits:
        (_live_remote if visit.kind == REMOTE else _live_walk_in)(office, people, tablet, visit)
    return people


def _officer(office_id: int, who: int) -> Actor:
    person = add_person(
        office_id,
        username=f"petugas{who}",
        name=f"Petugas {who}",
        call_name=f"Petugas {who}",
        password="tidak-dipakai",
        roles={Role.OFFICER},
    )
    return _actor(person)


def _actor(person: Person) -> Actor:
    return Actor(person.id, person.office_id, frozenset(person.role_codes), person.call_name)


def _live_walk_in(office: Configuration, people: list[Actor], tablet: UUID, visit: ServedVisit) -> None:
    began, ended, visit_id = people[visit.begun_by_id], people[visit.officer_id], uuid7()
    served = timedelta(seconds=visit.service_seconds or 0)
    closed = _at(visit, visit.minute if visit.minute is not None else 700.0)
    origin = Origin("tablet", device_id=tablet) if visit.has_form else Origin("desk", actor=began)
    with clock.at(closed - served):
        register_visit(office.id, visit_id, _entry(office, visit), origin)
        start_service(began, visit_id)
        _note_need(began, visit_id, visit)
    if visit.is_handed_late:
        with clock.at(closed - served * 0.05):
            hand_over(began, visit_id, to_officer_id=ended.person_id)
    with clock.at(closed):
        if not visit.is_done:
            return guest_left(ended, visit_id)
        close_visit(ended, visit_id)
        if visit.is_skipped:
            skip_invitation(office.id, visit_id, "Tidak sempat", ended)
        if visit.is_declined:
            asked = select(Invitation.id).where(Invitation.visit_id == visit_id, Invitation.ended_at.is_(None))
            decline_invitation(office.id, session().scalars(asked).one())
        _vote(office, tablet, visit_id, visit)
    return None


def _live_remote(office: Configuration, people: list[Actor], tablet: UUID, visit: ServedVisit) -> None:
    officer, visit_id = people[visit.officer_id], uuid7()
    with clock.at(_at(visit, visit.minute if visit.minute is not None else 600.0)):
        entry = _entry(office, visit)
        record_remote_visit(officer, visit_id, entry, "whatsapp", is_finished=True)
        _note_need(officer, visit_id, visit)
        _vote(office, tablet, visit_id, visit)


def _at(visit: ServedVisit, minute: float) -> datetime:
    return datetime.combine(visit.day, time.min, TZ) + timedelta(seconds=round(60 * minute))


def _entry(office: Configuration, visit: ServedVisit) -> Entry:
    code = "perpustakaan" if visit.group == LIBRARY else "konsultasi"
    details = {name: office.choices(name)[-1][0] for name in DETAILS if visit.is_complete or name != "purpose"}
    group = isinstance(visit.party, tuple) and str(visit.party[1]).startswith("k")
    return Entry(
        service_id=next(item.id for item in office.services if item.code == code),
        name="Tamu",
        phone=f"0812{next(_phones)}" if visit.has_contact else "",
        consents=("follow_up",) if visit.has_contact else (),
        agency=f"SMA {visit.party[1]}" if group else "",  # type: ignore[index]
        **details,
    )


def _note_need(officer: Actor, visit_id: UUID, visit: ServedVisit) -> None:
    if visit.has_need:
        record_need(officer, visit_id, uuid7(), Need(what="inflasi", obtained="yes_fits"))


def _vote(office: Configuration, tablet: UUID, visit_id: UUID, visit: ServedVisit) -> None:
    if visit.score is None:
        return
    now = clock.now()
    on_tablet = {"given_on": TABLET, "device_id": tablet, "reaction_ms": visit.reaction_ms}
    on_phone = {"given_on": OWN_PHONE, "browser_key": str(visit.device), "by_link": not visit.is_guest_held}
    way = on_tablet if visit.is_on_tablet else on_phone
    ballot = Ballot(uuid7(), visit_id, visit.score, 1, now, now, **way)  # type: ignore[arg-type]
    assert cast_vote(office.id, ballot).counted
