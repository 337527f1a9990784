"""Writes of the office's own recordings."""

import hashlib

from sqlalchemy import delete

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.offices.operations.changing import note_change
from pstku.waitingroom.models import CallRecording
from pstku.waitingroom.rules.recordings import MOST_BYTES, is_clip, media_type_of


def set_recording(actor: Actor, language: str, clip: str, content: bytes) -> None:
    """Say this clip in the office's own voice from now on; raises InvalidInput for what is no short sound file."""
    actor.need(Role.ADMIN)
    if not is_clip(language, clip):
        raise InvalidInput("clip", N_("Pilih bagian panggilan yang direkam."))
    if len(content) > MOST_BYTES:
        raise InvalidInput("sound", N_("Rekaman terlalu besar. Paling banyak 200 kB, sekitar lima detik."))
    media_type = media_type_of(content)
    if media_type is None:
        raise InvalidInput("sound", N_("Berkas ini bukan rekaman suara. Pakai opus, ogg, mp3, m4a, wav, atau webm."))
    key = {"office_id": actor.office_id, "language": language, "clip": clip}
    with atomic() as s:
        s.merge(
            CallRecording(
                **key,
                content=content,
                media_type=media_type,
                digest=hashlib.sha256(content).hexdigest()[:16],
                recorded_at=clock.now(),
            )
        )
        note_change(actor, "set_recording", "office", actor.office_id, language=language, clip=clip)


def remove_recording(actor: Actor, language: str, clip: str) -> None:
    """Back to our clip; raises NotFound when the office has none of its own."""
    actor.need(Role.ADMIN)
    mine = (CallRecording.office_id == actor.office_id, CallRecording.language == language, CallRecording.clip == clip)
    with atomic() as s:
        going = delete(CallRecording).where(*mine).returning(CallRecording.clip)
        if s.scalar(going.execution_options(synchronize_session="fetch")) is None:
            raise NotFound(N_("Rekaman ini tidak ada."))
        note_change(actor, "remove_recording", "office", actor.office_id, language=language, clip=clip)
