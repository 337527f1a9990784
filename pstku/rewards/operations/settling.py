"""What the night does with quarters: close what nobody finished, and cut what is settled."""

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.batches import After, nobody_waits
from pstku.core.db import atomic
from pstku.offices.queries import configuration
from pstku.ratings.operations.cutting import cut_quarter, empty_quarter
from pstku.ratings.queries.tallies import unemptied_quarters
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import forget_drawn_visits
from pstku.rewards.queries import near_deadlines, settled_quarters
from pstku.rewards.rules.lapsing import DAYS_TO_ESTABLISH
from pstku.rewards.rules.states import State

LAPSED = f"Tidak ditetapkan: tidak selesai dalam {DAYS_TO_ESTABLISH} hari sesudah triwulan berakhir."


def close_lapsed_periods(office_id: int) -> int:
    """Tidak ditetapkan: periods nobody established within 180 days of their quarter end. Returns how many."""
    today = clock.local_day(clock.now(), configuration(office_id).tz)
    lapsed = [item for item in near_deadlines(office_id, today) if item.days_left < 0]
    with atomic() as s:
        for item in lapsed:
            mine = (AwardPeriod.office_id == office_id, AwardPeriod.line == item.line)
            when = (AwardPeriod.year == item.year, AwardPeriod.quarter == item.quarter)
            values = {"state": State.CANCELLED, "cancelled_at": clock.now(), "cancel_reason": LAPSED}
            close = update(AwardPeriod).where(*mine, *when).values(values).returning(AwardPeriod.id)
            period_id = s.scalars(close.execution_options(synchronize_session=False)).one()
            forget_drawn_visits(period_id)
            record(office_id, "award_lapsed", "award_period", period_id)
        s.expire_all()
    return len(lapsed)


def cut_settled_quarters(office_id: int, after: After = nobody_waits) -> int:
    """Turn the votes of every settled quarter into tallies, each in an act of its own. Returns how many votes went."""
    office = configuration(office_id)
    today = clock.local_day(clock.now(), office.tz)
    broken_off = sum(empty_quarter(office_id, *each, after) for each in unemptied_quarters(office_id))
    return broken_off + sum(cut_quarter(office_id, *each, after) for each in settled_quarters(office, today))
