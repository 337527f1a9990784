"""An editor adds a picture to the library."""

import hashlib

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, insert_into
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.pictures import as_webp, rewritten
from pstku.core.text import N_
from pstku.library.models import PageImage
from pstku.library.rendering import IMAGE_PATH


def add_image(actor: Actor, upload: bytes, alt: str) -> str:
    """Keep a picture, re-encoded and without hidden data; returns the Markdown that shows it.

    The same file again is the same picture. Raises InvalidInput for no picture, or without words for those who
    cannot see it.
    """
    actor.need(Role.EDITOR)
    words = fitting("image_alt", alt, 200).replace("[", "(").replace("]", ")")
    if len(words) < 3:
        raise InvalidInput("image_alt", N_("Tulis apa yang terlihat pada gambar, untuk yang tidak dapat melihatnya."))
    content = rewritten(upload, "image", as_webp)
    key = hashlib.sha256(upload).hexdigest()[:32]
    with atomic():
        keep_image(actor.office_id, key, content, actor.person_id)
        record(actor.office_id, "add_image", "page_image", key, actor_id=actor.person_id, bytes=len(content))
    return f"![{words}]({IMAGE_PATH.format(key=key)})"


def keep_image(office_id: int, key: str, content: bytes, person_id: int | None) -> None:
    """Keep a re-encoded picture under its key; a key that is taken keeps its picture."""
    row = {"office_id": office_id, "key": key, "content": content, "uploaded_by_id": person_id}
    with atomic() as s:
        s.execute(insert_into(PageImage).values(row | {"uploaded_at": clock.now()}).on_conflict_do_nothing())
