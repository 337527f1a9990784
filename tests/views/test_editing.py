"""Meja editor, as editors walk it."""

import pytest
from sqlalchemy import select

from pstku.core.db import atomic, session
from pstku.editing.models import PageReport, PageRevision
from tests.editors import draft_fields, make_editors

START = "/belajar/indikator/tpt"

LONG = "Bagian angkatan kerja yang belum bekerja."


@pytest.fixture
def second_editor(cast):
    make_editors(cast)


def test_a_page_is_changed_by_one_and_published_by_another(sign_in, second_editor):
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    values = draft_fields(editor.get(address).page) | {"summary": LONG, "why": "Lebih jelas", "do": "submit"}
    assert editor.post_form(address, values, page=address).status_code == 303
    assert "Menunggu rekan lain" in editor.get(address).page.get_text()
    checker = sign_in("admin2")
    desk = checker.get("/belajar/sunting").page
    review = desk.select_one("a[href$='/periksa']:not([href='/belajar/periksa'])")["href"]
    page = checker.get(review).page
    assert page.select_one("ins") and page.select_one("del")
    assert checker.post_form(review, {"do": "publish", "note": ""}, page=review).status_code == 303
    assert LONG in sign_in("employee").get(START).page.get_text()
    history = editor.get(f"{START}/riwayat").page
    assert "Versi 1 · terbit" in " ".join(history.get_text().split())
    restore = history.select_one("form[action$='/pulihkan']")["action"]
    assert editor.post_form(restore, {}, page=f"{START}/riwayat").status_code == 303


def begin(editor) -> str:
    return editor.post_form(f"{START}/sunting", {}, page=START).location


def hand_in(editor, **changes) -> str:
    address = begin(editor)
    values = draft_fields(editor.get(address).page) | {"why": "Lebih jelas", "do": "submit"} | changes
    editor.post_form(address, values, page=address)
    return address


@pytest.mark.both_engines
def test_an_overtaken_draft_shows_the_difference_and_goes_on(sign_in, second_editor):
    editor, other = sign_in("editor"), sign_in("admin2")
    theirs = begin(other)
    other.post_form(theirs, draft_fields(other.get(theirs).page) | {"title": "TPT kota", "do": "save"}, page=theirs)
    mine = hand_in(editor, summary=LONG)
    other.post_form(f"{mine}/periksa", {"do": "publish"}, page=f"{mine}/periksa")
    assert begin(other) == theirs and "sudah berubah sejak" in other.get(theirs).page.get_text()
    values = draft_fields(other.get(theirs).page) | {"why": "Kota", "do": "submit"}
    told = other.post_form(theirs, values, page=theirs)
    assert told.status_code == 303 and told.location == f"{theirs}/sesuaikan"
    page = other.get(told.location).page
    assert "belum bekerja" in page.select_one("ins").get_text() and page.select_one("del")
    onto = page.select_one("input[name=onto]")["value"]
    assert other.post_form(told.location, {"onto": "0"}, page=told.location).location == told.location
    assert other.post_form(told.location, {"onto": onto}, page=told.location).location == theirs
    assert LONG in other.get(theirs).page.select_one("#summary")["value"]
    assert editor.get(f"{theirs}/sesuaikan").status_code == 404


def test_who_else_writes_is_told_at_the_start_and_whose_words_hold_is_asked(sign_in, second_editor):
    editor, other = sign_in("editor"), sign_in("admin2")
    theirs = begin(other)
    assert "Rekan juga" not in other.get(theirs).page.get_text()
    mine = begin(editor)
    assert "Arif" in editor.get(mine).page.select_one(".note.warn").get_text()
    other.post_form(theirs, draft_fields(other.get(theirs).page) | {"summary": "Lain.", "do": "save"}, page=theirs)
    hand_in(editor, summary=LONG)
    other.post_form(f"{mine}/periksa", {"do": "publish"}, page=f"{mine}/periksa")
    here = f"{theirs}/sesuaikan"
    onto = other.get(here).page.select_one("input[name=onto]")["value"]
    asked = other.post_form(here, {"onto": onto}, page=here)
    assert asked.status_code == 422 and asked.page.select_one("fieldset[aria-invalid] #keep-summary-error")
    assert other.post_form(here, {"onto": onto, "keep-summary": "theirs"}, page=here).status_code == 303
    assert other.get(theirs).page.select_one("#summary")["value"] == LONG


