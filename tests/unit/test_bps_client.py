"""The WebAPI client against a loopback service: content, pages, and each failure with its sentence."""

import json
import logging
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from socket import socket

import pytest

from pstku.bps.cache import ReplyCache
from pstku.bps.client import Client
from pstku.bps.cube import cube
from pstku.bps.errors import (
    BlockedError,
    BpsError,
    GarbledError,
    KeyRefusedError,
    NotFoundError,
    RefusedError,
    SlowError,
    TooLargeError,
    TooManyYearsError,
    UnexpectedStatusError,
    UnreachableError,
    YearMissingError,
)
from pstku.bps.replies import content_of, list_page, redacted
from pstku.core import clock
from tests.webapi import KEY, MONTHS, NOTHING, blocked, cut_off, error, fake_webapi, listing, never_ending, table

RECORDED = Path(__file__).parents[3] / "shared" / "webapi"
TOO_MANY = "The maximum allowed number of years for the 'th' parameter is {}. You provided 7. Please reduce it."


@pytest.fixture
def service():
    with fake_webapi() as fake:
        yield fake


@pytest.fixture
def client(service, tmp_path) -> Client:
    return Client(KEY, ReplyCache(tmp_path / "webapi"), base=service.base, agent="PSTku uji", pause=0, timeout=5)


def monthly(var: int = 9001, year: str = "126") -> dict:
    parts = {str(place): words for place, words in enumerate(MONTHS, 1)}
    cells = {f"7571|{year}|1": 0.5, f"7571|{year}|11": -0.25, f"9999|{year}|1": 3}
    return table(var, cells, rows={"7571": "Kota Gorontalo", "9999": "INDONESIA"}, years={year: "2026"}, parts=parts)


def test_every_page_of_a_list_comes_also_the_last(service, client):
    for page in (1, 2, 3):
        service.set(listing([{"brs_id": page}], page, 3), "pressrelease", "7571", page=str(page))
    pages = list(client.pages("pressrelease", "7571"))
    assert [page.items for page in pages] == [[{"brs_id": 1}], [{"brs_id": 2}], [{"brs_id": 3}]]
    assert service.agents == ["PSTku uji"] * 3 and service.asked[0]["lang"] == "ind"


def test_nothing_available_is_no_error(service, client):
    service.set(NOTHING, "indicators", "7571")
    assert list(client.pages("indicators", "7571")) == []


def test_an_empty_list_may_come_as_a_404_that_says_so_in_a_header(service, client):
    def empty(handler) -> None:
        handler.send('{"status":"ERROR"}', 404, headers={"data-availability": "list-not-available"})

    service.set(empty, "indicators", "7571")
    assert list(client.pages("indicators", "7571")) == []


@pytest.mark.parametrize("status", ["OK", "ok", "Ok"])
def test_words_of_the_envelope_are_read_in_any_letters(status):
    reply = {"status": status, "data-availability": "Available", "data": [{"page": 1, "pages": 1}, [{"a": 1}]]}
    assert list_page(json.dumps(reply)).items == [{"a": 1}]
    with pytest.raises(KeyRefusedError):
        list_page(json.dumps({"status": "ERROR", "message": "Please re-check your key"}))
    assert list_page(json.dumps({"status": "ERROR", "data-availability": "list-not-available"})).items == []


def test_cells_are_found_by_keys_built_forward(service, client):
    service.set(monthly(), "data", "7571", "9001")
    (found,) = client.table("7571", "9001", ["126"])
    said = [(cell.row.code, cell.part.words, cell.year.words, cell.value) for cell in found.cells]
    assert said == [
        ("7571", "Januari", "2026", Decimal("0.5")),
        ("7571", "November", "2026", Decimal("-0.25")),
        ("9999", "Januari", "2026", Decimal(3)),
    ]
    assert (found.decimals, found.updated_on) == (2, "2026-10-01")


