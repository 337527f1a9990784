"""A stored figure of the shipped content, and a day on which it was released."""

from datetime import date

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.library.models import IndicatorValue

RELEASED = date(2024, 3, 20)


def value_id(key: str, period: str, region: str = "7571") -> int:
    cell = (IndicatorValue.indicator_key == key) & (IndicatorValue.period == period)
    return session().scalar(select(IndicatorValue.id).where(cell, IndicatorValue.region_code == region))


def figure_count() -> int:
    session().rollback()
    return session().scalar(select(func.count(IndicatorValue.id)))
