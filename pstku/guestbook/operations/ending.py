"""The end of a visit, whoever ends it and however: what waits for it is told in the same act."""

from collections.abc import Callable
from uuid import UUID

Waiting = Callable[[int, UUID], None]
_waiting: list[Waiting] = []


def when_a_visit_ends(act: Waiting) -> Waiting:
    """Have `act(office_id, visit_id)` called in the act that ends a visit; for domains the guest book does not know."""
    _waiting.append(act)
    return act


def visit_ended(office_id: int, visit_id: UUID) -> None:
    """Selesai, batal or tidak hadir: every operation that ends a visit says so here, after it has."""
    for act in _waiting:
        act(office_id, visit_id)
