"""The WebAPI room: key, start, progress, links, search; and that the key shows nowhere."""

import json
from contextvars import Context
from decimal import Decimal

import pytest

from pstku.bps.cache import ReplyCache
from pstku.core import clock
from pstku.core.db import session
from pstku.library.models import IndicatorValue
from pstku.library.operations.values import NewValue, enter_values
from pstku.pulling.operations import FIGURES, start_pull
from pstku.pulling.queries import last_pull, own_links
from tests.webapi import KEY, blocked, fake_webapi, listing

ROOM = "/belajar/webapi"


@pytest.fixture
def service(app, tmp_path):
    """The WebAPI; the process that asks it has ended before the room answers."""

    def ended(*words):
        Context().run(app.test_cli_runner().invoke, args=["pstku", *words])

    with fake_webapi() as fake:
        app.config.update(BPS_KEY=KEY, BPS_URL=fake.base, BPS_PAUSE=0.0, START_COMMAND=ended)
        yield fake


def test_without_a_key_the_room_says_what_to_do_and_starts_nothing(app, cast, sign_in):
    browser = sign_in("editor")
    page = browser.get(ROOM)
    assert "Kunci WebAPI belum ada di server" in page.text and "Ambil sekarang" not in page.text
    browser.post_form(f"{ROOM}/ambil", {}, page=ROOM)
    assert last_pull(cast.office_id) is None


def test_a_pull_runs_beside_the_pages_and_its_result_is_told(app, cast, sign_in, service):
    item = {
        "var": 543,
        "title": "Tingkat Pengangguran Terbuka, Februari 2026",
        "value": 4.6,
        "unit": "Persen",
        "periode": "Februari 2026",
    }
    new = item | {"var": 2498, "title": "IHPB, September 2026", "value": 112.39, "periode": "September 2026"}
    service.set(listing([item, new]), "indicators", "0000")
    service.set(listing([item | {"var": 7, "title": "Inflasi Gorontalo, Februari 2026"}]), "indicators", "7500")
    release = {"brs_id": 7, "title": "Inflasi Oktober", "rl_date": "2026-11-02", "abstract": ""}
    service.set(listing([release]), "pressrelease", "7571")
    browser = sign_in("editor")
    browser.post_form(f"{ROOM}/ambil", {}, page=ROOM)
    page = browser.get(ROOM).text
    assert "Selesai" in page and "1</b> usulan baru" in page and "1 rilis kantor baru" in page
    assert "IHPB, September 2026" in page, "a headline that nothing is linked to waits for a link"
    assert "Inflasi Gorontalo, Februari 2026" in page, "the province's wait as well"
    assert "Inflasi Oktober" in browser.get("/belajar/baru").text
    assert KEY not in page


def test_a_headline_is_linked_with_one_choice(app, cast, sign_in, service):
    new = {"var": 2498, "title": "IHPB, September 2026", "value": 112.39, "unit": "-", "periode": "September 2026"}
    service.set(listing([new]), "indicators", "0000")
    browser = sign_in("editor")
    browser.post_form(f"{ROOM}/ambil", {}, page=ROOM)
    form = {"kind": "headline", "domain": "0000", "var": "2498", "part": "IHPB", "region_code": "0000", "power": "0"}
    browser.post_form(f"{ROOM}/tautan", form | {"indicator_key": "ind.ihk"}, page=ROOM)
    (link,) = own_links(cast.office_id)
    assert (link.kind, link.part, link.indicator_key, link.region_code) == ("headline", "IHPB", "ind.ihk", "0000")
    assert "belum ditautkan" not in browser.get(ROOM).text


def test_while_it_runs_the_room_shows_how_far_and_refuses_a_second(app, cast, sign_in, service):
    start_pull(cast.office_id, FIGURES, actor=None)
    browser = sign_in("editor")
    page = browser.get(ROOM).text
    assert "Sedang berjalan" in page and 'hx-trigger="every 2s"' in page and "<progress" in page
    part = browser.get(ROOM, headers={"HX-Request": "true", "HX-Target": "pull"}).text
    assert part.lstrip().startswith("<section") and "Sedang berjalan" in part
    answer = browser.post_form(f"{ROOM}/ambil", {}, page=ROOM)
    assert answer.status_code in (302, 303) or "masih berjalan" in answer.text
    assert "Pengambilan lain masih berjalan" in browser.get(ROOM).text or "masih berjalan" in answer.text


