"""The log says what failed and where, and nothing that anybody typed."""

import json
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from pstku.accounts.models import Person
from pstku.core import clock, logs
from pstku.core.db import atomic, db, session
from pstku.core.logs import facts_of
from tests.conftest import POSTGRES
from tests.page import PageClient

PLANTED = "Rahmawati-Kasim-081243802200"
log = logging.getLogger("pstku")


def add_planted(**fields) -> None:
    person = {"name": PLANTED, "call_name": PLANTED, "salutation": "", "function": "", "password_hash": PLANTED}
    session().execute(insert(Person).values(person | {"created_at": clock.now()} | fields))


def fail_unique(office_id: int) -> None:
    add_planted(office_id=office_id, username="admin")


def fail_not_null(office_id: int) -> None:
    add_planted(office_id=office_id, username=None)


def fail_check(office_id: int) -> None:
    session().execute(
        text("CREATE TEMPORARY TABLE planted (word VARCHAR, CONSTRAINT ck_planted CHECK (length(word) < 9))")
    )
    session().execute(text("INSERT INTO planted VALUES (:word)"), {"word": PLANTED})


FAILURES = {fail_unique: "people", fail_not_null: "people", fail_check: "ck_planted"}


def lines(written: str) -> list[dict]:
    return [json.loads(line) for line in written.splitlines()]


@pytest.mark.parametrize("fail", FAILURES)
def test_a_failed_statement_is_told_by_its_shape_and_never_by_its_values(app, cast, capsys, fail):
    try:
        fail(cast.office_id)
    except IntegrityError:
        log.exception("unexpected error")
        session().rollback()
    written = capsys.readouterr().err
    assert "Rahmawati" not in written and "0812" not in written
    (line,) = lines(written)
    said = line["exception"]
    assert "sqlalchemy.exc.IntegrityError" in said["error"] and said["statement"].startswith("INSERT INTO")
    assert f"str {len(PLANTED)}" in json.dumps(said["parameters"])
    assert FAILURES[fail] in said.get("constraint", "") + said.get("table", "")
    assert said["at"][-1] and fail.__name__ in str(said["at"])
    if db.engine.dialect.name == "postgresql":
        assert re.fullmatch("23[0-9A-Z]{3}", said["sqlstate"])


def test_a_request_that_fails_shows_a_page_and_logs_nothing_typed(app, cast, client, monkeypatch, capsys):
    def broken(office_id, username, password, **_options):
        with atomic():
            fail_not_null(office_id)

    monkeypatch.setattr("pstku.accounts.operations.sign_in", broken)
    answer = client.post_form("/masuk", {"username": PLANTED, "password": "rahasia-sekali"})
    assert answer.status_code == 500 and "Ada gangguan" in answer.page.get_text()
    written = capsys.readouterr().err
    assert "Rahmawati" not in written and "rahasia" not in written and "127.0.0.1" not in written
    (line,) = lines(written)
    assert line["endpoint"] == "intranet.sign_in" and re.fullmatch("[0-9a-f]{16}", line["request"])


def test_the_lines_of_one_request_belong_together_and_of_two_do_not(app, client, monkeypatch, capsys):
    def broken(*_arguments, **_options):
        log.warning("first")
        raise ValueError(PLANTED)

    monkeypatch.setattr("pstku.accounts.operations.sign_in", broken)
    for browser in (client, PageClient(app)):
        browser.post_form("/masuk", {"username": "admin", "password": "x"})
    written = capsys.readouterr().err
    ids = [line["request"] for line in lines(written)]
    assert ids[0] == ids[1] != ids[2] == ids[3] and PLANTED not in written


def test_what_led_to_an_exception_is_told_and_its_words_are_not(app):
    try:
        try:
            int(PLANTED)
        except ValueError as error:
            raise RuntimeError(PLANTED) from error
    except RuntimeError as error:
        said = facts_of(error)
    assert said["error"] == ["RuntimeError", "ValueError"] and PLANTED not in json.dumps(said)


def test_a_command_that_breaks_ends_in_a_line_of_the_log(app, capsys):
    import sys

    try:
        raise ValueError(PLANTED)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    (line,) = lines(capsys.readouterr().err)
    assert line["level"] == "critical" and line["exception"]["error"] == ["ValueError"]


def test_a_line_cannot_be_forged(capsys):
    logs.configure()
    log.warning('satu\n{"level": "palsu"}\u2028dua')
    (line,) = lines(capsys.readouterr().err)
    assert line["message"] == 'satu {"level": "palsu"} dua'


@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL")
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_server_that_is_terse_writes_no_value_either(app, cast):
    for fail in FAILURES:
        with pytest.raises(IntegrityError):
            fail(cast.office_id)
        session().rollback()
    server_log = Path(str(make_url(POSTGRES).query["host"])) / "log"
    written = server_log.read_text(errors="replace")
    assert "ck_planted" in written and PLANTED not in written
