"""Tables of the guest book."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pstku.core.db import Model, one_of
from pstku.core.languages import INDONESIAN
from pstku.core.personal import guest_words
from pstku.guestbook.rules.states import Channel, Kind, Result, VisitState


class Agency(Model):
    """Instansi: one canonical row per agency, however guests spell it.

    Its two counts are updated by the database with every visit (`guestbook/triggers.py`).
    """

    __tablename__ = "agencies"
    __table_args__ = (
        UniqueConstraint("office_id", "name_key"),
        Index("ix_agencies_office_id_guest_count", "office_id", "guest_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str]
    name_key: Mapped[str]  # folded, for comparison
    category: Mapped[str | None]  # code of agency_category
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    visit_count: Mapped[int] = mapped_column(default=0, server_default="0")
    guest_count: Mapped[int] = mapped_column(default=0, server_default="0")  # different guests among these visits


class Guest(Model):
    """Who came: identity only, so that erasing it leaves the visits countable."""

    __tablename__ = "guests"
    __table_args__ = (
        Index(
            "ix_guests_kept",  # of those whose identity is kept: a year's, however old the office
            "office_id",
            "created_at",
            "name",
            sqlite_where=text("anonymised_at IS NULL"),
            postgresql_where=text("anonymised_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str | None] = mapped_column(info=guest_words())  # None after anonymisation
    salutation: Mapped[str] = mapped_column(default="", info=guest_words())
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=guest_words())
    phone_index: Mapped[str | None] = mapped_column(index=True, info=guest_words(exported=False))
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, info=guest_words())
    email_index: Mapped[str | None] = mapped_column(index=True, info=guest_words(exported=False))
    is_minor: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    anonymised_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    consents: Mapped[list["Consent"]] = relationship(lazy="select", order_by="Consent.given_at")


class Consent(Model):
    """One consent of one guest for one purpose, provable and withdrawable."""

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "ix_consents_withdrawn_at",  # few are ever taken back
            "withdrawn_at",
            sqlite_where=text("withdrawn_at IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id"), index=True)
    purpose: Mapped[str]  # follow_up, rating_invitation, recognition
    notice_version: Mapped[str]
    source: Mapped[str]  # tablet, own_phone, desk
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ContactPromise(Model):
    """Janji menghubungi: what a guest agreed to be reached for; `pstku/contacts` says when it is owed, and to whom."""

    __tablename__ = "contact_promises"
    __table_args__ = (
        UniqueConstraint("visit_id", "purpose"),
        Index(
            "ix_contact_promises_open",  # a handful among all that ever were
            "office_id",
            "promised_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    purpose: Mapped[str]  # follow_up, rating_invitation
    promised_at: Mapped[datetime]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who took it
    taken_at: Mapped[datetime | None]
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # until the colleague has looked
    tries: Mapped[int] = mapped_column(default=0)
    last_try_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    channel: Mapped[str | None]  # by which the guest was reached
    result: Mapped[str | None]  # a Result of contacts
    note: Mapped[str] = mapped_column(default="", info=guest_words())


class QueueCounter(Model):
    """The last queue number of a letter on an office day."""

    __tablename__ = "queue_counters"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    letter: Mapped[str] = mapped_column(primary_key=True)
    last_number: Mapped[int]


class Visit(Model):
    """Kunjungan: one guest, one errand, from the door to the outcome. Keeps what is counted, not who it was."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("office_id", "day", "letter", "number"),
        UniqueConstraint("office_id", "code"),
        Index("ix_visits_office_id_state_day", "office_id", "state", "day"),
        Index(
            "uq_visits_office_id_day_tablet_number",  # of the few who got theirs while no server answered
            "office_id",
            "day",
            "tablet_number",
            unique=True,
            sqlite_where=text("tablet_number IS NOT NULL"),
            postgresql_where=text("tablet_number IS NOT NULL"),
        ),
        Index("ix_visits_office_id_day_agency_id", "office_id", "day", "agency_id"),
        Index(
            "ix_visits_agency_id_guest_id",
            "agency_id",
            "guest_id",
            sqlite_where=text("agency_id IS NOT NULL"),
            postgresql_where=text("agency_id IS NOT NULL"),
        ),
        one_of("state", VisitState),
        one_of("channel", Channel),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id"), index=True)
    day: Mapped[date]  # service day in the office's timezone
    letter: Mapped[str]
    number: Mapped[int]
    tablet_number: Mapped[str | None]  # A-T2-07: what the guest was shown instead, while no server answered
    code: Mapped[str | None]  # four characters, NULL when the voting window has closed
    service_type_id: Mapped[int] = mapped_column(ForeignKey("service_types.id"))
    channel: Mapped[str]  # a Channel
    state: Mapped[str]
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desks.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # staff-entered visits
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)  # who serves or served

    created_at: Mapped[datetime]  # when the guest came, by the server's clock
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    client_created_at: Mapped[datetime | None]
    # A keyed hash of what was sent, to know a repeat.
    fingerprint: Mapped[str | None] = mapped_column(info=guest_words(exported=False))
    clock_skew_seconds: Mapped[int] = mapped_column(default=0)

    age_group: Mapped[str | None]
    sex: Mapped[str | None]
    education: Mapped[str | None]
    occupation: Mapped[str | None]
    agency_category: Mapped[str | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    purpose: Mapped[str | None]
    facility: Mapped[str | None]  # sarana, set by the channel
    needs_help: Mapped[bool] = mapped_column(default=False)
    help_note: Mapped[str] = mapped_column(default="", info=guest_words())
    party_size: Mapped[int] = mapped_column(default=1)
    party_male: Mapped[int | None]
    party_female: Mapped[int | None]
    # In which the guest reads, and is written to.
    language: Mapped[str] = mapped_column(default=INDONESIAN, server_default=INDONESIAN)

    question: Mapped[str] = mapped_column(default="", info=guest_words())  # left behind, or asked outside
    follow_up: Mapped[bool] = mapped_column(default=False)  # left a question, nobody was there
    outcome: Mapped[str | None]  # an Outcome
    referral: Mapped[str | None]  # silastik, romantik, website, other_agency
    referral_note: Mapped[str] = mapped_column(default="", info=guest_words())
    completed_at: Mapped[datetime | None]  # the officer said the details are all there is to know

    # That a guest was not invited counts, whatever the reason was.
    invite_skipped_reason: Mapped[str] = mapped_column(default="", info=guest_words(instead="(dihapus)"))
    rated_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)

    guest: Mapped[Guest] = relationship(lazy="raise_on_sql")


