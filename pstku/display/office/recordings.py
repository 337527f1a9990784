"""Suara panggilan: each clip of a call, heard, said in the office's own voice, and back to ours."""

from typing import Any

from flask import Response, flash, make_response, request
from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField

from pstku.core.actor import Role
from pstku.core.errors import NotFound
from pstku.core.languages import INDONESIAN, LANGUAGES, known_language
from pstku.core.text import N_
from pstku.display.office import blueprint
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.paths import static_url
from pstku.officers.queries.desks import desks_in_use
from pstku.waitingroom.operations import recordings as operations
from pstku.waitingroom.queries.recordings import find_recording, own_recordings
from pstku.waitingroom.rules.clips import CLIPS, GONG, SAID, desk_clip, is_sayable


class RecordingForm(Form):
    """Which clip, in which language, and the sound."""

    language = SelectField(N_("Bahasa"), choices=offer(LANGUAGES.items()))
    clip = SelectField(N_("Bagian panggilan"))
    sound = FileField(N_("Rekaman"), [required(N_("Pilih berkas rekaman."))])


@blueprint.route("/suara", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def voice() -> Response:
    """Every clip as it is said now, and the form for another."""
    language = known_language(request.args.get("untuk")) or INDONESIAN
    form = RecordingForm(data={"language": language})
    form.clip.choices = offer(_names().items())
    if form.validate_on_submit():
        with form.refusals():
            operations.set_recording(current_actor(), form.language.data, form.clip.data, form.sound.data.read())
            flash(_("Rekaman tersimpan. Layar memakainya mulai sekarang."), "success")
            return redirect_to("waiting_room.voice")
    return render_page(
        "admin/display_voice.html", form=form, clips=_clips(language), language=language, status=form.http_status
    )


@blueprint.get("/suara/<language>/<clip>")
@requires(Role.ADMIN, area=ADMIN)
def hear(language: str, clip: str) -> Response:
    """The office's own recording, to listen to."""
    found = find_recording(current_office().id, language, clip)
    if found is None:
        raise NotFound(N_("Rekaman ini tidak ada."))
    response = make_response(found.content)
    response.mimetype = found.media_type
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.post("/suara/<language>/<clip>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def back_to_ours(language: str, clip: str) -> Response:
    """Forget the office's own recording."""
    operations.remove_recording(current_actor(), language, clip)
    flash(_("Rekaman kantor dihapus; suara bawaan dipakai lagi."), "success")
    return redirect_to("waiting_room.voice")


def _names() -> dict[str, str]:
    """Each clip's name and what it says; desks whose name our clips cannot say besides."""
    own = {desk_clip(key): name for key, name in desks_in_use(current_office()).items() if not is_sayable(name)}
    return {GONG: _("Gong"), **{clip: words[INDONESIAN] for clip, words in SAID.items()}, **own}


def _clips(language: str) -> list[dict[str, Any]]:
    own, names = own_recordings(current_office()), _names()
    found = [(language, clip) for clip in names if clip != GONG or language == INDONESIAN]
    return [
        {
            "language": language,
            "clip": clip,
            "words": SAID[clip][language] if clip in SAID else names[clip],
            "is_own": (language, clip) in own,
            "ours": static_url(f"calls/{language}/{clip}.opus") if clip in CLIPS else None,
        }
        for language, clip in found
    ]
