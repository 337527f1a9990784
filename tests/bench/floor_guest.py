"""The floor of a guest's entry: checked, numbered, written, one link of the trail. Who is known from before is not in it."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pstku.core import clock
from pstku.core.contact import clean_email, is_no_agency, normal_phone, person_name
from pstku.core.errors import Conflict, InvalidInput, Unavailable
from pstku.core.text import fold, has_card_number, words_line, words_text
from pstku.core.tokens import CODE_ALPHABET, parse_uuid7, sign, uuid7
from pstku.core.vault import blind_index, seal
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from tests.bench.floor import FloorOffice

TEXTS = ("name", "salutation", "agency", "phone", "email", "help_note", "question")
LISTS = ("age_group", "sex", "education", "occupation", "agency_category", "purpose")
PURPOSES = ("follow_up", "rating_invitation", "recognition")
PROMISED = ("follow_up", "rating_invitation")
NOTICE = "2026-12"
MINOR = "under_17"
MOST_PEOPLE, LONGEST, MOST_SKEW, TRIES = 500, 4000, 300, 8
FIRST = "".join(letter for letter in CODE_ALPHABET if letter not in "VWX")  # those are for tablets nobody answers
VISIT = (
    "id", "office_id", "guest_id", "day", "letter", "number", "code", "service_type_id", "channel", "state", "desk_id",
    "device_id", "created_at", "client_created_at", "fingerprint", "clock_skew_seconds", *LISTS, "agency_id", "facility",
    "needs_help", "help_note", "party_size", "party_male", "party_female", "question", "follow_up", "referral_note",
    "invite_skipped_reason", "is_demo",
)  # fmt: skip
INSERT_VISIT = (
    f"INSERT INTO visits ({', '.join(VISIT)}) VALUES ({', '.join('?' * len(VISIT))})"
    " ON CONFLICT (office_id, code) DO NOTHING RETURNING id"
)


class FloorGuestBook(FloorOffice):
    """The guest POST by hand."""

    def clean(self, body: Mapping[str, Any]) -> dict[str, Any]:
        visit_id = parse_uuid7(str(body.get("id", "")))
        told: dict[str, Any] = {name: _text(body, name) for name in TEXTS}
        removed = any(has_card_number(told[name]) for name in ("name", "agency", "help_note", "question"))
        told |= {name: _text(body, name) or None for name in LISTS}
        told |= {name: _number(body, name) for name in ("service", "party_size", "party_male", "party_female")}
        told["more"] = [int(text) for text in _texts(body, "more")]
        told["consents"] = _texts(body, "consent")
        told["is_minor"] = bool(_text(body, "minor"))
        told["needs_help"] = body.get("needs_help") == "yes"
        told["fingerprint"] = blind_index(self.office_id, json.dumps(["tablet", *told.values()], ensure_ascii=False))
        self._check_choices(told)
        _check_person(told)
        _check_party(told)
        moments = {name: clock.client_moment(body.get(name)) for name in ("written_at", "sent_at")}
        return told | moments | {"id": visit_id, "removed": removed}

    def _check_choices(self, told: dict[str, Any]) -> None:
        if told["service"] is None:
            raise InvalidInput("service", "Pilih dahulu layanan yang Anda perlukan.")
        for service in (told["service"], *told["more"]):
            if service not in self.services:
                raise InvalidInput("service", "Layanan ini tidak ada lagi. Pilih layanan lain.")
        told["more"] = [one for one in dict.fromkeys(told["more"]) if one != told["service"]]
        if told["is_minor"] or told["age_group"] == MINOR:
            told["is_minor"], told["age_group"] = True, MINOR
        told["facility"] = FACILITY_OF_CHANNEL["tablet"]
        for name in (*LISTS, "facility"):
            if told[name] is not None and (name, told[name]) not in self.codes:
                raise InvalidInput(name, "Pilihan ini tidak ada lagi. Pilih yang lain.")

    def write(self, told: dict[str, Any], device: Any) -> dict[str, Any]:
        moment = clock.now()
        visit_id: UUID = told["id"]
        again = self._written_before(visit_id, told["fingerprint"])
        if again is None:
            again = self._write(told, device, moment)
            self.audit("register_visit", str(visit_id), {"channel": "tablet"}, moment)
        letter, number, code = again
        return {
            "id": str(visit_id),
            "visit": sign("visit", visit_id.bytes),
            "code": code,
            "queue": self.settings.mode == "queue",
            "letter": letter,
            "number": f"{number:03d}",
            "ahead": 0,
            "officer": None,
            "removed_number": told["removed"],
        }

    def _written_before(self, visit_id: UUID, fingerprint: str) -> Any:
        found = self.link.run(
            "SELECT letter, number, code, fingerprint, office_id FROM visits WHERE id = ?", (visit_id.hex,)
        ).fetchone()
        if found is not None and tuple(found[3:]) != (fingerprint, self.office_id):
            raise Conflict("Isian ini sudah tersimpan dengan jawaban lain. Mulai lagi dari awal.")
        return found and found[:3]

    def _write(self, told: dict[str, Any], device: Any, moment: datetime) -> tuple[str, int, str]:
        run, stamp = self.link.run, self.link.moment(moment)
        day, letter = clock.local_day(moment, self.tz).isoformat(), self.services[told["service"]][0]
        number = run(
            "INSERT INTO queue_counters (office_id, day, letter, last_number) VALUES (?, ?, ?, 1)"
            " ON CONFLICT (office_id, day, letter) DO UPDATE SET last_number = queue_counters.last_number + 1"
            " RETURNING last_number",
            (self.office_id, day, letter),
        ).fetchone()[0]
        skew = round((told["sent_at"] - moment).total_seconds()) if told["sent_at"] else 0
        guest, visit = self._guest(told, stamp), told["id"].hex
        before = (visit, self.office_id, guest, day, letter, number)
        after = (
            told["service"], "tablet", "waiting", device[1], device[0], stamp, self.link.moment(told["written_at"]),
            told["fingerprint"], skew, *(told[name] for name in LISTS), self._agency(told), told["facility"],
            told["needs_help"], told["help_note"], told["party_size"], told["party_male"], told["party_female"],
            told["question"], bool(told["question"]) and "follow_up" in told["consents"], "", "", False,
        )  # fmt: skip
        code = self._insert(before, after)
        for purpose in told["consents"]:
            if purpose in PROMISED:
                run(
                    "INSERT INTO contact_promises (office_id, visit_id, purpose, promised_at, tries, note)"
                    " VALUES (?, ?, ?, ?, 0, '') ON CONFLICT DO NOTHING",
                    (self.office_id, visit, purpose, stamp),
                )
        for service in told["more"]:
            run("INSERT INTO visit_services (visit_id, service_type_id) VALUES (?, ?)", (visit, service))
        self._note(visit, stamp, "registered", "")
        if abs(skew) > MOST_SKEW:
            self._note(visit, stamp, "flagged", "clock_skew")
        if told["phone"] and self._is_staffs(told["phone"]):
            self._note(visit, stamp, "flagged", "staff_phone")
        return letter, number, code

    def _guest(self, told: dict[str, Any], stamp: Any) -> str:
        guest, phone, email = uuid7().hex, told["phone"], told["email"]
        self.link.run(
            "INSERT INTO guests (id, office_id, name, salutation, phone_sealed, phone_index, email_sealed, email_index,"
            " is_minor, created_at, is_demo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                guest, self.office_id, told["name"] or None, told["salutation"],
                seal(phone) if phone else None, blind_index(self.office_id, phone) if phone else None,
                seal(email) if email else None, blind_index(self.office_id, email) if email else None,
                told["is_minor"], stamp, False,
            ),
        )  # fmt: skip
        for purpose in told["consents"]:
            self.link.run(
                "INSERT INTO consents (guest_id, purpose, notice_version, source, given_at) VALUES (?, ?, ?, 'tablet', ?)",
                (guest, purpose, NOTICE, stamp),
            )
        return guest

    def _agency(self, told: dict[str, Any]) -> int | None:
        """The agency's row however it is spelled; most were named before."""
        name, run = told["agency"], self.link.run
        if is_no_agency(name):
            return None
        mine = (self.office_id, fold(name))
        wanted = "SELECT coalesce(merged_into_id, id) FROM agencies WHERE office_id = ? AND name_key = ?"
        while (found := run(wanted, mine).fetchone()) is None:
            run(
                "INSERT INTO agencies (office_id, name_key, name, category) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (office_id, name_key) DO NOTHING",
                (*mine, name, told["agency_category"]),
            )
        return int(found[0])

    def _insert(self, before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
        for _ in range(TRIES):
            code = secrets.choice(FIRST) + "".join(secrets.choice(CODE_ALPHABET) for _ in range(3))
            if self.link.run(INSERT_VISIT, (*before, code, *after)).fetchone():
                return code
        raise Unavailable("Belum tersimpan. Coba sekali lagi.")

    def _note(self, visit: str, stamp: Any, kind: str, note: str) -> None:
        self.link.run(
            "INSERT INTO visit_events (office_id, visit_id, at, kind, note) VALUES (?, ?, ?, ?, ?)",
            (self.office_id, visit, stamp, kind, note),
        )

    def _is_staffs(self, phone: str) -> bool:
        mine = (self.office_id, blind_index(self.office_id, phone))
        found = self.link.run("SELECT id FROM people WHERE office_id = ? AND phone_index = ? LIMIT 1", mine)
        return found.fetchone() is not None


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    return str(value)[:LONGEST] if isinstance(value, (str, int, float)) else ""


def _texts(body: Mapping[str, Any], name: str) -> list[str]:
    value = body.get(name)
    return [str(item)[:LONGEST] for item in value] if isinstance(value, list) else []


def _number(body: Mapping[str, Any], name: str) -> int | None:
    typed = _text(body, name).strip()
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise InvalidInput(name, "Isi dengan angka saja, misalnya 2.")
    return int(typed)


def _check_person(told: dict[str, Any]) -> None:
    """Name, words and contact; contact only of grown-ups and for what they agreed to."""
    told["phone"], told["email"] = (
        ("", "") if told["is_minor"] else (normal_phone(told["phone"]), clean_email(told["email"]))
    )
    given = [purpose for purpose in PURPOSES if purpose in told["consents"]]
    if not given:
        told["phone"] = told["email"] = ""
    told["consents"] = given if told["phone"] or told["email"] else []
    told["name"] = person_name(told["name"], 80)
    if len(told["name"]) < 2 and not told["is_minor"]:
        raise InvalidInput("name", "Nama belum terisi. Ketik minimal dua huruf.")
    told["salutation"] = told["salutation"] if told["salutation"] in ("Bapak", "Ibu") else ""
    told["agency"], told["help_note"] = words_line(told["agency"], 120), ""
    told["question"] = words_text(told["question"], 1000)


def _check_party(told: dict[str, Any]) -> None:
    told["party_size"] = told["party_size"] or 1
    if told["party_size"] > MOST_PEOPLE:
        raise InvalidInput("party_size", "Isi jumlah orang antara 1 dan %(most)s.", most=MOST_PEOPLE)
    if (told["party_male"] or 0) + (told["party_female"] or 0) > told["party_size"]:
        raise InvalidInput("party_size", "Laki-laki dan perempuan melebihi jumlah orang. Periksa angkanya.")