def test_a_key_that_could_be_split_two_ways_is_read_by_its_labels():
    # 1|11: row 1 in part 11; 11|1: row 11 in part 1 with the variable in between
    reply = table(
        7,
        {"1|124|11": 1.5, "11|124|1": 2.5},
        rows={"1": "a", "11": "b"},
        years={"124": "2024"},
        parts={"1": "Januari", "11": "November"},
    )
    found = cube(json.dumps(reply))
    assert {(cell.row.words, cell.part.words): cell.value for cell in found.cells} == {
        ("a", "November"): Decimal("1.5"),
        ("b", "Januari"): Decimal("2.5"),
    }


def test_years_come_in_portions_the_domain_allows(service, client):
    service.set(monthly(), "data", "7571", "9001")
    assert len(list(client.table("7571", "9001", ["126", "125", "124"]))) == 2
    assert [asked["th"] for asked in service.asked] == ["126;125", "124"]
    service.asked.clear()
    service.set(monthly(), "data", "0000", "9001")
    list(client.table("0000", "9001", ["126", "125", "124"]))
    assert [asked["th"] for asked in service.asked] == ["126;125;124"]


def test_too_many_or_too_large_portions_are_asked_again_smaller(service, client):
    def one_year_only(handler):
        asked = service.asked[-1]["th"].split(";")
        handler.send(json.dumps(error(TOO_MANY.format(1)) if len(asked) > 1 else monthly()))

    service.set(one_year_only, "data", "7571", "1")
    assert len(list(client.table("7571", "1", ["126", "125"]))) == 2

    def null_for_two(handler):
        handler.send("null" if ";" in service.asked[-1]["th"] else json.dumps(monthly()))

    service.set(null_for_two, "data", "7571", "2")
    assert len(list(client.table("7571", "2", ["126", "125"]))) == 2
    service.set("null", "data", "7571", "3")
    with pytest.raises(TooLargeError):
        list(client.table("7571", "3", ["126"]))


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error("You are not Allowed to take this action. Please re-check your key"), KeyRefusedError),
        (error("'th' parameter is required and must be an integer, separated by colon (:)"), YearMissingError),
        (error(TOO_MANY.format(3)), TooManyYearsError),
        (error("There is something wrong!"), RefusedError),
        ("null", TooLargeError),
        (blocked, BlockedError),
        (cut_off, GarbledError),
        ("<html>perawatan</html>", GarbledError),
        ('["bukan", "amplop"]', GarbledError),
        ({"status": "OK", "data-availability": "available", "data": "x"}, GarbledError),
        (lambda handler: handler.send('{"error":"UserNotFound"}', 404), KeyRefusedError),
        (lambda handler: handler.send("tidak ada", 404, "text/plain"), NotFoundError),
        (lambda handler: handler.send("", 502, "text/plain"), UnexpectedStatusError),
        (lambda handler: handler.connection.close(), (GarbledError, UnreachableError)),
    ],
)
def test_each_failure_has_its_sentence_and_keeps_the_key(service, client, tmp_path, caplog, reply, kind):
    service.set(reply, "indicators", "0000")
    with caplog.at_level(logging.DEBUG), pytest.raises(kind) as caught:
        list(client.pages("indicators", "0000"))
    told = f"{caught.value} {caught.value!r} {caught.value.values} {client!r} {caplog.text}"
    assert KEY not in told and len(str(caught.value)) > 20
    assert caught.value.__cause__ is None
    assert not list((tmp_path / "webapi").glob("*.json")), "a failure is not kept as a reply"


def test_a_slow_service_is_left_in_time(service, tmp_path):
    service.set(never_ending, "indicators", "0000")
    hasty = Client(KEY, ReplyCache(tmp_path), base=service.base, pause=0, timeout=0.3)
    with pytest.raises(SlowError):
        list(hasty.pages("indicators", "0000"))


