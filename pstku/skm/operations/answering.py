"""A guest fills in a form through a link that works once."""

from pstku.core import clock
from pstku.core.db import atomic, insert_into
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.offices.queries import configuration
from pstku.skm.links import Link
from pstku.skm.models import SkmUsedLink
from pstku.skm.operations.keeping import OVER, held_open, new_answer
from pstku.skm.queries.rounds import takes_answers
from pstku.skm.rules.answers import Filled

USED = N_("Survei lewat tautan ini sudah kami terima. Satu kunjungan mengisi satu kali.")


def answer_by_link(office_id: int, link: Link, filled: Filled) -> None:
    """Keep a guest's answers; nothing of it enters the trail, where each entry has its moment.

    Of two that come at once the database takes one. Raises InvalidInput for what is missing, Conflict for a link that
    was used or whose round is over.
    """
    office = configuration(office_id)
    today = clock.local_day(clock.now(), office.tz)
    with atomic() as s:
        row = held_open(office_id, link.round_id)
        if not takes_answers(row, today):
            raise Conflict(OVER)
        answer = new_answer(office, row, filled, day=today, way=link.way, service_id=link.service_id)
        mark = insert_into(SkmUsedLink).values(mark=link.mark, round_id=row.id).on_conflict_do_nothing()
        if s.scalar(mark.returning(SkmUsedLink.mark)) is None:
            raise Conflict(USED)
        s.add(answer)
