"""A guest at the counter whom the officer enters: the tablet is dead, or the guest cannot type."""

from dataclasses import replace
from uuid import UUID

from pstku.core.actor import Actor
from pstku.core.db import atomic
from pstku.core.languages import INDONESIAN
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import start_service
from pstku.guestbook.queries.visits import Registered
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from pstku.guestbook.rules.states import Channel
from pstku.officers.rules import SERVERS


def add_walk_in(
    actor: Actor,
    visit_id: UUID,
    entry: Entry,
    *,
    desk_id: int | None,
    is_served_now: bool,
    language: str = INDONESIAN,
) -> Registered:
    """Tambah tamu di meja: the guest gets number and code as at the tablet, and waits or is served by the actor at once.

    The visit keeps who entered it. Repeating the request changes nothing. Raises InvalidInput for what was typed.
    """
    actor.need(*SERVERS)
    at_counter = replace(entry, facility=FACILITY_OF_CHANNEL[Channel.DESK])
    origin = Origin(channel=Channel.DESK, desk_id=desk_id, actor=actor, language=language)
    with atomic():
        registered = register_visit(actor.office_id, visit_id, at_counter, origin)
        if is_served_now and not registered.is_repeat:
            start_service(actor, visit_id, desk_id=desk_id)
    return registered