def test_a_refused_connection_is_said(tmp_path):
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nobody = Client(KEY, ReplyCache(tmp_path), base=f"http://127.0.0.1:{port}/v1/api/", pause=0, timeout=2)
    with pytest.raises(UnreachableError) as caught:
        list(nobody.pages("indicators", "0000"))
    assert "tidak terjangkau" in str(caught.value) and KEY not in repr(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("var", ["abc"]),
        ("var", [{"val": "\ud800"}]),
        ("vervar", ["7571"]),
        ("vervar", [{"label": "Kota"}]),
        ("turvar", [5]),
        ("tahun", "2025"),
        ("turtahun", [{"val": [1]}]),
        ("datacontent", [1]),
    ],
)
def test_a_table_of_another_shape_is_garbled(name, value):
    with pytest.raises(GarbledError):
        cube(json.dumps(monthly() | {name: value}))


def test_a_reply_nested_without_end_is_garbled():
    with pytest.raises(GarbledError):
        content_of("[" * 100_000)


def test_a_table_of_too_many_years_says_what_to_do_when_asking_for_fewer_did_not_help(service, client):
    service.set(error(TOO_MANY.format(0)), "data", "7571", "1")
    with pytest.raises(TooManyYearsError) as caught:
        list(client.table("7571", "1", ["126", "125"]))
    assert "lembar isian" in str(caught.value) and "meminta ulang" not in str(caught.value)


def test_a_redirect_does_not_carry_the_key_away(service, client):
    def elsewhere(handler):
        handler.send_response(302)
        handler.send_header("Location", f"{service.base}list?model=taken&key={KEY}")
        handler.end_headers()

    service.set(elsewhere, "indicators", "0000")
    with pytest.raises(UnexpectedStatusError):
        list(client.pages("indicators", "0000"))
    assert len(service.asked) == 1


def test_requests_keep_their_distance(service, tmp_path):
    waits: list[float] = []
    slow = Client(KEY, ReplyCache(tmp_path), base=service.base, pause=2, sleep=waits.append)
    for model in ("indicators", "publication", "pressrelease"):
        list(slow.pages(model, "7500"))
    assert len(waits) == 2 and all(1.5 < wait <= 2 for wait in waits)


def test_a_young_reply_is_kept_without_the_key(service, client, tmp_path):
    service.set(listing([{"note": f"lihat ?key={KEY}&x=1"}]), "publication", "7571")
    list(client.pages("publication", "7571"))
    list(client.pages("publication", "7571"))
    assert len(service.asked) == 1
    (file,) = (tmp_path / "webapi").iterdir()
    assert KEY not in file.read_text() and KEY not in file.name
    client.longest = timedelta(0)
    list(client.pages("publication", "7571"))
    assert len(service.asked) == 2


def test_a_spoilt_cache_file_counts_as_absent(tmp_path):
    cache, now = ReplyCache(tmp_path), clock.now()
    cache.put({"a": "1"}, "x", now)
    (file,) = tmp_path.iterdir()
    file.write_text("{")
    assert cache.get({"a": "1"}, now) is None


def test_redaction_takes_every_form_of_a_key():
    text = f'?key=abc&x=1 /key/abc/ "{KEY}" {{"u":"key=abc\\"}}'
    assert redacted(text) == '?key=***&x=1 /key/***/ "***" {"u":"key=***\\"}'


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded replies are not beside the project")
def test_recorded_replies_are_understood():
    understood = 0
    for file in sorted(RECORDED.glob("*.json")):
        body = json.loads(file.read_text(encoding="utf-8"))
        if "status_code" in body and body["status_code"] != 200:
            continue
        body = json.dumps(body["body"] if "status_code" in body else body)
        try:
            reply = content_of(body)
        except BpsError:
            assert "error" in file.name or "null" in file.name, file.name
            continue
        if reply and "datacontent" in reply:
            found = cube(body)
            assert len(found.cells) == len(reply["datacontent"]), file.name
        elif reply and isinstance(reply.get("data"), list):
            assert list_page(body).items, file.name
        understood += 1
    assert understood > 20
