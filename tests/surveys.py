"""A round of the survey, and guests who answer it."""

from datetime import date

from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import session
from pstku.offices.queries import configuration
from pstku.skm.links import Link, read_link
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.rounds import open_round
from pstku.skm.queries.links import link_for
from pstku.skm.queries.pages import view_of
from pstku.skm.queries.rounds import get_round
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.rounds import Way
from pstku.skm.rules.sets import SKM
from tests.factories import make_visit


def today(cast) -> date:
    return clock.local_day(clock.now(), configuration(cast.office_id).tz)


def open_quarter(cast, *, population: int = 100, sheets: int = 0) -> int:
    """A round of the quarter of today."""
    year, quarter = clock.quarter_of(today(cast))
    return open_round(cast.admin, "quarter", year, quarter, population=population, sheets=sheets)


def served(cast, **fields):
    return make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id, **fields)


def token_of(cast, visit, way: Way = Way.OWN_PHONE) -> str:
    return link_for(configuration(cast.office_id), visit.id, way)


def link_of(cast, visit, way: Way = Way.OWN_PHONE) -> Link:
    return read_link(token_of(cast, visit, way))


def all_of(value: int) -> Filled:
    return Filled(dict.fromkeys(SKM.keys, value))


def answer_often(cast, values) -> None:
    """Guests who each answer everything alike, through links of their own visits."""
    for value in values:
        answer_by_link(cast.office_id, link_of(cast, served(cast)), all_of(value))


def count(table) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(table))


def view(cast, round_id):
    session().expire_all()
    return view_of(get_round(cast.office_id, round_id))
