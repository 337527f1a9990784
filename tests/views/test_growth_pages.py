"""What `make bench-growth` measures: no page is forgotten, each answers, and a guest's whole visit can be sent."""

import pytest
from flask import Flask
from sqlalchemy import event

from pstku.core.db import db
from pstku.http.access import declared_access
from tests.bench.growth.acts import Round
from tests.bench.growth.history import History
from tests.bench.growth.measuring import clients_of, exponent, holds
from tests.bench.growth.offices import Store
from tests.bench.growth.pages import ELSEWHERE, LEFT_OUT, pages_of
from tests.plans import walks

HALF_A_YEAR = History(visits=2_600, per_day=20)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Flask:
    """An office with a past, that has used everything once."""
    store = Store(tmp_path_factory.mktemp("growth"), None)
    store.lay()
    with store.office(HALF_A_YEAR) as app:
        yield app


def test_every_page_is_measured_or_left_out_with_a_reason(office):
    measured = {page.name.split("?")[0] for page in pages_of(office)}
    rules = [rule for rule in office.url_map.iter_rules() if "GET" in rule.methods]
    assert {rule.endpoint for rule in rules if str(rule) not in measured} == set(LEFT_OUT)
    with office.app_context():
        named = {rule.endpoint for rule in rules if rule.endpoint != "static" and declared_access(rule.endpoint)}
    assert named >= set(ELSEWHERE), "a page that is gone"


def test_every_page_answers_and_a_guest_goes_through_and_none_walks_through_years(office):
    pages = pages_of(office)
    clients = clients_of(office, {page.who for page in pages})
    with office.app_context():
        engine, asked = db.engine, []
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, *told: asked.append(told[:2]))
    for page in pages:
        page.call(clients[page.who])
    names = []
    for act in Round(office, clients).acts():
        act.call(clients[act.who])
        names.append(act.name)
    assert {"POST /kiosk/api/kunjungan", "POST /kiosk/suara", "POST /meja/…/selesai"} <= set(names)
    assert len(asked) > 1_000
    assert walks(engine, asked) == []


def test_a_page_grows_when_it_costs_more_and_more_by_the_visits():
    sizes = (10_000, 100_000, 1_000_000)
    assert exponent(sizes, (5.0, 50.0, 500.0)) == pytest.approx(1)
    assert not holds(sizes, (5.0, 8.0, 14.0))
    assert holds(sizes, (5.0, 5.2, 5.9)) and holds(sizes, (0.5, 0.8, 1.4))