def test_a_failure_is_told_in_its_sentence_without_the_key(app, cast, sign_in, service, caplog):
    service.set(blocked, "publication", "7571")
    browser = sign_in("editor")
    browser.post_form(f"{ROOM}/ambil", {}, page=ROOM)
    page = browser.get(ROOM).text
    assert "BPS menolak akses dari jaringan ini" in page and "Berhenti" in page
    assert KEY not in page and KEY not in caplog.text


def test_a_wrong_link_keeps_what_was_typed(app, cast, sign_in):
    browser = sign_in("editor")
    form = {
        "kind": "table",
        "domain": "7571",
        "var": "dua",
        "indicator_key": "ind.ipm",
        "part": "0",
        "power": "3",
        "series": "2022=100",
    }
    answer = browser.post_form(f"{ROOM}/tautan", form, page=ROOM)
    assert answer.status_code == 422
    assert (
        "Nomor tabel berupa angka" in answer.text and 'value="dua"' in answer.text and 'value="2022=100"' in answer.text
    )


@pytest.mark.parametrize(("field", "typed"), [("power", "zz"), ("power", "²"), ("power", ""), ("domain", "9999")])
def test_a_choice_that_is_not_offered_is_refused_in_words(app, cast, sign_in, field, typed):
    form = {"kind": "table", "domain": "7571", "var": "31", "indicator_key": "ind.ipm", "part": "0", "power": "0"}
    answer = sign_in("editor").post_form(f"{ROOM}/tautan", form | {field: typed}, page=ROOM)
    assert answer.status_code == 422 and "dari daftar" in answer.text
    assert own_links(cast.office_id) == []


def test_what_a_pack_offers_can_be_turned_off_and_on(app, cast, sign_in):
    browser = sign_in("editor")
    form = {"kind": "table", "domain": "0000", "var": "2263", "part": "0", "place": "", "region_code": ""}
    browser.post_form(f"{ROOM}/tautan/matikan", form, page=ROOM)
    (off,) = own_links(cast.office_id)
    assert off.indicator_key == "" and "dimatikan" in browser.get(ROOM).text
    browser.post_form(f"{ROOM}/tautan/{off.id}/hapus", {}, page=ROOM)
    assert own_links(cast.office_id) == []


@pytest.mark.both_engines
def test_the_search_reads_the_kept_list_without_asking(app, cast, sign_in, service):
    request = {"base": service.base, "path": "list", "model": "var", "domain": "7571", "page": "1"}
    found = [{"var_id": 31, "title": "Jumlah Penduduk Miskin", "unit": "Ribu Jiwa", "sub_name": "Kemiskinan"}]
    ReplyCache(app.config["DATA"] / "webapi").put(request, json.dumps(listing(found)), clock.now())
    browser = sign_in("editor")
    page = browser.get(f"{ROOM}?cari=miskin").text
    assert "Jumlah Penduduk Miskin" in page and "var=31" in page
    assert 'value="31"' in browser.get(f"{ROOM}?domain=7571&var=31").text
    assert "Tidak ada judul tabel" in browser.get(f"{ROOM}?cari=zzz").text
    assert service.asked == []


def test_the_room_is_for_editors(app, cast, sign_in):
    browser = sign_in("employee")
    assert browser.get(ROOM).status_code == 403


@pytest.mark.both_engines
def test_proposals_are_listed_by_their_origin_and_can_be_refused(app, cast, sign_in):
    offer = NewValue(
        "ind.ipm", "7571", "2025", "year", Decimal("79.25"), "WebAPI BPS, tabel 9", note="Tabel diperbarui."
    )
    (value_id,) = enter_values(cast.office_id, [offer], actor=None, origin="webapi").added
    editor = sign_in("editor")
    page = editor.get("/belajar/periksa?asal=webapi")
    assert len(page.page.select("tbody tr")) == 1 and "79,25" in page.text and "Kota Gorontalo" in page.text
    assert editor.get("/belajar/periksa?asal=lain").status_code == 404
    quick = f"/belajar/periksa/cepat/{value_id}"
    assert editor.post_form(quick, {"refuse": "1", "why": ""}, page="/belajar/periksa/cepat").status_code == 422
    editor.post_form(quick, {"refuse": "1", "why": "Tabel kabupaten"}, page="/belajar/periksa/cepat")
    assert session().get(IndicatorValue, value_id).withdrawn_why == "Tabel kabupaten"
    assert enter_values(cast.office_id, [offer], actor=None, origin="webapi").same == 1
    assert "Tidak ada angka dari sini" in editor.get("/belajar/periksa?asal=webapi").text