class VisitSum(Model):
    """The figures of the visits of one past day or month, counted once; the database drops the row when one changes.

    Reports add these up instead of reading every visit of a year (`guestbook/rules/days.py` says what each means).
    """

    __tablename__ = "visit_sums"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date] = mapped_column(primary_key=True)  # the same day, or the last of the month
    grounds: Mapped[str]  # the rules, hours, standards and patience it was counted by; with others it is worth nothing
    until: Mapped[date]  # the last day whose hours are among them
    stamp: Mapped[int | None] = mapped_column(BigInteger)  # by chance; a row counted anew has another
    # [way, id of a service, the counts in the order of `days.COUNTS`, waits, services], these two as
    # [whole minutes, guests, whole minutes, guests, …]
    parts: Mapped[list[Any]]
    alone_microseconds: Mapped[int] = mapped_column(BigInteger)
    sought: Mapped[list[Any]]  # [indicator key, mark of the words, id of one such need, count, fitting, not fitting]
    # [indicator key, mark of the words, id of the first such need, count, first and last moment]; of days only
    unmet: Mapped[list[Any] | None]
    consultations: Mapped[list[Any]] = mapped_column(server_default="[]")  # [id of a service, kind, result, visits]


class VisitService(Model):
    """A further service of the same visit."""

    __tablename__ = "visit_services"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    service_type_id: Mapped[int] = mapped_column(ForeignKey("service_types.id"), primary_key=True)


# What a "flagged" step says: words of ours, which stay when the guest is erased.
FLAGS = ("clock_skew", "staff_phone", "kept_on_tablet", "service_off", "returning_late", "number_taken", "code_taken")


class VisitEvent(Model):
    """One step of a visit: when it happened and who took it."""

    __tablename__ = "visit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), index=True)
    at: Mapped[datetime]
    # registered, called, called_again, started, handed_over, received, closed, cancelled, no_show, declined (Lewati), completed, flagged
    kind: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    to_officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="", info=guest_words(codes=FLAGS))


class DataNeed(Model):
    """Data yang dicari: what was sought and whether it was obtained."""

    __tablename__ = "data_needs"
    __table_args__ = (Index("ix_data_needs_office_id_created_at", "office_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), index=True)
    indicator_key: Mapped[str | None]  # ind.tpt, when chosen from the library
    what: Mapped[str] = mapped_column(info=guest_words())
    region: Mapped[str] = mapped_column(default="", info=guest_words())
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    level: Mapped[str | None]
    frequency: Mapped[str | None]
    source_kind: Mapped[str | None]
    obtained: Mapped[str]  # yes_fits, yes_not_fitting, no, not_yet
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)


class DtsenVisit(Model):
    """What a DTSEN consultation was about and how it ended, as codes; no place here for a number or a rank of anybody."""

    __tablename__ = "dtsen_visits"
    __table_args__ = (one_of("kind", Kind), one_of("result", Result))

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    kind: Mapped[str]  # a Kind
    result: Mapped[str | None]  # a Result, once it is known
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class Invitation(Model):
    """The desk's tablet asks this visit's guest to rate; expires after two minutes without loss."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "ix_invitations_open",  # a handful among all that ever were; tablets ask for them every few seconds
            "office_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), index=True)
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desks.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # voted, skipped or replaced


class HelpCall(Model):
    """ "Minta bantuan petugas": somebody at the tablet asks for a person."""

    __tablename__ = "help_calls"
    __table_args__ = (Index("ix_help_calls_office_id_created_at", "office_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
