"""A pull from the WebAPI: proposals, releases, one at a time, and what is written when it fails."""

import json
import logging
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from pstku.bps.cache import ReplyCache
from pstku.bps.client import Client
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.library.models import IndicatorValue
from pstku.library.operations.checking import check_value
from pstku.library.operations.values import enter_values
from pstku.library.operations.withdrawing import withdraw_value
from pstku.library.rules.entries import NewValue
from pstku.offices.queries import configuration
from pstku.pulling.models import OfficeRelease, WebapiPull
from pstku.pulling.operations import FIGURES, TABLES, run_pull, start_pull
from pstku.pulling.operations.linking import drop_link, save_link
from pstku.pulling.queries import last_pull, link_lines, links, newest_releases, own_links
from pstku.pulling.rules import HEADLINE, TABLE, Link
from tests.webapi import BLOCKED, KEY, blocked, error, fake_webapi, listing, table

YEARS = [{"th_id": 125, "th": "2025"}, {"th_id": 124, "th": "2024"}]
IPM = Link(TABLE, "7571", "9001", "ind.ipm")


@pytest.fixture
def service():
    with fake_webapi() as fake:
        yield fake


@pytest.fixture
def client(service, tmp_path) -> Client:
    return Client(KEY, ReplyCache(tmp_path / "webapi"), base=service.base, pause=0, timeout=5, longest=timedelta(0))


@pytest.fixture
def ipm_table(cast, service):
    """A table of the office with the IPM of 2024 and 2025."""
    save_link(cast.editor, IPM)
    service.set(listing(YEARS), "th", "7571", "9001")
    cells = {"7571|124|0": 78.9, "7571|125|0": 79.25}
    rows, years = {"7571": "Kota Gorontalo"}, {"124": "2024", "125": "2025"}
    service.set(table(9001, cells, rows=rows, years=years, parts={"0": "Tahun"}), "data", "7571", "9001")


def pull(cast, client, kind: str = FIGURES) -> WebapiPull:
    run_pull(start_pull(cast.office_id, kind, actor=cast.editor), client)
    session().expire_all()
    return last_pull(cast.office_id)


def offered(cast) -> list[IndicatorValue]:
    mine = (IndicatorValue.office_id == cast.office_id) & (IndicatorValue.origin == "webapi")
    return list(session().scalars(select(IndicatorValue).where(mine).order_by(IndicatorValue.id)))


def test_a_table_becomes_proposals_that_nobody_may_quote_yet(app, cast, client, ipm_table):
    done = pull(cast, client)
    assert (done.state, done.results["proposed"], done.done) == ("done", 2, done.total)
    rows = offered(cast)
    assert [(row.period, row.scaled, row.decimals, row.checked_at) for row in rows] == [
        ("2024", 7890, 2, None),
        ("2025", 7925, 2, None),
    ]
    assert {row.series for row in rows} == {"LF SP2020"}, "it continues the newest series the office knows"
    check_value(cast.editor, rows[0].id, released_on=date(2024, 11, 5))


def test_asking_again_proposes_nothing_twice_also_not_what_was_refused(app, cast, client, ipm_table):
    pull(cast, client)
    withdraw_value(cast.editor, offered(cast)[0].id, "Periode lain")
    again = pull(cast, client)
    assert (again.results["proposed"], again.results["same"]) == (0, 2)
    assert len(offered(cast)) == 2


def test_what_a_colleague_corrected_is_not_offered_again_and_not_laid_aside(app, cast, client, service, ipm_table):
    pull(cast, client)
    withdraw_value(cast.editor, offered(cast)[0].id, "Angka lama")
    typed = NewValue("ind.ipm", "7571", "2024", "year", Decimal("78.95"), "BRS IPM", date(2024, 11, 5))
    (row_id,) = enter_values(cast.office_id, [typed], actor=cast.editor, origin="typed").added
    assert (pull(cast, client).results["proposed"], len(offered(cast))) == (0, 2)
    other = table(9001, {"7571|124|0": 79.1}, rows={"7571": "x"}, years={"124": "2024"}, parts={"0": "Tahun"})
    service.set(other, "data", "7571", "9001")
    results = pull(cast, client).results
    assert (results["proposed"], results["waiting"]) == (0, 1)
    mine = session().get_one(IndicatorValue, row_id)
    assert mine.withdrawn_at is None and mine.vintage == 2
    with atomic():
        mine.checked_at, mine.checked_by_id = clock.now(), cast.admin.person_id
    assert pull(cast, client).results["proposed"] == 1
    old = table(9001, {"7571|124|0": 78.9}, rows={"7571": "x"}, years={"124": "2024"}, parts={"0": "Tahun"})
    service.set(old, "data", "7571", "9001")
    assert pull(cast, client).results["proposed"] == 0, "that number was withdrawn"


