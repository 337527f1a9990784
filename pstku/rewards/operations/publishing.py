"""After the decision: shown inside, objections, the office's SK, the certificate."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from pstku.accounts.models import Person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from pstku.core.fitting import fitting
from pstku.core.quarters import quarter_name
from pstku.core.text import N_, words_text
from pstku.core.tokens import CODE_TRIES
from pstku.documents.operations.issuing import issue
from pstku.documents.queries import words_of
from pstku.documents.rules.kinds import Kind
from pstku.offices.queries import Configuration, configuration
from pstku.offices.rules.calendar import add_working_days
from pstku.rewards.models import AwardPeriod, Certificate, Decision, Objection
from pstku.rewards.operations.periods import LONGEST_TEXT, candidate_ids, refuse_candidate, step
from pstku.rewards.queries import decision_of, get_period, objections_of
from pstku.rewards.rules import State, certificate_code

LINE_TITLES = {"desk": "Petugas Pelayanan Terbaik", "field": "Pelayan Data Luar Kantor Terbaik"}


def announce(actor: Actor, period_id: int) -> AwardPeriod:
    """Show the proposal to all staff; objections may come for the set number of working days."""
    actor.need(Role.ADMIN, Role.DECIDER)
    with atomic():
        period = get_period(actor.office_id, period_id, lock=True)
        refuse_candidate(actor, period)
        office = configuration(actor.office_id)
        today = clock.local_day(clock.now(), office.tz)
        until = add_working_days(today, period.parameters["objection_days"], office.calendar)
        step(actor, period, State.ANNOUNCED, {"announced_at": clock.now(), "objections_until": until})
    return period


def object_to(actor: Actor, period_id: int, text: str) -> Objection:
    """File a colleague's objection while the window is open; only people not concerned can read it."""
    words = fitting("text", text, LONGEST_TEXT, words_text)
    if len(words) < 10:
        raise InvalidInput("text", N_("Tulis keberatan Anda, minimal sepuluh huruf."))
    with atomic() as s:
        period = get_period(actor.office_id, period_id)
        today = clock.local_day(clock.now(), configuration(actor.office_id).tz)
        if period.state != State.ANNOUNCED or period.objections_until is None or today > period.objections_until:
            raise Conflict(N_("Masa keberatan sudah lewat."))
        objection = Objection(
            office_id=actor.office_id,
            period_id=period.id,
            person_id=actor.person_id,
            text=words,
            created_at=clock.now(),
        )
        s.add(objection)
        s.flush()
        record(actor.office_id, "object_to_award", "award_objection", objection.id, actor_id=actor.person_id)
    return objection


def answer_objection(actor: Actor, objection_id: int, answer: str) -> Objection:
    """Answer an objection; not one's own, and not as somebody the award is about."""
    actor.need(Role.ADMIN, Role.DECIDER)
    words = fitting("answer", answer, LONGEST_TEXT, words_text)
    if len(words) < 5:
        raise InvalidInput("answer", N_("Tulis jawabannya."))
    with atomic() as s:
        objection = s.get(Objection, objection_id, populate_existing=True)
        if objection is None or objection.office_id != actor.office_id:
            raise NotFound(N_("Keberatan ini tidak ditemukan."))
        period = get_period(actor.office_id, objection.period_id)
        if actor.person_id == objection.person_id or actor.person_id in candidate_ids(period):
            raise NotAllowed(N_("Keberatan ini menyangkut Anda. Minta rekan lain menjawabnya."))
        mine = (Objection.id == objection_id) & Objection.answered_at.is_(None)
        values = {"answer": words, "answered_at": clock.now(), "answered_by_id": actor.person_id}
        if not s.execute(update(Objection).where(mine).values(values).returning(Objection.id)).all():
            raise Conflict(N_("Keberatan ini sudah dijawab rekan lain."))
        record(actor.office_id, "answer_objection", "award_objection", objection_id, actor_id=actor.person_id)
    return objection


def establish(actor: Actor, period_id: int, sk_number: str, sk_on: date | None) -> AwardPeriod:
    """Record the SK the office issued (the software never issues one); a winner gets a certificate.

    Raises Conflict while objections may still come or wait for an answer.
    """
    actor.need(Role.ADMIN)
    number = fitting("sk_number", sk_number, 80)
    if len(number) < 3:
        raise InvalidInput("sk_number", N_("Ketik nomor SK seperti tertulis pada suratnya."))
    if sk_on is None:
        raise InvalidInput("sk_on", N_("Isi tanggal SK."))
    with atomic():
        period = get_period(actor.office_id, period_id, lock=True)
        need_no_open_objection(period)
        refuse_candidate(actor, period)
        office = configuration(actor.office_id)
        if sk_on > clock.local_day(clock.now(), office.tz):
            raise InvalidInput("sk_on", N_("Tanggal SK tidak boleh sesudah hari ini."))
        values = {"sk_number": number, "sk_on": sk_on, "established_at": clock.now()}
        step(actor, period, State.ESTABLISHED, values)
        decision = decision_of(period.id)
        if decision and decision.winner_id:
            _issue_certificate(actor, office, period, decision)
    return period


def need_no_open_objection(period: AwardPeriod) -> None:
    """Raise Conflict while the window is open or an objection has no answer."""
    today = clock.local_day(clock.now(), configuration(period.office_id).tz)
    if period.objections_until and today <= period.objections_until:
        raise Conflict(
            N_("Masa keberatan berlaku sampai %(until)s. SK dicatat sesudahnya."),
            until=clock.long_date(period.objections_until),
        )
    if any(item.answered_at is None for item in objections_of(period.id)):
        raise Conflict(N_("Masih ada keberatan yang belum dijawab."))


def _issue_certificate(actor: Actor, office: Configuration, period: AwardPeriod, decision: Decision) -> None:
    s = session()
    wording = _wording(office, period, decision)
    paper = issue(actor, office, Kind.CERTIFICATE, f"Piagam {wording['title']}", wording, period.id)
    for _ in range(CODE_TRIES):
        certificate = Certificate(
            office_id=office.id,
            period_id=period.id,
            code=certificate_code(period.year, period.quarter),
            person_id=decision.winner_id,
            wording=wording | {"number": paper.number},
            issued_at=clock.now(),
        )
        try:
            with s.begin_nested():
                s.add(certificate)
            return
        except IntegrityError:
            continue
    raise Unavailable(N_("Piagam belum dapat dibuat. Coba sekali lagi."))


def _wording(office: Configuration, period: AwardPeriod, decision: Decision) -> dict[str, str | int | bool]:
    """Everything printed on the certificate, frozen: later changes of names or rules do not touch it."""
    winner = period.evidence.find(decision.winner_id) if period.evidence else None
    if winner is None:
        raise NotFound(N_("Pemenang ini tidak ada dalam data yang dikunci."))
    first, last, words = period.starts_on, period.ends_on, words_of(office)
    head = session().scalar(select(Person.name).where(Person.id == decision.decided_by_id)) or ""
    return {
        "office": office.name,
        "unit": office.unit_name,
        "name": winner.name,
        "title": f"{LINE_TITLES[period.line]} {quarter_name(period.year, period.quarter)}",
        "votes": winner.votes,
        "months": f"{clock.MONTHS[first.month - 1]}–{clock.MONTHS[last.month - 1]} {last.year}",
        "sk_number": period.sk_number,
        "place_date": f"{office.city}, {clock.long_date(period.sk_on or last)}",
        "signer_title": words["signer_title"],
        "signer": head,
        "reason": words["certificate_reason"],
        "is_demo": period.is_demo,
    }
