"""A WebAPI on loopback: replies in the recorded shapes, with figures of our own; one path per failure."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0123456789abcdef0123456789abcdef"
BLOCKED = "<!doctype html><title> Perimeter WAF Block </title><h2>Akses ini ditolak</h2><td>{url}</td>"
NOTHING = {"status": "OK", "data-availability": "list-not-available", "data": ""}
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
    "Tahunan",
]


def listing(items: list[dict[str, Any]], page: int = 1, pages: int = 1) -> dict[str, Any]:
    """A list envelope."""
    meta = {"page": page, "pages": pages, "per_page": 10, "count": len(items), "total": len(items)}
    return {"status": "OK", "data-availability": "available", "data": [meta, items]}


def error(message: str) -> dict[str, Any]:
    """The envelope of a refusal (HTTP 200)."""
    return {"status": "Error", "message": message}


def table(
    var: int,
    cells: dict[str, float],
    *,
    rows: dict[str, str],
    years: dict[str, str],
    parts: dict[str, str],
    **head: Any,
) -> dict[str, Any]:
    """A dynamic table; keys of `cells` are vervar|tahun|turtahun, joined here as BPS joins them."""
    content = {}
    for key, value in cells.items():
        row, year, part = key.split("|")
        content[f"{row}{var}0{year}{part}"] = value
    axis = lambda labels: [{"val": int(code), "label": words} for code, words in labels.items()]  # noqa: E731
    return {
        "status": "OK",
        "data-availability": "available",
        "last_update": "2026-10-01 11:24:01",
        "var": [
            {
                "val": var,
                "label": head.get("title", "Tabel contoh"),
                "unit": "Persen",
                "decimal": head.get("decimal", 2),
            }
        ],
        "turvar": [{"val": "0", "label": "Tidak ada"}],
        "labelvervar": "Wilayah",
        "vervar": axis(rows),
        "tahun": axis(years),
        "turtahun": axis(parts),
        "datacontent": content,
    }


@dataclass
class FakeWebApi:
    """What the loopback service answers; `asked` keeps each request's parameters, `agents` its User-Agents."""

    base: str = ""
    replies: dict[tuple[str, ...], Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)

    def set(self, reply: Any, model: str, domain: str = "", var: str = "", page: str = "") -> None:
        """The reply to a request; a more exact one wins. A str is sent as it is."""
        self.replies[(model, domain, var, page)] = reply

    def reply_to(self, asked: dict[str, str]) -> Any:
        model, domain = asked.get("model", "domain"), asked.get("domain", "")
        var, page = asked.get("var", ""), asked.get("page", "")
        for key in (
            (model, domain, var, page),
            (model, domain, var, ""),
            (model, domain, "", page),
            (model, domain, "", ""),
            (model, "", "", ""),
        ):
            if key in self.replies:
                return self.replies[key]
        return NOTHING


@contextmanager
def fake_webapi() -> Iterator[FakeWebApi]:
    """Run the service while the block lasts. A reply may be a callable(handler) that answers by itself."""
    fake = FakeWebApi()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            fake.asked.append(asked)
            fake.agents.append(self.headers.get("User-Agent", ""))
            if asked.get("key") != KEY:
                self.send(json.dumps(error("You are not Allowed to take this action. Please re-check your key")))
                return
            reply = fake.reply_to(asked)
            if callable(reply):
                reply(self)
            else:
                self.send(reply if isinstance(reply, str) else json.dumps(reply))

        def send(
            self,
            body: str,
            status: int = 200,
            kind: str = "application/json",
            promise: int | None = None,
            headers: dict[str, str] | None = None,
        ) -> None:
            data = body.encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(promise or len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.base = f"http://127.0.0.1:{server.server_address[1]}/v1/api/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def blocked(handler: Any) -> None:
    """The firewall: HTTP 403 and a page that repeats the address, including the key."""
    handler.send(BLOCKED.format(url=handler.path), 403, "text/html")


def cut_off(handler: Any) -> None:
    """A reply that promises more than it brings."""
    handler.send('{"status":"OK","data-availability":"available","data":[{"page":1,', promise=5000)


def never_ending(handler: Any) -> None:
    """A byte now and then, for longer than anyone waits."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return
