"""A quarter of the demo that is ready to decide: opened, closed and checked by the demo admins."""

from datetime import timedelta

from sqlalchemy import update

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.quarters import quarter_before
from pstku.offices.queries import Configuration
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.weighing import strong_signals

SENTENCE = "Kunjungannya sudah dicocokkan dengan jadwal piket; semuanya memang terjadi."
NOTE = "Kunjungan yang ditandai, pengaduan, dan jadwal piket sudah dicocokkan."


def prepare_award(office: Configuration, people: dict[str, int]) -> None:
    """Take the previous quarter of the desk line to the step before the decision; it is opened while guests still vote."""
    year, quarter = clock.quarter_of(clock.local_day(clock.now(), office.tz))
    year, quarter = quarter_before(year, quarter)
    opener, checker = (Actor(people[name], office.id, frozenset({Role.ADMIN})) for name in ("admin", "admin2"))
    with atomic() as s:
        period = open_period(opener, year, quarter, "desk")
        s.execute(update(AwardPeriod).where(AwardPeriod.id == period.id).values(is_demo=True))
        today = clock.local_day(clock.now(), office.tz)
        if today > period.ends_on + timedelta(days=office.settings.voting_days):
            lock_period(opener, period.id)
            check_period(checker, period.id, NOTE, {item.key: SENTENCE for item in strong_signals(period)})