def test_a_changed_figure_is_a_new_proposal_and_the_checked_one_stays(app, cast, client, service, ipm_table):
    pull(cast, client)
    first = offered(cast)[1]
    check_value(cast.editor, first.id, released_on=date(2025, 11, 5))
    changed = table(9001, {"7571|125|0": 79.3}, rows={"7571": "x"}, years={"125": "2025"}, parts={"0": "Tahun"})
    service.set(changed, "data", "7571", "9001")
    assert pull(cast, client).results["proposed"] == 1
    session().expire_all()
    assert first.withdrawn_at is None and offered(cast)[-1].vintage == 2


def test_headlines_of_the_centre_follow_the_links_of_the_pack(app, cast, client, service):
    item = {
        "var": 543,
        "title": "Tingkat Pengangguran Terbuka, Februari 2026",
        "value": 4.6,
        "unit": "Persen",
        "periode": "Februari 2026",
    }
    other = item | {"var": 104, "title": "Pertumbuhan Ekonomi", "periode": "Semester 1 2026"}
    service.set(listing([item, other]), "indicators", "0000")
    done = pull(cast, client)
    (row,) = offered(cast)
    assert (row.indicator_key, row.region_code, row.period, row.scaled) == ("ind.tpt", "0000", "2026-02", 460)
    assert done.results["skipped"] == 1, "a half-year is not a period that the library keeps of it"


def test_the_offices_releases_are_kept_once_and_read_no_further_than_the_news(app, cast, client, service):
    def release(number: int, day: str = "2026-11-02") -> dict:
        return {
            "brs_id": number,
            "title": f"Inflasi &amp; IHK {number}",
            "abstract": "&lt;p&gt;Naik.&lt;/p&gt;",
            "rl_date": day,
        }

    service.set(listing([release(1), release(2), release(3, "besok")], 1, 2), "pressrelease", "7571", page="1")
    service.set(listing([release(4, "2026-10-01")], 2, 2), "pressrelease", "7571", page="2")
    assert pull(cast, client).results["releases"] == 3
    newest = newest_releases(cast.office_id)
    assert [row.title for row in newest] == ["Inflasi & IHK 1", "Inflasi & IHK 2", "Inflasi & IHK 4"]
    assert newest[0].abstract == "Naik." and newest[0].url.endswith("/id/pressrelease/2026/11/02/1/inflasi-ihk-1.html")
    service.asked.clear()
    assert pull(cast, client).results["releases"] == 0
    assert [a["page"] for a in service.asked if a["model"] == "pressrelease"] == ["1"]
    assert newest_releases(cast.other_office_id) == []


def test_one_bad_table_does_not_stop_the_others(app, cast, client, service, ipm_table):
    save_link(cast.editor, Link(TABLE, "7571", "404", "ind.tpt"))
    service.set(listing(YEARS), "th", "7571", "404")
    service.set("null", "data", "7571", "404")
    done = pull(cast, client)
    assert (done.state, done.results["proposed"]) == ("done", 2)
    assert [(what, words) for what, words, _values in done.troubles if "404" in what] == [
        (
            "Tabel 404 (7571)",
            "Tabel ini terlalu besar untuk WebAPI. Minta lebih sedikit tahun, atau isi lewat lembar isian.",
        )
    ]


