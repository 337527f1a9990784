"""A guest's entry before it is stored: takes what was typed and gives clean values, or refuses it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from werkzeug.datastructures import MultiDict

from pstku.core.contact import clean_email, normal_phone, person_name
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_, has_card_number, words_line, words_text
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from pstku.offices.queries import Configuration, Service

NAME_SHORTEST, NAME_LONGEST = 2, 80
AGENCY_LONGEST, QUESTION_LONGEST = 120, 1000
MOST_PEOPLE = 500
MINOR_AGE_GROUP = "under_17"
SALUTATIONS = ("", "Bapak", "Ibu")
PURPOSES = ("follow_up", "rating_invitation", "recognition")

TEXTS = ("name", "salutation", "agency", "phone", "email", "help_note", "question", "returning")
LONGEST = 4000
CODES = ("age_group", "sex", "education", "occupation", "agency_category", "purpose")
LISTS = (*CODES, "facility")


@dataclass(frozen=True, slots=True)
class Notice:
    """`words` stand above the contact fields, with %(months)s for how long they are kept; `purposes`: the boxes to tick for each."""

    words: tuple[str, ...]
    purposes: Mapping[str, tuple[str, ...]]


# What guests read before they agree, by version: the proof of what a kept consent was given to. Whoever changes these words
# on the screens adds a version here, and the earlier ones stay; a test compares the newest with the screens.
NOTICES: Mapping[str, Notice] = {
    "2026-12": Notice(
        words=(
            N_("Dipakai untuk yang Anda centang dan memeriksa kunjungan ini. Dihapus setelah %(months)s bulan."),
            N_("Anda boleh meminta melihat, memperbaiki, atau menghapusnya."),
        ),
        purposes={
            "follow_up": (N_("Kabari saya tentang data yang saya cari"), N_("Saya setuju dihubungi untuk jawaban ini")),
            "rating_invitation": (N_("Boleh meminta penilaian saya lewat pesan"),),
            "recognition": (N_("Kenali saya lain kali"),),
        },
    )
}
NOTICE_VERSION = max(NOTICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One guest and one errand as typed at the tablet, on a phone or by an officer."""

    service_id: int
    more_service_ids: tuple[int, ...] = ()
    name: str = ""
    salutation: str = ""
    is_minor: bool = False
    age_group: str | None = None
    sex: str | None = None
    education: str | None = None
    occupation: str | None = None
    agency_category: str | None = None
    agency: str = ""
    purpose: str | None = None
    facility: str | None = None
    phone: str = ""
    email: str = ""
    consents: tuple[str, ...] = ()
    needs_help: bool = False
    help_note: str = ""
    party_size: int = 1
    party_male: int | None = None
    party_female: int | None = None
    question: str = ""
    returning: str = ""  # token of the guest they recognised themselves as

    @property
    def holds_card_number(self) -> bool:
        """Does any typed text contain a NIK or another card number? Such a number is never stored."""
        return any(map(has_card_number, (self.name, self.agency, self.help_note, self.question)))

    def as_told(self) -> list[Any]:
        """The values in a fixed order, to recognise a repeated request."""
        return list(_all_values(self))


_all_values = attrgetter(*(item.name for item in fields(Entry)))


def clean_entry(office: Configuration, entry: Entry) -> Entry:
    """The entry as it may be stored; raises InvalidInput(field) with what to do about it."""
    _service(office, entry.service_id)
    if entry.is_minor or entry.age_group == MINOR_AGE_GROUP:
        entry = replace(entry, is_minor=True, age_group=MINOR_AGE_GROUP)
    clean: dict[str, Any] = {field: _code(office, field, getattr(entry, field)) for field in LISTS}
    clean |= _contact(entry) | _party(entry)
    return replace(
        entry,
        more_service_ids=_more_services(office, entry),
        name=_name(entry),
        salutation=entry.salutation if entry.salutation in SALUTATIONS else "",
        agency=words_line(entry.agency, AGENCY_LONGEST),
        help_note="",  # which help is never kept: the desk hears that somebody needs it, and asks
        question=words_text(entry.question, QUESTION_LONGEST),
        **clean,
    )


def check_parts(entry: Entry) -> None:
    """Raise InvalidInput for a phone, address or number of people that the guest book will refuse.

    Called before the guest goes on to the next step; an entry that passes may still be refused for other fields.
    """
    _contact(replace(entry, consents=PURPOSES))
    _party(entry)


