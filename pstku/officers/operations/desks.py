"""Desks: the places where guests are served."""

from collections.abc import Iterable

from pstku.core.db import atomic
from pstku.officers.models import Desk


def add_desks(office_id: int, names: Iterable[str]) -> None:
    """The desks an office starts with, in this order."""
    with atomic() as s:
        s.add_all(Desk(office_id=office_id, name=name, position=place) for place, name in enumerate(names))