def test_odd_shapes_end_one_table_and_odd_values_are_left_out(app, cast, client, service, ipm_table):
    rows, years, parts = {"7571": "Kota"}, {"124": "2024", "125": "2025"}, {"0": "Tahun"}
    for var, odd in (("401", {"var": ["abc"]}), ("402", {"vervar": ["7571"]}), ("403", {"turvar": [5]})):
        save_link(cast.editor, Link(TABLE, "7571", var, "ind.tpt"))
        service.set(listing(YEARS), "th", "7571", var)
        service.set(table(int(var), {}, rows=rows, years=years, parts=parts) | odd, "data", "7571", var)
    cells = {"7571|124|0": 78.9, "7571|125|0": 1}
    huge = json.dumps(table(9001, cells, rows=rows, years=years, parts=parts)).replace('": 1}', '": 1e999999}')
    assert "1e999999" in huge
    service.set(huge, "data", "7571", "9001")
    save_link(cast.editor, Link(TABLE, "7571", "9002", "ind.rls"))
    service.set(listing(YEARS), "th", "7571", "9002")
    last = table(9002, {"7571|125|0": 11.5}, rows=rows, years=years, parts=parts)
    service.set(last, "data", "7571", "9002")
    done = pull(cast, client)
    assert (done.state, done.results["proposed"], done.done) == ("done", 2, done.total)
    assert [(row.indicator_key, row.period) for row in offered(cast)] == [("ind.ipm", "2024"), ("ind.rls", "2025")]
    told = [what for what, words, _values in done.troubles if "terpotong atau tidak dikenal" in words]
    assert told == ["Tabel 401 (7571)", "Tabel 402 (7571)", "Tabel 403 (7571)"]


def test_a_figure_is_offered_only_for_levels_that_the_indicator_has(app, cast, client, service):
    years = [{"th_id": 126, "th": "2026"}]
    service.set(listing(years), "th", "0000", "196")
    rows = {"7500": "Gorontalo", "7571": "Kota Gorontalo", "9999": "INDONESIA"}
    cells = {"7500|126|8": 1.5, "7571|126|8": 2.5, "9999|126|8": 3.5}
    service.set(table(196, cells, rows=rows, years={"126": "2026"}, parts={"8": "Agustus"}), "data", "0000", "196")
    done = pull(cast, client)
    assert sorted((row.indicator_key, row.region_code) for row in offered(cast)) == [
        ("ind.ekspor", "0000"),
        ("ind.ekspor", "7500"),
    ]
    assert done.results["skipped"] == 1


def test_rows_that_nobody_knows_are_named_so_that_an_editor_can_choose(app, cast, client, service, ipm_table):
    strange = table(9001, {"31|125|0": 1}, rows={"31": "Laki-laki"}, years={"125": "2025"}, parts={"0": "Tahun"})
    service.set(strange, "data", "7571", "9001")
    done = pull(cast, client)
    (found,) = [values for what, _words, values in done.troubles if what == "Tabel 9001 (7571)"]
    assert found["rows"] == "31 Laki-laki" and found["columns"] == "0 Tidak ada"


@pytest.mark.parametrize("wall", [blocked, error("You are not Allowed to take this action. Please re-check your key")])
def test_when_the_door_is_shut_nothing_more_is_asked(app, cast, client, service, ipm_table, caplog, wall):
    service.set(wall, "publication", "7571")
    with caplog.at_level(logging.DEBUG):
        done = pull(cast, client)
    assert done.state == "failed" and len(service.asked) == 1 and len(done.troubles) == 1
    assert KEY not in caplog.text and KEY not in str(done.troubles) and BLOCKED[:20] not in str(done.troubles)


def test_only_one_pull_of_an_office_runs_and_a_silent_one_is_taken_for_dead(app, cast, client, service):
    first = start_pull(cast.office_id, FIGURES, actor=cast.editor)
    with pytest.raises(Conflict):
        start_pull(cast.office_id, FIGURES, actor=cast.editor)
    start_pull(cast.other_office_id, FIGURES, actor=None)
    with atomic() as s:
        long_ago = clock.now() - timedelta(minutes=10)
        s.execute(update(WebapiPull).where(WebapiPull.id == first).values(heard_at=long_ago))
    second = start_pull(cast.office_id, FIGURES, actor=None)
    run_pull(first, client)  # wakes up again: it notices and leaves the new one alone
    session().expire_all()
    assert (session().get(WebapiPull, first).state, session().get(WebapiPull, second).state) == ("failed", "running")
    assert len(service.asked) <= 1


