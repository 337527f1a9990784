"""Reading values from URLs and forms: ids a row can have, days within the range we compute with."""

from datetime import date

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 2000, 2100


class RowIdConverter(IntegerConverter):
    """`<int:...>` in an address; a larger number belongs to no row, and SQLite cannot even look it up."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def row_id(text: str) -> int:
    """The row id in a form or query string; raises ValueError when no row can have it."""
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError(text)
    return number


def day_of(text: str) -> date:
    """The day an address names (2026-11-23); raises ValueError outside 2000 to 2100."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def init_app(app: Flask) -> None:
    """Every `<int:...>` of every face is an id of a row."""
    app.url_map.converters["int"] = RowIdConverter
