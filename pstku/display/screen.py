"""The screen itself: its page, and what it asks every few seconds. No name of a guest ever stands here."""

import hashlib
from datetime import datetime, timedelta

from flask import Response, jsonify, render_template, request

from pstku.audit.queries import trail_end
from pstku.core import clock
from pstku.core.stamps import Stamp, still_holds
from pstku.display import blueprint
from pstku.display.access import current_display, held_token, remember_display, requires_display
from pstku.display.calls import has_voice, said, trial, voice_mark
from pstku.display.pairing import not_paired
from pstku.display.view import screen_of
from pstku.http.access import current_office, public
from pstku.http.pages import render_page
from pstku.http.paths import STATIC
from pstku.offices.queries import Configuration
from pstku.waitingroom.operations.displays import note_display
from pstku.waitingroom.queries.board import Called
from pstku.waitingroom.queries.calls import calls_since
from pstku.waitingroom.queries.displays import DisplayView

NOTED_EVERY = timedelta(seconds=45)
MINUTE = timedelta(minutes=1)


@blueprint.get("/layar")
@public
def screen() -> Response:
    """The waiting room on an enrolled screen, and pairing on any other browser."""
    display = current_display()
    if display is None:
        return not_paired()
    office = current_office()
    told = {"end": trail_end(office.id), "build": BUILD, "trial": trial(office)}
    return render_page("display/page.html", screen=screen_of(office), told=told)


@blueprint.get("/layar/keadaan")
@requires_display
def standing() -> Response:
    """Polled: what stands on the screen, or 204 while the stamp the screen sends is still current."""
    display, now = current_display(), clock.now()
    assert display is not None  # @requires_display
    end = trail_end(display.office_id)
    is_known = still_holds(request.args.get("seen", ""), end, now)
    return _noted(display, now, Response(status=204) if is_known else _news(end, now))


def _news(end: int, now: datetime) -> Response:
    until = now.replace(second=0, microsecond=0) + MINUTE  # at which clock and opening hours change
    office = current_office()
    return jsonify(
        stamp=str(Stamp(end, now, until)),
        end=end,
        build=BUILD,
        voice=voice_mark(office),
        calls=[said(office, call) for call in _calls(office, end)],
        board=render_template("display/board.html", screen=screen_of(office), office=office),
    )


def _calls(office: Configuration, end: int) -> list[Called]:
    return calls_since(office, request.args.get("heard", type=int), end) if has_voice(office) else []


def _noted(display: DisplayView, now: datetime, answer: Response) -> Response:
    """Every 45 s, and as soon as its voice is another, the screen's life is recorded and its cookie renewed."""
    sound, seen = request.args.get("sound"), display.last_seen_at
    if seen is not None and timedelta() <= now - seen < NOTED_EVERY and sound in (None, display.sound):
        return answer
    note_display(display.id, sound)
    return remember_display(answer, held_token())


def _fingerprint() -> str:
    """Of the screen's scripts, styles and templates: a screen that stands for months reads a new one."""
    folders = ("js/display", "css/display.css", "../templates/display")
    files = [
        path for name in folders for path in (STATIC / name, *sorted((STATIC / name).rglob("*"))) if path.is_file()
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


# Read with the program: were each worker to look later, screens would go from one's build to another's.
BUILD = _fingerprint()
