"""Filing a signed copy that came back beside the paper it belongs to."""

from hashlib import sha256

from sqlalchemy import func, select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.documents.inspecting import inspect_apart
from pstku.documents.models import SignedCopy
from pstku.documents.queries import get_document
from pstku.documents.rules.copies import LARGEST, REFUSED

MOST_COPIES = 20  # of one paper


def file_copy(actor: Actor, document_id: int, content: bytes) -> SignedCopy:
    """Keep the file beside the paper with what could be found out about it.

    Raises InvalidInput("file") for one that is no readable PDF or too large, Conflict for one that is kept already.
    """
    actor.need(Role.ADMIN)
    if not content:
        raise InvalidInput("file", N_("Pilih berkas PDF yang sudah ditandatangani."))
    if len(content) > LARGEST:
        raise InvalidInput("file", N_("Berkas terlalu besar. Paling besar %(max)s MB."), max=LARGEST // 1_000_000)
    document = get_document(actor.office_id, document_id, with_content=True)
    if document.content is None:
        raise Conflict(N_("Naskah ini belum dicetak di sini, jadi tidak ada yang dapat dibandingkan."))
    checked = inspect_apart(document.content, content)  # seconds, in a process of its own: before the act
    if checked.finding in REFUSED:
        raise InvalidInput("file", REFUSED[checked.finding])
    mark = sha256(content).hexdigest()
    with atomic() as s:
        s.refresh(document, ["id"], with_for_update=True)  # two who file the same come one after the other
        kept = SignedCopy.document_id == document.id
        if session().scalar(select(SignedCopy.id).where(kept, SignedCopy.sha256 == mark)):
            raise Conflict(N_("Berkas yang sama sudah disimpan untuk naskah ini."))
        if (session().scalar(select(func.count()).select_from(SignedCopy).where(kept)) or 0) >= MOST_COPIES:
            raise Conflict(N_("Naskah ini sudah mempunyai %(most)s salinan."), most=MOST_COPIES)
        copy = SignedCopy(
            office_id=actor.office_id,
            document_id=document.id,
            content=content,
            sha256=mark,
            finding=checked.finding,
            signers=list(checked.signers),
            received_at=clock.now(),
            received_by_id=actor.person_id,
        )
        s.add(copy)
        s.flush()
        found = str(checked.finding)
        record(actor.office_id, "file_signed_copy", "document", document.id, actor_id=actor.person_id, found=found)
    return copy
