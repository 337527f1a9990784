"""The addresses of what is said aloud: of each clip the office's own recording first, then ours."""

import hashlib

from flask import Response, jsonify, url_for

from pstku.core.errors import NotFound
from pstku.core.languages import INDONESIAN, LANGUAGES
from pstku.core.text import N_
from pstku.display import blueprint
from pstku.display.access import requires_display
from pstku.http.access import current_office
from pstku.http.paths import static_url
from pstku.offices.queries import Configuration
from pstku.offices.settings import QUEUE, YES
from pstku.waitingroom.queries.board import Called
from pstku.waitingroom.queries.recordings import find_recording, own_recordings
from pstku.waitingroom.rules.clips import CLIPS, GONG, NUMBER, SAID, Clip, call_of

TRIAL: list[Clip] = [(INDONESIAN, GONG), (INDONESIAN, NUMBER), *((INDONESIAN, sign) for sign in "a014")]


@blueprint.get("/layar/suara")
@requires_display
def voice() -> Response:
    """Every clip that a call may need, so that a screen has them before one comes."""
    office = current_office()
    ours = [(language, clip) for language in LANGUAGES for clip in CLIPS if clip != GONG or language == INDONESIAN]
    return jsonify(clips=_addresses(office, [*ours, *(own_recordings(office).keys() - ours)]))


@blueprint.get("/layar/suara/<language>/<clip>")
@requires_display
def recording(language: str, clip: str) -> Response:
    """The office's own recording of a clip; its address names its content."""
    found = find_recording(current_office().id, language, clip)
    if found is None:
        raise NotFound(N_("Rekaman ini tidak ada."))
    return Response(found.content, mimetype=found.media_type, headers={"Cache-Control": "private, max-age=31536000"})


def has_voice(office: Configuration) -> bool:
    """Are calls said aloud in this office?"""
    return office.settings.mode == QUEUE and office.settings.display_voice == YES


def voice_mark(office: Configuration) -> str:
    """Which clips this office's calls are made of; empty where none is said. Another mark: they are to be tried anew."""
    own = sorted(own_recordings(office).items())
    return hashlib.sha256(repr((own, sorted(SAID))).encode()).hexdigest()[:12] if has_voice(office) else ""


def said(office: Configuration, call: Called) -> list[list[str]]:
    """The addresses of a call's clips, in order."""
    own = own_recordings(office)
    return _addresses(office, call_of(call.number, call.desk_id, call.desk, call.language, own))


def trial(office: Configuration) -> list[list[str]]:
    """What a screen says when somebody touches its mark."""
    return _addresses(office, TRIAL)


def _addresses(office: Configuration, clips: list[Clip]) -> list[list[str]]:
    return [_of_clip(own_recordings(office), *clip) for clip in clips]


def _of_clip(own: dict[Clip, str], language: str, clip: str) -> list[str]:
    ours = [static_url(f"calls/{language}/{clip}.opus")] if clip in CLIPS else []
    digest = own.get((language, clip))
    if digest is None:
        return ours
    return [url_for("display.recording", language=language, clip=clip, v=digest), *ours]