def _name(entry: Entry) -> str:
    name = person_name(entry.name, NAME_LONGEST)
    if len(name) < NAME_SHORTEST and not entry.is_minor and not entry.returning:
        raise InvalidInput("name", N_("Nama belum terisi. Ketik minimal dua huruf."))
    return name


def _code(office: Configuration, field: str, code: str | None) -> str | None:
    if not code:
        return None
    if not any(item.code == code for item in office.lists.get(field, ())):
        raise InvalidInput(field, N_("Pilihan ini tidak ada lagi. Pilih yang lain."))
    return code


def _service(office: Configuration, service_id: int) -> Service:
    """A service of the office, switched off or not: another one is a wrong answer in a form, not a missing page."""
    try:
        return office.service(service_id)
    except NotFound as gone:
        raise InvalidInput("service", gone.message) from gone


def _more_services(office: Configuration, entry: Entry) -> tuple[int, ...]:
    service_ids = dict.fromkeys(entry.more_service_ids)
    return tuple(service_id for service_id in service_ids if _service(office, service_id).id != entry.service_id)


def _contact(entry: Entry) -> dict[str, Any]:
    """The contact to store: only of adults, and only when they agreed to a purpose."""
    if entry.is_minor:
        return {"phone": "", "email": "", "consents": ()}
    phone, email = normal_phone(entry.phone), clean_email(entry.email)
    given = tuple(purpose for purpose in PURPOSES if purpose in entry.consents)
    if not given:
        return {"phone": "", "email": "", "consents": ()}
    can_reach = phone or email or entry.returning  # a returning guest's contact may be on file
    return {"phone": phone, "email": email, "consents": given if can_reach else ()}


def _party(entry: Entry) -> dict[str, Any]:
    size = entry.party_size
    if not 1 <= size <= MOST_PEOPLE:
        raise InvalidInput("party_size", N_("Isi jumlah orang antara 1 dan %(most)s."), most=MOST_PEOPLE)
    counted = sum(part or 0 for part in (entry.party_male, entry.party_female))
    if counted > size or any(part is not None and part < 0 for part in (entry.party_male, entry.party_female)):
        raise InvalidInput("party_size", N_("Laki-laki dan perempuan melebihi jumlah orang. Periksa angkanya."))
    return {"party_size": size}


def fields_of(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """A JSON object as form fields, so that JSON and forms are read by the same code; nested values are dropped."""
    fields: dict[str, list[str]] = {}
    for name, value in body.items():
        items = value if isinstance(value, list) else [value]
        fields[name] = [str(item)[:LONGEST] for item in items if isinstance(item, (str, int, float))]
    return MultiDict(fields)


def entry_from(fields: MultiDict[str, str], channel: str = "tablet") -> Entry:
    """The entry that was typed; raises InvalidInput for a wrong number or an unknown service."""
    first = (
        fields.to_dict()
    )  # a plain dictionary: MultiDict raises and catches an error for each field that is left out
    values: dict[str, Any] = {name: first.get(name, "") for name in TEXTS}
    values |= {name: first.get(name) or None for name in CODES}
    return Entry(
        service_id=_typed_service(first),
        more_service_ids=tuple(
            value for text in fields.getlist("more") if (value := _typed_number(text, "more")) is not None
        ),
        is_minor=bool(first.get("minor")),
        needs_help=first.get("needs_help") == "yes",
        consents=tuple(fields.getlist("consent")),
        facility=FACILITY_OF_CHANNEL[channel],
        **_typed_party(first),
        **values,
    )


def parts_from(fields: MultiDict[str, str]) -> Entry:
    """The parts of an entry that can be checked on their own: contact and number of people."""
    return Entry(
        service_id=0,
        phone=fields.get("phone", ""),
        email=fields.get("email", ""),
        **_typed_party(fields),
    )


def _typed_party(fields: Mapping[str, str]) -> dict[str, Any]:
    """How many people; of whom nothing else is said are "tidak diketahui"."""
    people = {name: _typed_number(fields.get(name), name) for name in ("party_size", "party_male", "party_female")}
    return people | {"party_size": people["party_size"] or 1}


def _typed_service(fields: Mapping[str, str]) -> int:
    service_id = _typed_number(fields.get("service"), "service")
    if service_id is None:
        raise InvalidInput("service", N_("Pilih dahulu layanan yang Anda perlukan."))
    return service_id


def _typed_number(text: str | None, field: str) -> int | None:
    typed = (text or "").strip()
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise InvalidInput(field, N_("Isi dengan angka saja, misalnya 2."))
    return int(typed)
