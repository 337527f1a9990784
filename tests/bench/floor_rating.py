"""The floor of a guest's vote: the first tap for a visit that may be rated. Later revisions are another work."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.tokens import parse_uuid7
from pstku.core.vault import blind_index
from pstku.guestbook.rules.states import is_walk_in
from pstku.offices.rules.services import is_self_service
from pstku.ratings.rules.holding import holder_of
from pstku.ratings.rules.lines import line_of
from pstku.ratings.rules.review import Evidence, flags_of
from tests.bench.floor import FloorOffice

UNKNOWN = "Kiriman ini tidak dikenal. Muat ulang halaman, lalu coba lagi."
FACTS = (
    "id, day, officer_id, channel, follow_up, started_at, closed_at, entered_by_id, guest_id, service_type_id,"
    " agency_id, is_demo"
)
CLAIM = (
    "UPDATE visits SET rated_at = ? WHERE id = ? AND office_id = ? AND state = 'done' AND officer_id IS NOT NULL"
    " AND closed_at >= ? AND rated_at IS NULL AND NOT EXISTS (SELECT 1 FROM vote_quarters q WHERE"
    " q.office_id = visits.office_id AND q.starts_on <= visits.day AND q.ends_on >= visits.day"
    f" AND q.locked_at IS NOT NULL) RETURNING {FACTS}"
)
AROUND = (
    "SELECT coalesce(g.phone_index, g.email_index),"
    " EXISTS (SELECT 1 FROM people p WHERE p.office_id = ? AND p.phone_index = g.phone_index),"
    " EXISTS (SELECT 1 FROM visits v WHERE v.office_id = ? AND v.id <> ? AND v.day = ? AND v.agency_id = ?),"
    " (SELECT count(*) FROM votes t JOIN visits v ON v.id = t.visit_id WHERE t.office_id = ? AND t.received_at > ?"
    " AND t.device_id = ? AND (v.agency_id IS NULL OR NOT (v.day = ? AND v.agency_id = ?)))"
    " FROM guests g WHERE g.id = ?"
)
VOTE = (
    "id", "client_key", "office_id", "visit_id", "officer_id", "score", "revision", "words_revision", "first_client_at",
    "client_at", "received_at", "day", "line", "given_on", "held_by", "device_id", "reaction_ms", "reasons", "comment",
    "contact_index", "flags", "is_demo",
)  # fmt: skip
INSERT_VOTE = (
    f"INSERT INTO votes ({', '.join(VOTE)}) VALUES ({', '.join('?' * len(VOTE))})"
    " ON CONFLICT (client_key) DO NOTHING RETURNING id"
)


class FloorRating(FloorOffice):
    """The rating POST by hand."""

    def clean(self, body: Mapping[str, Any]) -> dict[str, Any]:
        score, revision = _whole(body, "score"), _whole(body, "revision")
        if not 1 <= score <= 4:
            raise InvalidInput("score", "Pilih satu dari empat wajah.")
        if not revision:
            raise InvalidInput("revision", UNKNOWN)
        ballot = parse_uuid7(str(body.get("id", "")))
        return {
            "id": ballot,
            "key": blind_index(self.office_id, f"vote:{ballot}"),
            "visit": UUID(str(body["visit"])),
            "score": score,
            "revision": revision,
            "first_at": _moment(body, "first_at"),
            "at": _moment(body, "at"),
            "reaction_ms": _whole(body, "reaction_ms") if body.get("reaction_ms") is not None else None,
            "officer": _whole(body, "officer") if body.get("officer") is not None else None,
        }

    def write(self, told: dict[str, Any], device: Any) -> dict[str, Any]:
        run, now = self.link.run, clock.now()
        known = run("SELECT id FROM votes WHERE client_key = ? AND office_id = ?", (told["key"], self.office_id))
        if known.fetchone() is None:
            self._cast(told, device, now)
        return {"ok": True, "id": str(told["id"])}

    def _cast(self, told: dict[str, Any], device: Any, now: datetime) -> None:
        run, stamp, moment = self.link.run, self.link.moment(now), self.link.moment
        oldest = moment(now - timedelta(days=self.settings.voting_days))
        visit = run(CLAIM, (stamp, told["visit"].hex, self.office_id, oldest)).fetchone()
        if visit is None:
            raise LookupError("the floor counts votes for visits that may be rated")
        visit_id, day, officer, channel, follow_up, _, _, entered_by, *_, is_demo = visit
        contact, flags = self._evidence(told, visit, device, now)
        holder = holder_of(
            by_link=False,
            on_tablet=True,
            channel=channel,
            follow_up=bool(follow_up),
            is_staff_entered=entered_by is not None,
        )
        is_timely = told["at"] - told["first_at"] <= timedelta(seconds=self.settings.change_seconds)
        written = run(
            INSERT_VOTE,
            (
                uuid4().hex, told["key"], self.office_id, visit_id, officer, told["score"],
                told["revision"] if is_timely else 0, 0, moment(told["first_at"]), moment(told["at"]), stamp, day,
                line_of(channel, bool(follow_up)), "tablet", holder, device[0], told["reaction_ms"], "[]", "", contact,
                json.dumps(flags), bool(is_demo),
            ),
        )  # fmt: skip
        if written.fetchone() is None:
            raise LookupError("the same ballot was written a moment ago")
        run("UPDATE invitations SET ended_at = ? WHERE visit_id = ? AND ended_at IS NULL", (stamp, visit_id))
        self.audit("rate_visit", str(told["visit"]), {}, now)

    def _evidence(self, told: dict[str, Any], visit: Any, device: Any, now: datetime) -> tuple[str | None, list[str]]:
        """The guest's contact as an index, and what is remarkable about the moment."""
        visit_id, day, officer, channel, follow_up, started, closed, entered_by, guest, service, agency, _ = visit
        office, party = self.office_id, agency or 0
        since = self.link.moment(now - timedelta(minutes=2))
        contact, is_staff_phone, is_party, recent = self.link.run(
            AROUND, (office, office, visit_id, day, party, office, since, device[0], day, party, guest)
        ).fetchone()
        is_at_desk = is_walk_in(channel, bool(follow_up)) and started is not None
        is_short_the_rule = is_party or is_self_service(self.services[service][1])
        instant = self.link.instant
        evidence = Evidence(
            reaction_ms=told["reaction_ms"],
            dwell=instant(closed) - instant(started) if is_at_desk and not is_short_the_rule else None,
            recent_of_others=recent,
            is_staff_phone=bool(is_staff_phone),
            is_staff_browser=False,
            is_entered_at_desk=entered_by is not None and is_walk_in(channel, bool(follow_up)),
            is_other_officer=told["officer"] not in (None, officer),
            clock_skew=abs(now - told["at"]),
        )
        limits = self.settings
        return contact, flags_of(
            evidence, min_reaction_ms=limits.min_reaction_ms, no_dwell_seconds=limits.no_dwell_seconds
        )


def _whole(body: Mapping[str, Any], field: str) -> int:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise InvalidInput(field, UNKNOWN)
    return value


def _moment(body: Mapping[str, Any], field: str) -> datetime:
    value = body.get(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**42:
        raise InvalidInput(field, UNKNOWN)
    return datetime.fromtimestamp(value / 1000, UTC)
