"""Every column that can hold words says whose they are, so that none is forgotten when a guest is."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String, Table

from pstku.core.db import Model
from pstku.core.personal import declared, rows_of
from pstku.guestbook.models import Guest

REGISTER = Path(__file__).parents[2] / "docs" / "personal-data.csv"
WHOSE = {"guest", "complainant", "staff", "unknown", "nobody"}
GUESTS: Table = Guest.__table__
HOW = "Declare it: guest_words() in the model when it tells something of a guest, and a line in docs/personal-data.csv."


def word_columns() -> dict[tuple[str, str], Column]:
    """Every column of text, JSON or bytes."""
    tables = Model.metadata.tables.values()
    kinds = (String, JSON, LargeBinary)
    return {(t.name, c.name): c for t in tables for c in t.c if isinstance(c.type, kinds)}


def register() -> dict[tuple[str, str], dict[str, str]]:
    with REGISTER.open(newline="") as file:
        lines = list(csv.DictReader(file))
    found = {(line["table"], line["column"]): line for line in lines}
    assert len(found) == len(lines), "a column stands twice"
    return found


def test_every_column_with_words_is_in_the_register_and_no_other(app):
    assert set(word_columns()) - set(register()) == set(), HOW
    assert set(register()) - set(word_columns()) == set(), "these columns are gone"


def test_what_the_register_calls_a_guests_is_declared_in_the_model_and_reached_from_the_guest(app):
    of_guests = {name for name, line in register().items() if line["whose"] == "guest"}
    assert of_guests == {name for name, column in word_columns().items() if declared(column)}, HOW
    reached = {table.name for table in rows_of(GUESTS, [])}
    assert {table for table, _column in of_guests} <= reached


def test_the_register_says_when_the_words_of_somebody_go(app):
    for name, line in register().items():
        assert line["whose"] in WHOSE, name
        assert line["whose"] == "nobody" or line["when_it_goes"], name


@pytest.mark.parametrize("table", ["visits", "data_needs", "visit_events", "consents", "invitations", "votes"])
def test_foreign_keys_lead_from_a_guest_to_everything_that_hangs_on_a_visit(app, table):
    assert table in {found.name for found in rows_of(GUESTS, [])}


def test_keys_are_not_followed_to_what_guests_share(app):
    assert {"agencies", "people", "offices", "complaints"} & {found.name for found in rows_of(GUESTS, [])} == set()
