"""The demo's survey: the previous quarter closed, with a follow-up plan, and the present one half answered."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.quarters import quarter_before
from pstku.offices.queries import Configuration
from pstku.skm.models import SkmAnswer, SkmFollowUp, SkmRound
from pstku.skm.queries.rounds import answers_of, limits_of
from pstku.skm.rules.answers import ABOUT
from pstku.skm.rules.figures import figures_of
from pstku.skm.rules.rounds import BY_GUESTS, Period, Way, round_days
from pstku.skm.rules.sets import SKM

BEFORE, NOW, PAPER = 64, 34, 6
WEIGHTS = {"sarana": (1, 5, 20, 8), "waktu": (1, 3, 18, 12), "biaya": (0, 1, 3, 30)}
USUAL = (0, 2, 15, 17)


def prepare_survey(office: Configuration, people: dict[str, int]) -> None:
    """Two rounds with their answers, of which figures are shown as at night."""
    chance = Random("survei")
    year, quarter = clock.quarter_of(clock.local_day(clock.now(), office.tz))
    with atomic() as s:
        earlier = _round(office, people["admin"], *quarter_before(year, quarter))
        earlier.closed_at, earlier.closed_by_id = clock.now(), people["admin"]
        present = _round(office, people["admin"], year, quarter)
        s.add_all([earlier, present])
        s.flush()
        s.add_all([_answer(office, earlier, chance, BY_GUESTS[n % 3]) for n in range(BEFORE)])
        s.add_all([_answer(office, present, chance, BY_GUESTS[n % 3]) for n in range(NOW)])
        s.add_all([_answer(office, present, chance, Way.PAPER, sheet) for sheet in range(1, PAPER + 1)])
        s.flush()
        for row in (earlier, present):
            is_final = row is earlier
            row.figures = figures_of(SKM, answers_of(row.id), limits_of(row), {}, is_final=is_final)
        s.add(
            SkmFollowUp(
                round_id=earlier.id,
                unsur="sarana",
                action="Menambah kursi dan stopkontak di ruang tunggu",
                owner_id=people["petugas1"],
                planned_on=present.ends_on,
                outcome="",
            )
        )


def _round(office: Configuration, opener_id: int, year: int, quarter: int) -> SkmRound:
    first, last = round_days(Period.QUARTER, year, quarter)
    return SkmRound(
        office_id=office.id,
        period=Period.QUARTER,
        year=year,
        number=quarter,
        starts_on=first,
        ends_on=last,
        question_set=SKM.key,
        set_version=SKM.version,
        population=130,
        sheets=20,
        fewest_in_round=office.settings.skm_round_fewest,
        fewest_in_service=office.settings.skm_service_fewest,
        opened_at=clock.now(),
        opened_by_id=opener_id,
        figures={},
        is_demo=True,
    )


def _answer(office: Configuration, row: SkmRound, chance: Random, way: Way, sheet: int | None = None) -> SkmAnswer:
    services = [service.id for service in office.active_services() if not service.is_complaint]
    about = {kind: chance.choice([code for code, _ in office.choices(kind)]) for kind in ABOUT}
    return SkmAnswer(
        id=UUID(int=chance.getrandbits(128), version=4),
        round_id=row.id,
        day=_day(office, row, chance),
        way=way,
        service_type_id=chance.choice(services[:3]),
        answers={key: chance.choices((1, 2, 3, 4), WEIGHTS.get(key, USUAL))[0] for key in SKM.keys},
        sheet=sheet,
        **about,
    )


def _day(office: Configuration, row: SkmRound, chance: Random) -> date:
    last = min(row.ends_on, clock.local_day(clock.now(), office.tz))
    return row.starts_on + timedelta(days=chance.randint(0, (last - row.starts_on).days))
