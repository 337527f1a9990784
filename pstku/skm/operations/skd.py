"""SKD, BPS's own survey of data needs: the office says where its official form stands, and when guests are invited.

Everyone served in that time is invited in the same words by the same screens; nobody chooses whom, and nothing is kept of
who went there.
"""

from datetime import date

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, run
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.offices.queries import configuration
from pstku.skm.models import SkdPeriod
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.skd import running_period
from pstku.skm.rules.skd import LONGEST_PERIOD, is_official

LONGEST_ADDRESS = 300


def start_skd(actor: Actor, *, address: str, starts_on: date | None, ends_on: date | None) -> int:
    """From `starts_on` to `ends_on` every guest who was served is invited to the form at `address`. Returns its id.

    Raises InvalidInput; Conflict while another period runs.
    """
    actor.need(*KEEPERS)
    today = clock.local_day(clock.now(), configuration(actor.office_id).tz)
    form = fitting("address", address, LONGEST_ADDRESS)
    if not is_official(form):
        raise InvalidInput("address", N_("Tulis alamat formulir resminya, diawali https:// dan di bawah bps.go.id."))
    if starts_on is None or starts_on < today:
        raise InvalidInput("starts_on", N_("Undangan dimulai hari ini atau sesudahnya: yang lalu tidak melihatnya."))
    if ends_on is None or not starts_on <= ends_on <= starts_on + LONGEST_PERIOD:
        raise InvalidInput("ends_on", N_("Undangan berakhir sesudah dimulai, paling lama enam bulan."))
    with atomic() as s:
        if running_period(actor.office_id, today):
            raise Conflict(N_("Masih ada masa undangan SKD. Akhiri dulu yang itu."))
        lapsed = update(SkdPeriod).where(SkdPeriod.office_id == actor.office_id, SkdPeriod.ended_on.is_(None))
        run(lapsed.values(ended_on=SkdPeriod.ends_on))
        row = SkdPeriod(
            office_id=actor.office_id,
            address=form,
            starts_on=starts_on,
            ends_on=ends_on,
            entered_at=clock.now(),
            entered_by_id=actor.person_id,
        )
        s.add(row)
        s.flush()
        record(actor.office_id, "start_skd", "skd_period", row.id, actor_id=actor.person_id)
    return row.id


def end_skd(actor: Actor, period_id: int) -> None:
    """Invite nobody any more from today on. Raises Conflict for a period that is over, NotFound."""
    actor.need(*KEEPERS)
    today = clock.local_day(clock.now(), configuration(actor.office_id).tz)
    with atomic() as s:
        mine = (SkdPeriod.id == period_id, SkdPeriod.office_id == actor.office_id, SkdPeriod.ended_on.is_(None))
        ended = update(SkdPeriod).where(*mine, SkdPeriod.ends_on >= today)
        if run(ended.values(ended_on=today, ended_by_id=actor.person_id)).rowcount == 0:
            raise Conflict(N_("Masa undangan ini sudah berakhir."))
        s.expire_all()
        record(actor.office_id, "end_skd", "skd_period", period_id, actor_id=actor.person_id)
