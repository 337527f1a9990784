"""A row of a sheet: typed words in, a guest with times and outcome out, or what is wrong with each field."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, fold
from pstku.dtsen import rules as dtsen
from pstku.guestbook.entry import Entry, clean_entry
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from pstku.guestbook.rules.completeness import DETAILS
from pstku.guestbook.rules.states import Channel, Outcome
from pstku.offices.queries import Configuration
from pstku.paperbook.rules.sheets import CONSENTS, DTSEN

Typed = Mapping[str, str]
Faults = dict[str, InvalidInput]
GIVEN = ("officer", "outcome")  # stand in an empty row too
LONGEST_NEED = 200
_CLOCK = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?(?:[.:]\d{2})?(?:\s*(?:WIB|WITA|WIT))?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGuest:
    """One guest as the sheet tells it; `begun` and `ended` are None unless both are written."""

    came: time
    entry: Entry
    officer_id: int
    begun: time | None = None
    ended: time | None = None
    what: str = ""
    obtained: str = ""
    outcome: str = Outcome.DONE_ON_THE_SPOT
    dtsen_kind: str = ""  # empty where nobody wrote it, and at any other service
    dtsen_result: str = ""

    @property
    def key(self) -> tuple[time, str, int]:
        """What two entries of one guest have in common, on the same day."""
        return self.came, fold(self.entry.name), self.entry.service_id


def is_empty(typed: Typed) -> bool:
    """Was nothing written into this row?"""
    return not any(value.strip() for field, value in typed.items() if field not in GIVEN)


def read_row(
    office: Configuration, officer_ids: Collection[int], typed: Typed, latest: time = time.max
) -> tuple[PaperGuest | None, Faults]:
    """The guest of a row, or None and the sentence for each field that stands in the way.

    `latest`: hours after it are still to come, on a sheet of today.
    """
    faults: Faults = {}

    def take(field: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(typed.get(field, "").strip())
        except InvalidInput as error:
            faults[error.field or field] = error

    came = take("came", _came)
    begun, ended = take("begun", _clock_at("begun")), take("ended", _clock_at("ended"))
    service_id = take("service", lambda text: _offered(text, _services(office), "service", N_("Pilih layanannya.")))
    more_id = take("more", lambda text: text and _offered(text, _services(office), "more", N_("Pilih layanannya.")))
    officer_id = take("officer", lambda text: _offered(text, officer_ids, "officer", N_("Pilih yang melayani.")))
    party = [take(field, _number_at(field)) for field in ("party_size", "party_male", "party_female")]
    what = take("what", lambda text: fitting("what", text, LONGEST_NEED))
    obtained = take("obtained", lambda text: _obtained(office, text, what or ""))
    outcome = take("outcome", lambda text: _outcome(office, text))
    about = {field: take(field, _code_at(field)) for field in DTSEN}
    entry = (
        take("name", lambda _text: clean_entry(office, _entry(typed, service_id or 0, more_id, party)))
        if service_id
        else None
    )
    _check_hours(came, begun, ended, latest, faults)
    _check_dtsen(office, service_id, faults, **about)
    if faults or entry is None:
        return None, faults
    times = {"begun": begun, "ended": ended} if begun and ended else {}
    need = {"what": what, "obtained": obtained}
    return PaperGuest(came=came, entry=entry, officer_id=officer_id, outcome=outcome, **need, **times, **about), {}


def moment(day: date, clock: time, tz: ZoneInfo) -> datetime:
    """The instant of a written hour of this day."""
    return datetime.combine(day, clock, tz).astimezone(UTC)


def clock_time(text: str) -> time | None:
    """8.30, 08:30, 0830 and 8 as an hour; None for anything else."""
    found = _CLOCK.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _came(text: str) -> time:
    if not text:
        raise InvalidInput("came", N_("Jam datang belum terisi. Ketik misalnya 9.15."))
    came: time = _clock_at("came")(text)
    return came


def _clock_at(field: str) -> Callable[[str], Any]:
    def read(text: str) -> time | None:
        found = clock_time(text) if text else None
        if text and found is None:
            raise InvalidInput(field, N_("Ketik jam seperti 9.15."))
        return found

    return read


def _number_at(field: str) -> Callable[[str], Any]:
    def read(text: str) -> int | None:
        if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
            raise InvalidInput(field, N_("Isi dengan angka saja, misalnya 2."))
        return int(text) if text else None

    return read


def _services(office: Configuration) -> set[int]:
    return {service.id for service in office.active_services() if not service.is_complaint}


def _offered(text: str, ids: Collection[int], field: str, message: str) -> int:
    found = next((one for one in ids if str(one) == text), None)
    if found is None:
        raise InvalidInput(field, message)
    return found


def _obtained(office: Configuration, code: str, what: str) -> str:
    if code and not what:
        raise InvalidInput("what", N_("Tulis data apa yang dicari."))
    if code and not office.label("obtained", code):
        raise InvalidInput("obtained", N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    return code or ("not_yet" if what else "")


def _outcome(office: Configuration, code: str) -> str:
    if code and code not in tuple(Outcome):
        raise InvalidInput("outcome", N_("Pilih hasil kunjungan."))
    return code or Outcome.DONE_ON_THE_SPOT


def _code_at(field: str) -> Callable[[str], Any]:
    def read(code: str) -> str:
        if code and code not in DTSEN[field]:
            raise InvalidInput(field, N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
        return code

    return read


def _check_dtsen(
    office: Configuration, service_id: int | None, faults: Faults, dtsen_kind: str | None, dtsen_result: str | None
) -> None:
    """Kind and result belong to one service, and a result without a kind is counted nowhere."""
    if service_id and (dtsen_kind or dtsen_result) and office.service(service_id).code != dtsen.CODE:
        field = "dtsen_kind" if dtsen_kind else "dtsen_result"
        faults[field] = InvalidInput(
            field, N_("Hanya untuk layanan Konsultasi DTSEN. Pilih layanan itu, atau kosongkan.")
        )
    elif dtsen_result and not dtsen_kind:
        faults.setdefault("dtsen_kind", InvalidInput("dtsen_kind", N_("Pilih dahulu apa yang ditanyakan tamu.")))


def _entry(typed: Typed, service_id: int, more_id: int | None, party: list[int | None]) -> Entry:
    size, male, female = party
    values: dict[str, Any] = {name: typed.get(name, "") for name in ("name", "salutation", "agency", "phone", "email")}
    values |= {name: typed.get(name) or None for name in DETAILS}
    entry = Entry(
        service_id=service_id,
        more_service_ids=(more_id,) if more_id else (),
        needs_help=bool(typed.get("needs_help")),
        party_size=size or max(1, (male or 0) + (female or 0)),
        party_male=male,
        party_female=female,
        consents=tuple(purpose for purpose in CONSENTS if typed.get(purpose)),
        facility=FACILITY_OF_CHANNEL[Channel.PAPER],
        **values,
    )
    _check_contact(entry)
    return entry


def _check_contact(entry: Entry) -> None:
    """A number is written down for what the guest ticked on the paper, and for nothing else."""
    field = "phone" if entry.phone.strip() else "email"
    has_contact = bool(entry.phone.strip() or entry.email.strip())
    if has_contact and entry.age_group == "under_17":
        raise InvalidInput(field, N_("Nomor atau e-mail anak di bawah 17 tahun tidak dicatat. Kosongkan."))
    if has_contact and not entry.consents:
        raise InvalidInput(
            field, N_("Dicatat hanya bila tamu mencentangnya di kertas. Centang yang sama, atau kosongkan.")
        )
    if entry.consents and not has_contact:
        raise InvalidInput("phone", N_("Ketik nomor atau e-mail dari kertas, atau hapus centangnya."))


def _check_hours(came: time | None, begun: time | None, ended: time | None, latest: time, faults: Faults) -> None:
    if came and begun and begun < came:
        faults["begun"] = InvalidInput("begun", N_("Tamu dilayani sebelum datang? Periksa kedua jamnya."))
    if begun and ended and ended < begun:
        faults["ended"] = InvalidInput("ended", N_("Selesai sebelum mulai? Periksa kedua jamnya."))
    for field, hour in (("came", came), ("begun", begun), ("ended", ended)):
        if hour and hour > latest:
            faults[field] = InvalidInput(field, N_("Jam ini belum lewat. Periksa harinya dan jamnya."))
