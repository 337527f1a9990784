"""Kritik & saran from somebody without an open visit."""

from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, words_text
from pstku.ratings.models import Remark
from pstku.ratings.rules.asking import LONGEST_COMMENT


def leave_remark(office_id: int, remark_id: UUID, text: str) -> None:
    """Store a remark about nobody in particular, once per id; raises InvalidInput("text") when there are none."""
    words = words_text(text, LONGEST_COMMENT)
    if len(words) < 3:
        raise InvalidInput("text", N_("Tulis kritik atau saran Anda, minimal tiga huruf."))
    with atomic() as s:
        dialect = postgresql if s.get_bind().dialect.name == "postgresql" else sqlite
        row = {"id": remark_id, "office_id": office_id, "text": words, "created_at": clock.now(), "is_demo": False}
        insert = dialect.insert(Remark).values(row).on_conflict_do_nothing(index_elements=["id"])
        if s.execute(insert.returning(Remark.id)).first():
            record(office_id, "leave_remark", "remark", remark_id, actor_kind="guest")
