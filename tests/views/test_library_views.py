"""Jawab, Belajar and Periksa as a browser without JavaScript sees them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.editing.models import OpenQuestion
from pstku.library.models import GlossaryTerm, IndicatorValue, Page
from pstku.library.operations.checking import check_value
from pstku.library.queries import pages
from pstku.practice.models import BankQuestion
from tests.figures import RELEASED, value_id

PAGES = [
    "/jawab",
    "/jawab?q=ipm",
    "/belajar",
    "/belajar/istilah",
    "/belajar/indikator",
    "/belajar/media",
    "/belajar/sikap",
    "/belajar/baru",
    "/briefing",
]


def test_every_employee_reads_the_library(sign_in):
    for path in PAGES:
        assert sign_in("employee").get(path).status_code == 200


@pytest.mark.both_engines
def test_every_shipped_page_opens(sign_in, cast):
    browser = sign_in("employee")
    segments = {"survey": "survei", "indicator": "indikator", "medium": "media", "conduct": "sikap"}
    for kind, slug in session().execute(select(Page.kind, Page.slug).where(Page.office_id == cast.office_id)):
        answer = browser.get(f"/belajar/{segments[kind]}/{slug}")
        assert answer.status_code == 200, slug


def test_the_page_of_the_site_opens_the_site_of_this_office(sign_in):
    page = sign_in("employee").get("/belajar/media/website").page
    assert page.select_one("a.btn[href='https://gorontalokota.bps.go.id']")


def test_only_a_source_that_nobody_looked_up_says_so(sign_in):
    said = sign_in("employee").get("/belajar/media/webapi").page.select_one(".src").get_text(" ", strip=True)
    assert "Dokumentasi WebAPI BPS" in said and "perlu dicocokkan" not in said
    said = sign_in("employee").get("/belajar/survei/podes").page.select_one(".src").get_text(" ", strip=True)
    assert "Pengetahuan umum · perlu dicocokkan" in said


def test_the_round_of_a_city_stands_apart_from_its_levels(sign_in):
    facts = sign_in("employee").get("/belajar/indikator/tpt").page.select_one("dl.facts").get_text()
    assert "kota kota: Agustus" in facts


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client):
    for path in [*PAGES, "/belajar/periksa"]:
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/masuk?next=/")


def test_a_page_that_is_not_there_is_404(sign_in):
    for path in ["/belajar/survei/tidak-ada", "/belajar/salah", "/belajar/salah/tpt"]:
        assert sign_in("employee").get(path).status_code == 404


def test_htmx_gets_the_results_only(sign_in):
    headers = {"HX-Request": "true", "HX-Target": "results"}
    answer = sign_in("employee").get("/jawab?q=ipm", headers=headers)
    assert answer.page.select_one("#results") and not answer.page.select("nav")


def test_an_unchecked_figure_is_shown_small_without_copy(sign_in):
    page = sign_in("employee").get("/jawab?q=ipm+kota+2023").page
    assert "jangan dikutip" in page.get_text()
    assert not page.select("[data-copy], [data-print]")
    card = page.select_one(".answer")
    assert "Naik 0,32 poin dari 2022 (78,22)" in card.get_text(), "the change stands beside the mark"
    assert "Tanggal rilis sumbernya belum diisi" in card.get_text()
    chart = card.select_one(".a-chart.muted svg")
    assert chart["aria-label"].startswith("Belum diverifikasi.") and not card.select(".wa, a[href*='kartu']")


def test_every_answer_can_be_noted_as_asked(sign_in):
    for asked in ["ipm kota 2023", "ipm 2031", "umr gorontalo", "xyzzy", "data individu perusahaan X"]:
        page = sign_in("employee").get("/jawab", query_string={"q": asked}).page
        noted = page.select_one(
            ".a-foot a[href^='/catat?q=']" if page.select(".answer") else ".miss a[href^='/catat?q=']"
        )
        assert noted.get_text(strip=True) == "Catat: saya ditanya ini"
        assert ("perusahaan+X" in noted["href"]) is False


@pytest.mark.both_engines
@pytest.mark.parametrize("asked", ["ipm kota dan nasional 2023", "ipm kota dan provinsi"])
def test_each_of_two_cards_of_one_page_copies_its_own_text(sign_in, cast, asked):
    for period in ("2022", "2023"):
        check_value(cast.editor, value_id("ind.ipm", period), released_on=RELEASED)
    page = sign_in("employee").get("/jawab", query_string={"q": asked}).page  # no id stands twice
    cards = page.select(".answer")
    assert len(cards) == 2
    for card in cards:
        for button in card.select("[data-copy]"):
            assert button["data-copy"] == f"#{card.select_one('.wa')['id']}"


def test_a_range_is_a_table_that_shows_its_gaps(sign_in, cast):
    for period in ("2020", "2022", "2023"):
        check_value(cast.editor, value_id("ind.ipm", period), released_on=RELEASED)
    page = sign_in("employee").get("/jawab?q=ipm+2020-2023").page
    rows = [row.get_text(" ", strip=True) for row in page.select(".a-range tbody tr")]
    assert rows == ["2020 77,13", "2021 belum diisi", "2022 78,22", "2023 78,54"]
    assert "Jangan dibandingkan: 2020 memakai lama" in page.select_one(".answer").get_text(" ", strip=True)
    link = page.select_one("a[href^='/jawab/deret.csv']")
    table = sign_in("employee").get(link["href"])
    assert table.mimetype == "text/csv"
    assert [line.split(";")[2:4] for line in table.text.splitlines()[1:]] == [
        ["2020", "77,13"], ["2022", "78,22"], ["2023", "78,54"],
    ]  # fmt: skip


@pytest.mark.both_engines
def test_a_figure_that_is_not_there_names_the_newest_with_its_value(sign_in, cast):
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=RELEASED)
    card = sign_in("employee").get("/jawab?q=ipm+2025").page.select_one(".answer")
    assert (
        card.select_one(".unfilled").get_text(strip=True) == "belum diisi"
        and card.select_one(".instead a").get_text() == "2023: 78,54"
    )


def test_a_part_of_the_whole_is_said_to_be_missing(sign_in, cast):
    check_value(cast.editor, value_id("ind.tpak", "2020-08"), released_on=date(2020, 11, 5))
    page = sign_in("employee").get("/jawab?q=tpak+perempuan").page
    assert "Rincian “perempuan” tidak ada di sini" in page.get_text(" ", strip=True)
    assert page.select_one(".related a")["href"].endswith("/sakernas")


def test_a_chart_breaks_where_a_period_is_missing_and_says_so(sign_in, cast):
    for period in ("2022", "2023"):
        check_value(cast.editor, value_id("ind.penduduk", period), released_on=RELEASED)
    check_value(cast.editor, value_id("ind.penduduk", "2025"), released_on=date(2026, 3, 2))
    chart = sign_in("employee").get("/jawab?q=jumlah+penduduk").page.select_one("svg.mid-size")
    assert chart["aria-label"].endswith(": 2022 201.350; 2023 205.390; 2024 belum diisi; 2025 210.190.")
    assert chart.select_one("path.main")["d"].count("M") == 2


def test_an_editors_working_note_is_gone_from_a_checked_card(sign_in, cast):
    assert "Nama deret dari besarnya angka; periksa" in sign_in("employee").get("/jawab?q=ipm+2023").page.get_text()
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=RELEASED)
    text = sign_in("employee").get("/jawab?q=ipm+2023").page.get_text()
    assert "Media menulis persen." in text and "; periksa" not in text


def test_an_editor_checks_a_figure_and_it_may_be_quoted(sign_in, cast):
    editor = sign_in("editor")
    cell = (IndicatorValue.indicator_key == "ind.ipm") & (IndicatorValue.period == "2023")
    wanted = session().scalar(select(IndicatorValue.id).where(cell, IndicatorValue.region_code == "7571"))
    address, released = f"/belajar/periksa/angka/{wanted}", {"released_on": "2023-12-05"}
    told = editor.post_form(address, {}, page="/belajar/periksa")
    assert told.status_code == 422 and "Isi tanggal rilis sumbernya" in told.page.select_one(".quick-check").get_text()
    assert editor.post_form(address, released, page="/belajar/periksa").status_code == 303
    page = sign_in("employee").get("/jawab?q=ipm+kota+2023").page
    assert page.select_one("[data-copy]") and "Sumber:" in page.select_one(".wa").get_text()
    again = editor.post_form(address, released, page="/belajar/periksa")
    assert again.status_code == 303
    assert "sudah diperiksa atau ditarik" in editor.get("/belajar/periksa").page.select_one(".flash").get_text()


def test_an_employee_does_not_check(sign_in):
    employee = sign_in("employee")
    assert employee.get("/belajar/periksa").status_code == 403
    assert employee.post_form("/belajar/periksa/halaman/ind.tpt", {}, page="/jawab?q=x").status_code == 403


def test_an_open_question_is_kept_by_post_only(sign_in, cast):
    employee = sign_in("employee")
    employee.get("/jawab?q=umkm+dungingi")
    assert session().scalars(select(OpenQuestion)).all() == []
    employee.post_form("/jawab/belum-terjawab", {"q": "umkm dungingi"}, page="/jawab?q=umkm+dungingi")
    assert [q.text for q in session().scalars(select(OpenQuestion))] == ["umkm dungingi"]
    assert employee.get("/jawab/belum-terjawab").status_code == 405


def test_what_was_typed_is_shown_as_typed(sign_in):
    for text in ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]:
        page = sign_in("employee").get("/jawab", query_string={"q": text}).page
        assert page.select_one("input#q")["value"] == text
        assert not page.select("main script, main img")


@pytest.mark.both_engines
def test_a_question_without_an_answer_is_kept_once_a_day_for_each_person(sign_in, cast):
    employee, officer = sign_in("employee"), sign_in("officer")
    for browser in (employee, employee, officer):
        assert browser.post_form("/jawab/dicari", {"q": "zakat fitrah"}, page="/jawab?q=x").status_code == 204
    kept = session().scalars(select(OpenQuestion)).one()
    assert (kept.text, kept.asked_count) == ("zakat fitrah", 2)


def test_an_answered_question_is_not_kept(sign_in):
    for question in ["ipm", "umr gorontalo", "data individu perusahaan x", "gini 0,39 artinya", "", "p0"]:
        sign_in("employee").post_form("/jawab/dicari", {"q": question}, page="/jawab?q=x")
        assert session().scalars(select(OpenQuestion)).all() == []


@pytest.mark.both_engines
def test_an_empty_figure_counts_as_unanswered(sign_in):
    sign_in("employee").post_form("/jawab/dicari", {"q": "miskin 2025"}, page="/jawab?q=x")
    assert [q.text for q in session().scalars(select(OpenQuestion))] == ["miskin 2025"]


def test_the_meaning_of_a_typed_value_is_said(sign_in):
    page = sign_in("employee").get("/jawab?q=gini+0,39+artinya").page
    assert "0,39 termasuk sedang." in page.get_text()


def test_another_week_of_the_briefing_and_a_broken_one(sign_in):
    employee = sign_in("employee")
    assert "16 November 2026" in employee.get("/briefing?pekan=2026-11-18").page.get_text()
    assert employee.get("/briefing?pekan=besok").status_code == 404


def test_a_survey_says_of_an_old_figure_that_a_newer_one_is_out(sign_in, cast):
    check_value(cast.editor, value_id("ind.tpt", "2020-08"), released_on=date(2020, 11, 5))
    row = sign_in("employee").get("/belajar/survei/sakernas").page.select_one("table.ind tbody tr")
    assert "6,52" in row.get_text() and "Perlu diperbarui" in row.get_text()


@pytest.mark.both_engines
def test_an_office_without_content_is_told_so(sign_in):
    with atomic() as s:
        s.execute(update(BankQuestion).values(retired_at=clock.now()))
        s.execute(update(Page).values(state="draft"))
        s.execute(delete(GlossaryTerm))
    employee = sign_in("employee")
    said = {
        "/latihan": "Belum ada soal.",
        "/belajar/istilah": "Belum ada istilah.",
        "/belajar/media": "Belum ada halaman.",
        "/belajar/baru": "Belum ada angka yang diperiksa dalam 30 hari terakhir.",
    }
    for path, words in said.items():
        assert words in employee.get(path).page.select_one("main").get_text(), path


def test_beside_a_survey_stand_the_surveys_of_every_function(sign_in):
    page = sign_in("employee").get("/belajar/survei/sakernas").page
    tree = page.select_one("nav.tree")
    assert [part.select_one("summary b").get_text() for part in tree.select("details")][:2] == ["Sosial", "Produksi"]
    here = tree.select("a[aria-current=page]")
    assert len(here) == 1 and here[0].find_parent("details").has_attr("open")
    assert sum(int(count.get_text()) for count in tree.select("summary span")) == len(tree.select("a")) >= 30


def test_figures_to_check_stand_on_sheets_and_a_press_comes_back_to_its_sheet(sign_in, monkeypatch):
    monkeypatch.setattr(pages, "PER_SHEET", 10)
    editor = sign_in("editor")
    first, second = (editor.get(f"/belajar/periksa?hal={n}").page for n in (1, 2))
    assert [len(page.select("table tbody tr")) for page in (first, second)] == [10, 10]
    assert first.select_one("tbody form")["action"] != second.select_one("tbody form")["action"]
    address = second.select_one("tbody form")["action"]
    assert (
        editor.post_form(address, {"released_on": "5/11/2026"}, page="/belajar/periksa").location
        == "/belajar/periksa?hal=2"
    )
    last = editor.get("/belajar/periksa?hal=2000000000").page
    assert last.select("table tbody tr") and last.select_one(".pages .here")


def test_a_survey_tells_whom_it_observes_what_it_brings_and_where_that_is_published(sign_in):
    page = sign_in("employee").get("/belajar/survei/sakernas").page
    facts = {
        item.select_one("dt").get_text(): item.select_one("dd").get_text() for item in page.select("dl.facts > div")
    }
    assert facts["Unit yang diamati"].startswith("rumah tangga") and "kota" in facts["Tersedia untuk"]
    products = page.select_one("section:has(#hasilnya)").get_text()
    assert "Upah buruh" in products
    media = page.with_text("span", "Terbit di:").parent
    assert {"/belajar/media/website", "/belajar/media/allstats"} <= {link["href"] for link in media.select("a")}


def test_an_editor_enters_the_day_of_a_release_or_puts_it_off(cast, sign_in):
    with clock.at(datetime(2026, 11, 26, 2, tzinfo=UTC)):
        assert not sign_in("employee").get("/belajar/baru").page.select("details.entry")
        editor = sign_in("editor")
        row = next(
            row for row in editor.get("/belajar/baru").page.select("tbody tr") if "Inflasi y-on-y" in row.get_text()
        )
        assert "biasanya awal Desember 2026" in row.get_text()
        hidden = row.select("input[type=hidden]")
        slugs = [tag["value"] for tag in hidden if tag["name"] == "slug"]
        fields = {"slug": slugs, "period": "2026-11", "act": "day", "day": "2026-12-02"}
        assert editor.post_form("/belajar/rilis", fields, page="/belajar/baru").status_code == 303
        assert "2 Desember 2026" in editor.get("/belajar/baru").page.get_text()
        empty = editor.post_form("/belajar/rilis", fields | {"day": ""}, page="/belajar/baru")
        assert (empty.status_code, "Pilih tanggalnya" in empty.page.get_text()) == (422, True)
        editor.post_form("/belajar/rilis", fields | {"act": "postpone"}, page="/belajar/baru")
        assert "belum ada tanggal baru" in editor.get("/belajar/baru").page.get_text()
        editor.post_form("/belajar/rilis", fields | {"act": "forget"}, page="/belajar/baru")
        assert "belum ada tanggal baru" not in editor.get("/belajar/baru").page.get_text()
