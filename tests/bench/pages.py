"""A staff list page beside raw sqlite3 and the same template; statements per page; what the tablet loads."""

import gzip
import re
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, g, render_template
from pysqlite3 import dbapi2
from sqlalchemy import event

from pstku.core.db import db
from pstku.library.queries.pages import PageLine
from tests.bench.ground import Ground
from tests.bench.rounds import ROUNDS, compare, rotated, tell
from tests.page import PageClient
from tests.people import PASSWORD
from tests.served.server import DEVICE_TOKEN

CALLS = 30
KB = 1024
LIST_PAGES = {
    "/belajar/survei": ("intranet/library/kind.html", " AND kind = 'survey'"),
}
BARS = {
    "/belajar": 5,
    "/belajar/survei": 5,
    "/belajar/survei/sakernas": 8,
    "/belajar/baru": 8,
    "/latihan": 8,
    "/kompetensi": 8,
    "/minggu-pertama": 8,
    "/meja": 5,
    "/ringkasan": 8,
    "/jawab": 8,
    "/jawab?q=ipm": 8,
    "/admin/pegawai": 5,
    "/kiosk/": 3,
}


def signed_in(app: Flask, username: str) -> PageClient:
    client = PageClient(app)
    client.post_form("/masuk", {"username": username, "password": PASSWORD})
    return client


def measure_list_pages(ground: Ground) -> None:
    """Bar: CPU <= 1.35 of reading the same rows with raw sqlite3 and rendering the same template."""
    for place, (path, (template, condition)) in enumerate(LIST_PAGES.items()):
        _measure_list_page(ground, f"list{place}", path, template, condition)


def _measure_list_page(ground: Ground, name: str, path: str, template: str, condition: str) -> None:
    file = ground.copy(name)
    app = ground.app(file)
    with app.app_context():
        client = signed_in(app, "employee")
    raw = dbapi2.connect(str(file))

    def ours() -> None:
        answer = client.http.get(path)
        assert answer.status_code == 200
        answer.close()

    with app.test_request_context(path, headers={"Cookie": _cookies(client)}):
        app.preprocess_request()
        kept = dict(g.__dict__)

        def floor() -> None:
            g.__dict__.update(kept)
            raw.execute("SELECT s.*, p.* FROM sign_ins s JOIN people p ON p.id = s.person_id").fetchone()
            raw.execute("SELECT config_version FROM offices WHERE id = ?", (ground.office_id,)).fetchone()
            rows = raw.execute(
                "SELECT key, kind, slug, title, short, function, summary, verified_at IS NOT NULL FROM pages"
                f" WHERE office_id = ? AND state = 'published'{condition} ORDER BY position, title",
                (ground.office_id,),
            )
            lines = [PageLine(*row) for row in rows]
            render_template(template, kind="survey", lines=lines).encode()

        compare(
            f"{path}, CPU in this process", "ms", _in_turn({"PSTku": ours, "SQL + page": floor}), {"SQL + page": 1.35}
        )


def _in_turn(sides: Mapping[str, Callable[[], None]]) -> dict[str, list[float]]:
    """Milliseconds of CPU of one call of each side, round by round."""
    figures: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(ROUNDS + 1):
        for name in rotated(list(sides), number):
            cpu = time.process_time()
            for _ in range(CALLS):
                sides[name]()
            figures[name].append((time.process_time() - cpu) * 1000 / CALLS)
    return {name: found[1:] for name, found in figures.items()}  # the first round warms up


def _cookies(client: PageClient) -> str:
    return "; ".join(f"{c.key}={c.value}" for c in client.http._cookies.values())


def measure_statements(ground: Ground) -> None:
    """SQL statements per page, sign-in and office included."""
    app = ground.app(ground.copy("statements"))
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        for path, bar in BARS.items():
            client = _client_for(app, path)
            client.get(path, check=False)
            seen.clear()
            answer = client.get(path, check=False)
            found = [statement for statement in seen if not statement.startswith(("PRAGMA", "BEGIN"))]
            assert answer.status_code == 200, (path, answer.status_code)
            tell(f"statements for {path}", str(len(found)), f"≤ {bar}", len(found) <= bar)


def _client_for(app: Flask, path: str) -> PageClient:
    if path.startswith("/kiosk"):
        client = PageClient(app)
        client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], DEVICE_TOKEN)
        return client
    who = {"/meja": "officer", "/ringkasan": "head", "/admin/pegawai": "admin"}.get(path, "employee")
    return signed_in(app, who)


def measure_kiosk_weight(ground: Ground) -> None:
    """What a tablet loads the first time, gzip as on the wire."""
    app = ground.app(ground.copy("weight"))
    with app.app_context():
        client = _client_for(app, "/kiosk/")
        page = client.get("/kiosk/", check=False)
        html = len(gzip.compress(page.data, 6))
        files = sizes_of(client, page.page)
    scripts = sum(size for path, size in files.items() if path.endswith(".js"))
    total = html + sum(files.values())
    for what, size, bar in (("page", html, 9), ("scripts", scripts, 32), ("in all", total, 60)):
        tell(f"kiosk {what}, gzip", f"{size / KB:.1f} kB", f"≤ {bar} kB", size <= bar * KB)


def sizes_of(client: PageClient, page: Any) -> dict[str, int]:
    """Path to size on the wire of everything the page, its styles and its modules ask for; the font is the one of plain signs."""
    wanted = [tag.get("href") or tag.get("src") for tag in page.select("link[href], script[src], img[src]")]
    wanted += [tag["href"].split("#")[0] for tag in page.select("use[href]")]
    sizes: dict[str, int] = {}
    while wanted:
        address = wanted.pop()
        path = urlsplit(address).path
        if path in sizes or not path.startswith(("/static/", "/gaya/")):
            continue
        answer = client.http.get(address, headers={"Accept-Encoding": "gzip"})
        sizes[path] = len(answer.data)
        text = gzip.decompress(answer.data).decode() if answer.headers.get("Content-Encoding") == "gzip" else ""
        answer.close()
        if path.endswith(".js"):
            wanted += [
                urljoin(path, found)
                for found in re.findall(r'from "(\.[^"]+)"|import "(\.[^"]+)"', text)
                for found in found
                if found
            ]
        if path.endswith(".css"):
            wanted += [
                urljoin(path, found) for found in re.findall(r'url\("?([^")]+(?:\.svg|plain[^")]+\.woff2))"?\)', text)
            ]
    return sizes
