"""The raw floor of a guest and of a vote: fewer rows and no checks. The equal-work floor is measured beside it."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, request
from pysqlite3 import dbapi2

from pstku.core.tokens import uuid7
from tests.served.server import DEVICE_TOKEN

KEY = b"k" * 32


def environ(path: str, body: bytes) -> dict[str, Any]:
    """A WSGI request of the tablet, as a server would hand it over."""
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"kios={DEVICE_TOKEN}",
        "HTTP_ORIGIN": "http://localhost",
        "HTTP_X_PSTKU": "1",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "REMOTE_ADDR": "127.0.0.1",
    }


def call(application: Callable[..., Any], path: str, body: dict[str, Any]) -> None:
    """One request through a WSGI function; anything but 200 stops the benchmark."""
    seen: list[str] = []
    answer = application(
        environ(path, json.dumps(body).encode()), lambda status, headers, exc=None: seen.append(status)
    )
    text = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    assert seen[0].startswith("200"), (seen, text[:300])


class RawOffice:
    """The floor: token, guest, number, visit, event and audit written by hand in one FULL transaction."""

    def __init__(self, file: Path, office_id: int) -> None:
        self.connection = dbapi2.connect(str(file), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.office_id = office_id

        self.app = Flask("floor")
        for rule in ("/", "/kiosk/<path:rest>"):
            self.app.add_url_rule(rule, "post", self.view, methods=["POST"])

    def view(self, rest: str = "") -> Response:
        """What the tablet posts, written with as little between it and the file as there can be."""
        body, token = request.get_json(), request.cookies["kios"]
        run = self.connection.execute
        device = run(
            "SELECT id, desk_id FROM devices WHERE token_hash = ? AND revoked_at IS NULL",
            (hashlib.sha256(token.encode()).hexdigest(),),
        ).fetchone()
        run("BEGIN IMMEDIATE")
        answer = self.write(run, body, device)
        run("COMMIT")
        return jsonify(answer)

    def write(self, run: Callable[..., Any], body: dict[str, Any], device: tuple[Any, ...]) -> dict[str, Any]:
        raise NotImplementedError

    def audit(self, run: Callable[..., Any], action: str, entity_id: str, now: str) -> None:
        seq, mac = run(
            "UPDATE audit_heads SET seq = seq + 1 WHERE office_id = ? RETURNING seq, mac", (self.office_id,)
        ).fetchone()
        text = json.dumps({"seq": seq, "at": now, "action": action, "entity_id": entity_id}, sort_keys=True)
        new = hmac.new(KEY, f"{mac}\n{text}".encode(), hashlib.sha256).hexdigest()
        run(
            "INSERT INTO audit_entries (office_id, seq, at, actor_kind, action, entity, entity_id, detail, previous_mac, mac)"
            " VALUES (?, ?, ?, 'guest', ?, 'visit', ?, '{}', ?, ?)",
            (self.office_id, seq, now, action, entity_id, mac, new),
        )
        seal = hmac.new(KEY, f"head {self.office_id} {seq} {new}".encode(), hashlib.sha256).hexdigest()
        run("UPDATE audit_heads SET mac = ?, seal = ? WHERE office_id = ?", (new, seal, self.office_id))


class RawGuestBook(RawOffice):
    """The guest POST by hand."""

    def write(self, run: Callable[..., Any], body: dict[str, Any], device: tuple[Any, ...]) -> dict[str, Any]:
        now, day = time.strftime("%Y-%m-%d %H:%M:%S.000000"), time.strftime("%Y-%m-%d")
        guest, visit = uuid7().hex, body["id"].replace("-", "")
        number = run(
            "INSERT INTO queue_counters VALUES (?, ?, 'Z', 1) ON CONFLICT (office_id, day, letter)"
            " DO UPDATE SET last_number = last_number + 1 RETURNING last_number",
            (self.office_id, day),
        ).fetchone()[0]
        run(
            "INSERT INTO guests (id, office_id, name, salutation, is_minor, created_at, is_demo) VALUES (?, ?, ?, '', 0, ?, 0)",
            (guest, self.office_id, body["name"], now),
        )
        run(
            "INSERT INTO visits (id, office_id, guest_id, day, letter, number, service_type_id, channel, state, device_id,"
            " created_at, clock_skew_seconds, needs_help, help_note, party_size, question, follow_up, referral_note,"
            " invite_skipped_reason, is_demo) VALUES (?, ?, ?, ?, 'Z', ?, ?, 'tablet', 'waiting', ?, ?, 0, 0, '', 1, '', 0, '', '', 0)",
            (visit, self.office_id, guest, day, number, body["service"], device[0], now),
        )
        run(
            "INSERT INTO visit_events (office_id, visit_id, at, kind, note) VALUES (?, ?, ?, 'registered', '')",
            (self.office_id, visit, now),
        )
        self.audit(run, "register_visit", visit, now)
        return {"number": number}


class RawRating(RawOffice):
    """The rating POST by hand."""

    def write(self, run: Callable[..., Any], body: dict[str, Any], device: tuple[Any, ...]) -> dict[str, Any]:
        now, visit = time.strftime("%Y-%m-%d %H:%M:%S.000000"), body["visit"].replace("-", "")
        officer = run(
            "UPDATE visits SET rated_at = ? WHERE id = ? AND rated_at IS NULL AND state = 'done' RETURNING officer_id, guest_id",
            (now, visit),
        ).fetchone()
        run("SELECT phone_index FROM guests WHERE id = ?", (officer[1],)).fetchone()
        run(
            "INSERT INTO votes (id, office_id, visit_id, officer_id, score, revision, words_revision, first_client_at, client_at,"
            " received_at, day, line, given_on, held_by, client_key, device_id, reasons, comment, flags, is_demo)"
            " VALUES (?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?, 'desk', 'tablet', 'guest', ?, ?, '[]', '', '[]', 0)",
            (
                uuid4().hex,
                self.office_id,
                visit,
                officer[0],
                body["score"],
                now,
                now,
                now,
                now[:10],
                hmac.new(KEY, body["id"].encode(), hashlib.sha256).hexdigest(),
                device[0],
            ),
        )
        run("UPDATE invitations SET ended_at = ? WHERE visit_id = ? AND ended_at IS NULL", (now, visit))
        self.audit(run, "rate_visit", visit, now)
        return {"ok": True}
