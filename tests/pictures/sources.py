"""What a picture is made of, as the server writes it: elements, words, styles. No browser is needed."""

import hashlib
import json
import re
from datetime import datetime
from pathlib import Path

from flask import Flask

from pstku.core import clock
from pstku.http.static import SHEETS, sheets_named
from tests.html import Element
from tests.page import PageClient
from tests.pictures.scene import OPEN, SECRET, SHUT, Scene, Wall

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/panduan/gambar"
RECORD = FOLDER / "record.json"
LANGUAGES = ("id", "en")
DIALOGS = ("still-here", "helped", "removed-number")
BY_SCRIPT = ("stored", "full", "ways")  # states which the outbox adds, from words of its own
MORE_SHEETS = ("guest-phone", "kiosk-camera")
SEEN = ("class", "aria-label", "placeholder", "alt", "data-device")
MADE = ("tests/pictures/scene.py", "tests/pictures/take.py", "tests/browser/guests/states.py")
DRAWN = ("static/img/sprite.svg",)


def fingerprints(app: Flask, scene: Scene) -> dict[str, str]:
    """Name of a state -> fingerprint of all that its pictures in both languages are made of."""
    client = PageClient(app)  # as a server answers, one request knowing nothing of the one before
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], SECRET)

    def page(address: str, language: str, moment: datetime = OPEN, by: PageClient = client) -> Element:
        with clock.at(moment):
            return by.get(f"{address}?bahasa={language}", check=False).page

    tablet = [page("/kiosk/", language) for language in LANGUAGES]
    parts = {found["data-state"]: f"[data-state={found['data-state']}]" for found in tablet[0].select(".k-state")}
    parts |= {name: f"#{name}" for name in DIALOGS}
    told = {name: [_outline(one.select_one(place)) for one in tablet] for name, place in parts.items()}
    told["idle-closed"] = [_outline(page("/kiosk/", code, SHUT).select_one("[data-state=idle]")) for code in LANGUAGES]
    told |= {
        name: [_outline(page(address, code, by=PageClient(app))) for code in LANGUAGES]  # no tablet's cookie
        for name, address in scene.phone.items()
    }
    told["rate-scan"] = [_outline(page("/kiosk/penilaian/kamera", code)) for code in LANGUAGES]
    with clock.at(OPEN):
        words = json.dumps(client.get("/kiosk/api/kotak-kirim").get_json()["words"])
    told |= {name: [words] for name in BY_SCRIPT}
    bar = [_outline(one.select_one(".k-top")) for one in tablet]
    made = "".join((ROOT / file).read_text(encoding="utf-8") for file in MADE + DRAWN)
    shared = _styles(tablet[0]) + made
    found = {name: _hash([*bar, *outlines, shared]) for name, outlines in told.items()}
    found |= {name: _hash([*_of_wall(app, scene, wall), made]) for name, wall in scene.walls.items()}
    return dict(sorted(found.items()))


def _of_wall(app: Flask, scene: Scene, wall: Wall) -> list[str]:
    """Elements and words in both languages, and the styles, of a page that is no guest's."""
    client = PageClient(app)
    client.http.set_cookie(*wall.cookie)
    with clock.at(OPEN), scene.opened(wall):
        pages = [client.get(f"{wall.address}?bahasa={language}", check=False).page for language in LANGUAGES]
    return [*map(_outline, pages), _styles(pages[0])]


def stale(now: dict[str, str]) -> list[str]:
    """Names of states whose pictures are not of today's words, elements, styles and scene, or are not there."""
    kept = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    names = {name for name in now if kept.get(name) != now[name] or not list(FOLDER.glob(f"{name}-*.webp"))}
    return sorted(names | (set(kept) - set(now)))


def _outline(element: Element | None) -> str:
    """The elements with their classes and words; no token, id or address, which differ each time."""
    assert element
    shape = [(one.name, *(one.get(name) or "" for name in SEEN), one.has_attr("hidden")) for one in element.select("*")]
    return f"{shape} {' '.join(element.get_text(' ').split())}"


def _styles(page: Element) -> str:
    """All the sheets a guest's page is drawn with, without notes and white space."""
    links = "".join(f'href="{link["href"]}"' for link in page.select("link[rel=stylesheet]"))
    names = [name for found in [*sheets_named(links), MORE_SHEETS] for name in found]
    sheets = "".join((SHEETS / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return re.sub(r"/\*.*?\*/|\s+", "", sheets, flags=re.DOTALL)


def _hash(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