@pytest.mark.both_engines
def test_two_tabs_on_one_draft_lose_nothing(sign_in, cast):
    editor = sign_in("editor")
    address = begin(editor)
    first = second = draft_fields(editor.get(address).page)
    saved = editor.post_form(f"{address}/simpan", first | {"body": "Tab satu"}, page=address)
    assert 'id="stand"' in saved.text and "hx-swap-oob" in saved.text
    late = editor.post_form(f"{address}/simpan", second | {"body": "Tab dua"}, page=address)
    assert late.status_code == 409 and "Belum tersimpan." in late.text and "tab atau perangkat lain" in late.text
    told = editor.post_form(address, second | {"body": "Tab dua", "do": "save"}, page=address)
    assert told.status_code == 409 and told.page.select_one("#body").get_text().strip() == "Tab dua"
    assert told.page.select_one("del").get_text() != "" and "satu" in told.page.select_one("del").get_text()
    assert editor.get(address).page.select_one("#body").get_text().strip() == "Tab satu"
    again = draft_fields(told.page) | {"do": "save"}
    assert editor.post_form(address, again, page=address).status_code == 303
    assert editor.get(address).page.select_one("#body").get_text().strip() == "Tab dua"


@pytest.mark.both_engines
def test_the_first_button_saves_and_giving_up_takes_two_steps(sign_in, cast):
    editor = sign_in("editor")
    form = editor.get(begin(editor)).page.select_one("#naskah")
    buttons = form.select("button:not([type=button])")
    assert [button["value"] for button in buttons] == ["save", "submit", "discard"]
    assert buttons[-1].find_parent("details") is not None and not buttons[-1].find_parent("details").has_attr("open")


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "path",
    [
        "indikator/tpt",
        "indikator/gini",
        "indikator/andil-inflasi",
        "survei/sakernas",
        "media/allstats",
        "sikap/jangan-menebak",
    ],
)
def test_a_draft_that_nobody_changed_says_what_the_page_says(sign_in, cast, path):
    editor, here = sign_in("editor"), f"/belajar/{path}"
    address = editor.post_form(f"{here}/sunting", {}, page=here).location
    before = session().scalars(select(PageRevision.content)).one()
    values = draft_fields(editor.get(address).page) | {"do": "save"}
    assert editor.post_form(address, values, page=address).status_code == 303
    assert session().scalars(select(PageRevision.content)).one() == before


@pytest.mark.both_engines
def test_the_facts_of_a_survey_are_settled(sign_in, second_editor):
    editor, here = sign_in("editor"), "/belajar/survei/susenas"
    address = editor.post_form(f"{here}/sunting", {}, page=here).location
    values = draft_fields(editor.get(address).page) | {"sample": "345 ribu rumah tangga", "why": "BRS terbaru"}
    values["indicators"].append("ind.tpt")
    told = editor.post_form(address, values | {"media": ["med.khayal"], "do": "submit"}, page=address)
    assert told.status_code == 422 and "tidak ada di pustaka" in told.page.select_one("details.pick[open]").get_text()
    assert told.page.select_one("#sample")["value"] == "345 ribu rumah tangga"
    assert editor.post_form(address, values | {"do": "submit"}, page=address).status_code == 303
    checker = sign_in("admin2")
    review = " ".join(checker.get(f"{address}/periksa").page.select_one("section:has(#beda)").get_text().split())
    assert "Sampel" in review and "345 ribu" in review and "Indikator yang dihasilkan" in review and "TPT" in review
    checker.post_form(f"{address}/periksa", {"do": "publish"}, page=f"{address}/periksa")
    page = checker.get(here).page
    assert "345 ribu rumah tangga" in page.select_one(".facts").get_text()
    assert "Pengangguran" in page.select_one("table.ind").get_text()


