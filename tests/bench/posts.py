"""Guest POST and rating POST beside the raw floor: fewer rows, no checks, both behind Flask."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, request
from pysqlite3 import dbapi2

from pstku.accounts.queries import find_person_by_username
from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.core.tokens import uuid7
from tests.bench.ground import ROUNDS, Ground, interleave, line
from tests.factories import make_visit
from tests.served.server import DEVICE_TOKEN

CALLS = 60
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
        self.app.add_url_rule("/", "post", self.view, methods=["POST"])

    def view(self) -> Response:
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
        now, visit = time.strftime("%Y-%m-%d %H:%M:%S.000000"), body["raw_visit"]
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


def measure_guest_post(ground: Ground) -> None:
    """Bar: throughput >= 0.60, CPU <= 1.6 of the floor."""
    app = ground.app(ground.copy("guest-ours"))
    floor = RawGuestBook(ground.copy("guest-floor"), ground.office_id)

    def body() -> dict[str, Any]:
        return {"id": str(uuid7()), "service": ground.service_id, "name": "Rahmawati", "more": [], "consent": []}

    pair = interleave(
        lambda: call(app.wsgi_app, "/kiosk/api/kunjungan", body()), lambda: call(floor.app.wsgi_app, "/", body()), CALLS
    )
    report("guest POST", pair)


def measure_rating_post(ground: Ground) -> None:
    """The same bars."""
    app = ground.app(ground.copy("rating-ours"))
    file = ground.copy("rating-floor")
    floor_app = ground.app(file)
    ours, theirs = (_served_visits(item, ground) for item in (app, floor_app))
    floor = RawRating(file, ground.office_id)

    def ballot(visit: Any) -> dict[str, Any]:
        now = int(time.time() * 1000)
        return {
            "id": str(uuid7()),
            "visit": visit[1],
            "raw_visit": visit[0],
            "score": 4,
            "revision": 1,
            "first_at": now,
            "at": now,
            "reaction_ms": 1500,
        }

    pair = interleave(
        lambda: call(app.wsgi_app, "/kiosk/suara", ballot(ours.pop())),
        lambda: call(floor.app.wsgi_app, "/", ballot(theirs.pop())),
        CALLS,
    )
    report("rating POST", pair)


def _served_visits(app: Any, ground: Ground) -> list[tuple[str, str]]:
    with app.app_context(), atomic():
        officer = find_person_by_username(ground.office_id, "officer")
        visits = [
            make_visit(ground.office_id, state="done", officer_id=officer.id, at=clock.now() - timedelta(hours=1))
            for _ in range(CALLS * (ROUNDS + 1) + 40)
        ]
        found = [(visit.id.hex, str(visit.id)) for visit in visits]
    with app.app_context():
        db.session.remove()
    return found


def report(name: str, pair: Any) -> None:
    line(
        f"{name}: CPU against raw sqlite3",
        "<= 1.60",
        f"{pair.cpu_ratio:.2f} ({pair.ours_cpu:.2f} against {pair.floor_cpu:.2f} ms)",
        pair.cpu_ratio <= 1.6,
    )
    line(
        f"{name}: throughput against raw sqlite3",
        ">= 0.60",
        f"{pair.throughput_ratio:.2f} ({pair.ours_wall:.2f} against {pair.floor_wall:.2f} ms)",
        pair.throughput_ratio >= 0.6,
    )
