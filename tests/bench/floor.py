"""The equal-work floor: what a tablet's POST must cost when the same work is done with as little as there can be.

Bare Flask, one driver connection, SQL by hand. It checks what the product checks (tablet, origin, header, length,
fields, repeat), writes the same rows with the real chain of the audit trail, and answers with the same status, keys and
headers. Of the product it uses pure rules, keys and ids only. Not in it: the session, the language, the roster, and how
many are ahead. `tests/operations/test_floor.py` proves that the work is equal. Change it in a commit of its own.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, request

from pstku.core.errors import DomainError, InvalidInput, NotAllowed, NotEnrolled
from pstku.core.keys import audit_mac, keys
from pstku.offices.settings import settings_from
from tests.bench.links import Link

WSGI = Callable[[Any, Any], Any]
PUBLIC = "http://localhost"
LARGEST_BODY = 8 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()"),
    ("Cache-Control", "no-store"),
]
DEVICE = (
    "SELECT d.id, d.desk_id, o.config_version FROM devices d JOIN offices o ON o.id = d.office_id"
    " WHERE d.token_hash = ? AND d.office_id = ? AND d.revoked_at IS NULL"
)
FOREIGN = "Kiriman ini datang dari halaman lain, jadi kami menolaknya. Buka halamannya dari PSTku, lalu kirim lagi."
NOT_OURS = "Permintaan ini bukan dari tablet kami."
NO_TABLET = "Tablet ini belum terdaftar atau sudah dicabut. Minta admin mendaftarkannya."
NO_OBJECT = "Kiriman ini tidak dikenal. Muat ulang halaman, lalu coba lagi."


class FloorOffice:
    """One office's tablets; `write` is the act of a subclass, inside the transaction."""

    def __init__(self, link: Link, office_id: int) -> None:
        self.link, self.office_id = link, office_id
        self.version: int | None = None
        self.app = Flask("floor", static_folder=None)
        self.app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
        self.app.add_url_rule("/kiosk/<path:rest>", "post", self.view, methods=["POST"])
        self.app.register_error_handler(DomainError, _refused)
        self.app.wsgi_app = _with_headers(self.app.wsgi_app)  # type: ignore[method-assign]

    def view(self, rest: str) -> Response:
        """What the tablet posts."""
        _check_origin()
        device = self._device()
        body = _checked_body()
        told = self.clean(body)
        self.link.begin()
        try:
            result = self.write(told, device)
            self.link.commit()
        except BaseException:
            self.link.rollback()
            raise
        return _answer(result)

    def clean(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body as it may be stored; raises InvalidInput."""
        raise NotImplementedError

    def write(self, told: dict[str, Any], device: Any) -> dict[str, Any]:
        """The rows of the act; returns what the tablet is told."""
        raise NotImplementedError

    def _device(self) -> Any:
        """(id, desk) of the tablet that holds the cookie's token; in the same statement, whether the office changed."""
        token = request.cookies.get("kios", "")
        hashed = hashlib.sha256(token.encode()).hexdigest()
        found = self.link.run(DEVICE, (hashed, self.office_id)).fetchone()
        if found is None:
            raise NotEnrolled(NO_TABLET)
        if found[2] != self.version:
            self._read_configuration(found[2])
        return found

    def _read_configuration(self, version: int) -> None:
        """Services, lists and settings, read anew when something changed."""
        run, mine = self.link.run, (self.office_id,)
        self.version = version
        self.tz = ZoneInfo(run("SELECT timezone FROM offices WHERE id = ?", mine).fetchone()[0])
        services = run("SELECT id, queue_letter, standard_minutes FROM service_types WHERE office_id = ?", mine)
        self.services = {row[0]: (row[1], row[2]) for row in services}
        items = run("SELECT list_code, code FROM code_items WHERE office_id = ?", mine).fetchall()
        self.codes = {tuple(row) for row in items}
        stored = run("SELECT key, value FROM settings WHERE office_id = ?", mine).fetchall()
        self.settings = settings_from({key: self.link.json(value) for key, value in stored})

    def audit(self, action: str, visit: str, detail: dict[str, Any], now: datetime) -> None:
        """One more link of the office's chain, and its head; `visit` is the id as people write it."""
        run = self.link.run
        advance = "UPDATE audit_heads SET seq = seq + 1 WHERE office_id = ? RETURNING seq, mac"
        seq, previous = run(advance, (self.office_id,)).fetchone()
        fields = {
            "office_id": self.office_id, "seq": seq, "at": now.isoformat(timespec="microseconds"), "actor_id": None,
            "actor_kind": "guest", "action": action, "entity": "visit", "entity_id": visit, "detail": detail,
        }  # fmt: skip
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
        mac = hmac.digest(keys().audit, f"{previous}\n{text}".encode(), hashlib.sha256).hex()
        run(
            "INSERT INTO audit_entries (office_id, seq, at, actor_kind, action, entity, entity_id, detail, previous_mac, mac)"
            " VALUES (?, ?, ?, 'guest', ?, 'visit', ?, ?, ?, ?)",
            (self.office_id, seq, self.link.moment(now), action, visit, json.dumps(detail), previous, mac),
        )
        seal = audit_mac("head", f"{self.office_id} {seq} {mac}")
        run("UPDATE audit_heads SET mac = ?, seal = ? WHERE office_id = ?", (mac, seal, self.office_id))


def _check_origin() -> None:
    """Not from another page, and with the header that no foreign page can send."""
    origin, host = request.headers.get("Origin"), request.host
    if origin is not None and urlsplit(origin).netloc not in (urlsplit(PUBLIC).netloc, host):
        raise NotAllowed(FOREIGN)
    if request.headers.get("X-PSTku") != "1" or origin not in (PUBLIC, f"{request.scheme}://{host}"):
        raise NotAllowed(NOT_OURS)


def _checked_body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise InvalidInput("json", NO_OBJECT)
    return body


def _answer(told: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(told), status, mimetype="application/json")


def _refused(error: DomainError) -> Response:
    return _answer({"error": str(error), "field": getattr(error, "field", None)}, error.status)


def _with_headers(application: WSGI) -> WSGI:
    """The security headers on every answer, added where they cost least."""

    def answer(environ: Any, start_response: Any) -> Any:
        return application(environ, lambda status, headers, *error: start_response(status, headers + HEADERS, *error))

    return answer