@pytest.mark.both_engines
def test_a_new_indicator_gets_its_unit_its_level_and_its_releases(sign_in, second_editor):
    editor, here = sign_in("editor"), "/belajar/sunting"
    new = {"title": "Tinggi pohon kota", "kind": "indicator", "function": "ipds"}
    address = editor.post_form(f"{here}/baru", new, page=here).location
    values = draft_fields(editor.get(address).page) | {"summary": "Rata-rata tinggi.", "why": "Baru", "do": "submit"}
    steps = [
        ({}, "Satuannya belum terisi"),
        ({"unit": "meter", "decimals": "satu"}, "bukan bilangan bulat"),
        ({"decimals": "1"}, "tingkat wilayah"),
        ({"levels": ["kota"]}, "dihitung per apa"),
        ({"release_period_kind": "year", "release_lag_months": "2", "release_day_kind": "day"}, "Isi tanggalnya"),
        ({"release_day": "40"}, "1 sampai 31"),
        ({"release_day": "28", "release_dates": "2026 | entah"}, "bukan tanggal"),
    ]
    for changes, told in steps:
        values |= changes
        answer = editor.post_form(address, values, page=address)
        assert answer.status_code == 422 and told in answer.page.get_text(), told
        values["stand"] = answer.page.select_one("#stand")["value"]
    values |= {"release_dates": "2026 | 5/3/2027", "bands": "5 | rendah\n12,5 | tinggi", "kota_period": "Agustus"}
    assert editor.post_form(address, values, page=address).status_code == 303
    content = session().scalars(select(PageRevision.content)).one()
    assert content["facts"]["release_calendar"] == {
        "lag_text": "Tanggal rilis belum diisi; lihat jadwal rilis di situs",
        "period_kind": "year", "lag_months": 2, "day": 28, "dates": {"2026": "2027-03-05"},
    }  # fmt: skip
    assert (content["facts"]["unit"], content["facts"]["decimals"]) == ("meter", 1)
    assert content["facts"]["bands"] == [{"to": 5, "label": "rendah"}, {"to": 12.5, "label": "tinggi"}]
    checker = sign_in("admin2")
    assert checker.post_form(f"{address}/periksa", {"do": "publish"}, page=f"{address}/periksa").status_code == 303
    facts = checker.get("/belajar/indikator/tinggi-pohon-kota").page.select_one(".facts").get_text()
    assert "meter" in facts and "kota: Agustus" in facts


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "x" * 121}, "paling banyak 120 huruf"),
        ({"body": "x" * 40_001}, "paling banyak 40000 huruf"),
        ({"why": "x" * 301}, "paling banyak 300 huruf"),
        ({"sources": "BRS | bps.go.id | V"}, "diawali https://"),
        ({"release_day": "3", "release_day_kind": "lain"}, "Pilih hari terbitnya"),
        ({"release_months": ["abc"]}, "bukan bilangan bulat"),
        ({"release_months": ["13"]}, "Pilih bulannya"),
        ({"verify_every_days": "abc"}, "bukan bilangan bulat"),
        ({"verify_every_days": "3"}, "7 sampai 1100"),
        ({"verify_every_days": "99999"}, "7 sampai 1100"),
        ({"verify_every_days": ""}, "setiap berapa hari"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_cut(sign_in, cast, changes, told):
    editor = sign_in("editor")
    address = begin(editor)
    answer = editor.post_form(address, draft_fields(editor.get(address).page) | changes | {"do": "save"}, page=address)
    assert answer.status_code == 422 and told in answer.page.select_one("p.error").get_text()
    assert told in answer.page.select_one(".error-summary a").get_text()
    name, typed = next(iter(changes.items()))
    if isinstance(typed, list):
        return
    field = answer.page.select_one(f"#{name}")
    assert typed in (field.get("value"), field.get_text().strip())


@pytest.mark.both_engines
def test_a_fault_of_what_has_no_field_is_told_above_the_form(sign_in, cast):
    editor = sign_in("editor")
    address = begin(editor)
    with atomic() as s:
        draft = s.scalars(select(PageRevision)).one()
        draft.content = draft.content | {"facts": draft.content["facts"] | {"webapi": [{"domain": "0000"}]}}
    values = draft_fields(editor.get(address).page) | {"why": "Menguji", "do": "submit"}
    answer = editor.post_form(address, values, page=address)
    assert answer.status_code == 422 and "wajib diisi" in answer.page.select_one(".flash.bad").get_text()


def test_a_draft_is_its_authors_alone_until_it_is_handed_in(sign_in, second_editor):
    editor, other = sign_in("editor"), sign_in("admin2")
    address = begin(editor)
    for path in (address, f"{address}/periksa", f"{address}/sesuaikan"):
        assert other.get(path).status_code == 404
    assert other.post_form(f"{address}/simpan", {"title": "Dicuri"}, page="/belajar").status_code == 404
    assert other.post_form(f"{address}/pulihkan", {}, page="/belajar").status_code == 404
    hand_in(editor, summary=LONG)
    assert other.get(f"{address}/periksa").status_code == 200
    other.post_form(f"{address}/periksa", {"do": "return", "note": "Belum jelas"}, page=f"{address}/periksa")
    assert other.get(f"{address}/periksa").status_code == 404
    assert "Belum jelas" in editor.get(address).page.get_text()


@pytest.mark.both_engines
def test_a_decision_that_comes_too_late_is_a_sentence_and_no_dead_end(sign_in, second_editor):
    mine = hand_in(sign_in("editor"), summary=LONG)
    other = sign_in("admin2")
    for _ in range(2):
        assert other.post_form(f"{mine}/periksa", {"do": "publish"}, page="/belajar").status_code == 303
    assert "sudah diputuskan" in other.get("/belajar/sunting").page.get_text()


def test_what_is_missing_is_said_and_everything_typed_stays(sign_in, cast):
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    values = draft_fields(editor.get(address).page) | {"title": " ", "body": "Isi baru", "do": "submit", "why": "x y z"}
    answer = editor.post_form(address, values, page=address)
    assert answer.status_code == 422 and "Judulnya belum terisi." in answer.page.get_text()
    assert answer.page.select_one("#body").get_text().strip() == "Isi baru"


def test_hostile_markdown_is_harmless_in_preview_and_page(sign_in, cast):
    editor = sign_in("editor")
    typed = "<script>alert(1)</script> [x](javascript:alert(1)) ![](https://x/y.png)\n\n**tebal**"
    answer = editor.post_form("/belajar/naskah/pratinjau", {"body": typed}, page="/belajar/sunting")
    text = answer.get_data(as_text=True)
    assert "<strong>tebal</strong>" in text
    assert "<script" not in text and 'javascript:alert(1)"' not in text and "<img" not in text


def test_a_new_page_and_a_broken_one(sign_in, cast):
    editor, here = sign_in("editor"), "/belajar/sunting"
    good = {"title": "Melayani tamu asing", "kind": "conduct", "function": "umum"}
    assert "/belajar/naskah/" in editor.post_form(f"{here}/baru", good, page=here).location
    for bad in ({"title": " "}, {"kind": "gosip"}, {"function": "lain"}):
        editor.post_form(f"{here}/baru", good | bad, page=here)
    assert len(session().scalars(select(PageRevision)).all()) == 1


def test_an_owner_is_named_and_stands_on_the_page(sign_in, cast):
    editor = sign_in("editor")
    values = {"owner_id": str(cast.officer.person_id)}
    assert editor.post_form(f"{START}/penanggung-jawab", values, page=START).status_code == 303
    assert "Nurain" in editor.get(START).page.select_one(".own").get_text()


@pytest.mark.parametrize("path", ["/belajar/sunting", "/belajar/naskah/1"])
def test_the_desk_is_for_editors(client, sign_in, path):
    assert client.get(path).status_code == 303
    assert sign_in("employee").get(path).status_code == 403


def test_employees_read_the_history_and_unknown_drafts_are_404(sign_in):
    assert sign_in("employee").get(f"{START}/riwayat").status_code == 200
    assert sign_in("editor").get("/belajar/naskah/99999").status_code == 404


def test_what_is_typed_is_kept_by_itself_and_a_formula_is_shown(sign_in, cast):
    editor = sign_in("editor")
    address = editor.post_form(f"{START}/sunting", {}, page=START).location
    values = draft_fields(editor.get(address).page) | {"body": "Setengah jadi", "formula_latex": "\\frac{a}{b}"}
    answer = editor.post_form(f"{address}/simpan", values, page=address)
    assert answer.status_code == 200 and "Tersimpan pukul" in answer.text
    page = editor.get(address).page
    assert page.select_one("#body").get_text().strip() == "Setengah jadi" and page.select_one("math mfrac")
    del values["csrf_token"]
    assert sign_in("admin2").post_form(f"{address}/simpan", values, page="/belajar").status_code == 403


@pytest.mark.both_engines
def test_a_reader_says_what_is_wrong_and_an_editor_settles_it(sign_in, cast):
    reader = sign_in("employee")
    reader.post_form(f"{START}/keliru", {"words": "Angka 2023 tertukar"}, page=START)
    reader.post_form(f"{START}/keliru", {"words": "ya"}, page=START)
    (report,) = session().scalars(select(PageReport)).all()
    editor = sign_in("editor")
    desk = editor.get("/belajar/sunting")
    assert "Angka 2023 tertukar" in desk.text and "Iwan" not in desk.page.select_one("section:has(#keliru)").get_text()
    assert sign_in("employee").post(f"/belajar/sunting/laporan/{report.id}").status_code in (400, 403)
    editor.post_form(f"/belajar/sunting/laporan/{report.id}", {}, page="/belajar/sunting")
    assert "Angka 2023 tertukar" not in editor.get("/belajar/sunting").text