def test_an_unexpected_fault_ends_the_pull_with_a_sentence(app, cast, client, service, caplog):
    service.set(listing([{"pub_id": "1", "title": None, "rl_date": None}]), "publication", "7571")
    client.pages = None  # anything may break
    done = pull(cast, client)
    assert done.state == "failed" and "Lihat catatan server" in done.troubles[-1][1]


def test_the_list_of_tables_is_kept_for_the_search(app, cast, client, service):
    for page in (1, 2):
        service.set(listing([{"var_id": page, "title": f"Tabel {page}"}], page, 2), "var", "7571", page=str(page))
    done = pull(cast, client, TABLES)
    assert (done.state, done.done, done.total) == ("done", 2, 2)
    items, came = client.kept("var", "7571")
    assert [item["var_id"] for item in items] == [1, 2] and came is not None


def test_links_are_kept_once_turned_off_and_taken_back(app, cast):
    office = configuration(cast.office_id)
    save_link(cast.editor, IPM)
    save_link(cast.editor, Link(TABLE, "7571", "9001", "ind.tpt", power=3))
    mine = [link for link in links(office) if link.var == "9001"]
    assert [(link.indicator_key, link.power) for link in mine] == [("ind.tpt", 3)]
    packed = next(link for link in links(office) if link.kind == HEADLINE and link.var == "543")
    save_link(cast.editor, Link(HEADLINE, "0000", "543", "", region_code="0000", part=""))
    assert packed.source not in [link.source for link in links(office)]
    (line,) = [line for line in link_lines(office) if line.link.source == packed.source]
    assert line.is_off and line.is_own and line.title == "TPT"
    off = next(row for row in own_links(cast.office_id) if row.var == "543")
    drop_link(cast.editor, off.id)
    assert packed.source in [link.source for link in links(office)]


@pytest.mark.parametrize(
    ("link", "field"),
    [
        (Link(TABLE, "75", "1", "ind.ipm"), "domain"),
        (Link(TABLE, "7571", "abc", "ind.ipm"), "var"),
        (Link(TABLE, "7571", "1", "ind.ipm", part="laki"), "part"),
        (Link(TABLE, "7571", "1", "ind.ipm", place="3"), "region_code"),
        (Link(HEADLINE, "7500", "1", "ind.ipm"), "region_code"),
        (Link(TABLE, "7571", "1", "ind.tidak-ada"), "indicator_key"),
        (Link("lain", "7571", "1", "ind.ipm"), "kind"),
        (Link(TABLE, "9999", "1", "ind.ipm"), "domain"),
        (Link(TABLE, "7571", "1", "ind.ekspor", place="3", region_code="7571"), "region_code"),
    ],
)
def test_a_wrong_link_says_what_is_wrong(app, cast, link, field):
    with pytest.raises(InvalidInput) as caught:
        save_link(cast.editor, link)
    assert caught.value.field == field


def test_only_editors_link_and_pull_and_only_in_their_office(app, cast):
    for act in (
        lambda: save_link(cast.employee, IPM),
        lambda: start_pull(cast.office_id, FIGURES, actor=cast.employee),
    ):
        with pytest.raises(NotAllowed):
            act()
    save_link(cast.editor, IPM)
    with pytest.raises(NotFound):
        drop_link(cast.stranger, own_links(cast.office_id)[0].id)


def test_nothing_is_written_for_another_office(app, cast, client, ipm_table):
    pull(cast, client)
    theirs = (IndicatorValue.office_id == cast.other_office_id) | (IndicatorValue.office_id.is_(None))
    assert session().scalar(select(func.count()).where(theirs)) == 0
    assert session().scalar(select(func.count(OfficeRelease.id))) == 0


def test_the_command_says_in_words_what_came_and_what_was_in_the_way(app):
    app.config.update(BPS_KEY=KEY, BPS_URL="http://127.0.0.1:9/", BPS_PAUSE=0)
    told = app.test_cli_runner().invoke(args=["pstku", "webapi-pull"])
    assert told.exit_code == 1
    assert "0 usulan baru, 0 sudah sama, 0 rilis kantor baru." in told.output and "tidak terjangkau" in told.output
