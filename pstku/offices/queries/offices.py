"""Which offices there are, and which one this installation serves."""

from sqlalchemy import String, bindparam, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.statements import Prepared, rows_at_most
from pstku.core.text import N_
from pstku.offices.models import (
    Office,
)

_OF_CODE = bindparam("code", type_=String)
SOLE_OFFICE = Prepared(
    select(Office.id).where(_OF_CODE.is_(None) | (Office.code == _OF_CODE)).order_by(Office.id).limit(rows_at_most(1))
)


def office_by_code(code: str) -> Office | None:
    """The office with a BPS domain code, or None."""
    return session().scalar(select(Office).where(Office.code == code))


def sole_office_id(code: str | None = None) -> int:
    """The office this installation serves: the one of `code`, else the only one; raises NotFound."""
    found = SOLE_OFFICE.first({"code": code or None})
    if found is None:
        raise NotFound(N_("Kantor belum disiapkan. Jalankan `flask pstku office-init`."))
    return int(found.id)


def find_sole_office_id(code: str | None = None) -> int | None:
    """As `sole_office_id`; None when there is no office yet, or no database."""
    try:
        return sole_office_id(code)
    except (NotFound, OperationalError, ProgrammingError):
        return None


def office_ids() -> list[int]:
    """Every office of this database."""
    return list(session().scalars(select(Office.id).order_by(Office.id)))
