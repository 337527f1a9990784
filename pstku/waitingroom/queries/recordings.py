"""Reads of the office's own recordings."""

from functools import lru_cache

from sqlalchemy import select

from pstku.core.db import database_name, session
from pstku.offices.queries import Configuration
from pstku.waitingroom.models import CallRecording
from pstku.waitingroom.rules.clips import Clip


def own_recordings(office: Configuration) -> dict[Clip, str]:
    """Language and name of each clip the office has recorded itself, with the digest of its content; read once a version."""
    return _own_recordings(database_name(), office.id, office.version)


@lru_cache(maxsize=8)
def _own_recordings(_database: str, office_id: int, _version: int) -> dict[Clip, str]:
    columns = (CallRecording.language, CallRecording.clip, CallRecording.digest)
    rows = session().execute(select(*columns).where(CallRecording.office_id == office_id))
    return {(row.language, row.clip): row.digest for row in rows}


def find_recording(office_id: int, language: str, clip: str) -> CallRecording | None:
    """The office's own recording of a clip, or None."""
    return session().get(CallRecording, (office_id, language, clip))
