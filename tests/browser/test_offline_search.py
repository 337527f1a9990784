"""The phone searches as the server does: the same questions, the same pages in the same order."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from playwright.sync_api import Page as BrowserPage
from sqlalchemy import select, update

from pstku.answers.queries.answers import answer
from pstku.answers.queries.search import search
from pstku.core import clock
from pstku.core.db import session
from pstku.core.text import fold
from pstku.learning.models import IndicatorValue, Page
from pstku.offices.models import Office
from tests.browser.conftest import PHONE

QUESTIONS = [
    "jumlah guru", "kapan ipm 2026 keluar", "jadwal rilis inflasi 2026", "kapan rilis tpt agustus 2025 dan agustus 2026",
    "jumlah mahasiswa di kota gorontalo",
    "berapa inflasi kota gorontalo terbaru", "inflsi", "ipm kota 2023", "IPM provinsi 2024", "orang miskin berapa",
    "p0", "P1", "beda p1 p2", "tpt agustus 2020", "jumlah penduduk", "penduduk miskn 2022", "ntp kota gorontalo",
    "umr gorontalo", "data individu perusahaan X", "nama responden susenas", "gini 0,39 artinya", "gini 1.2",
    "ipm 78,54 artinya", "xyzzy", "", " ? ", "apa itu sakernas", "sensus", "sensus ekonomi 2026", "website bps",
    "cara membaca inflasi", "pertumbuhan ekonomi tw ii 2024", "pdrb per kapita", "harga naik", "pengangguran",
    "penganguran", "angka harapan hidup", "rata rata lama sekolah", "rata-rata lama sekolah (rls)", "HLS",
    "tingkat partisipasi angkatan kerja", "ekspor impor", "tamu marah", "kelurahan dungingi penduduk", "penduduk Dungingi",
    "inflasi indonesia desember 2025", "ípm", "É e ï", "a OR b", "'; DROP TABLE pages; --", "inflasi:*", "𝕀𝕡𝕞 ß Ǆ",
    "inflasi kabupaten gorontalo", "ipm bone bolango", "penduduk makassar", "inflasi dunia", "ipm kab", "gini kabupaten x",
    "pertumbuhan ekonomi triwulan 1 2026 nasional", "p0 provinsi s1 2024", "miskin maret 2023", "inflasi oktober",
    "inflasi okt '23", "inflasi tahun ini", "inflasi bulan lalu", "inflasi2023", "inflasi 10/2023", "p0,2023", "i.p.m",
    "p 0", "beda p 1 p 2", "inflasi ytd", "terima kasih", "luas panen", "harga beras", "penduduk 15 tahun ke atas",
    "pengangguran kota vs provinsi", "ipm dan gini 2023", "inflasi dan ihk mei 2025", "harga bbm", "penduduk dan kepadatan", "apa beda inflasi mtm dan yoy", "berapa orang nganggur", "ipm kota 2022 dan 2023", "beda umr dan garis kemiskinan",
    "jadwal rilis inflasi", "kapan rilis kemiskinan", "penduduk kelurahan biawao", "kemiskinan per kelurahan",
    "dungingi", "jumlah kelurahan", "jumlah", "infalsi", "gini -0,39 artinya", "ipm 78 artinya", "apa itu responden", "inflas", "tp", "pad",
    "siapa saja orang miskin", "pendapatan pak rusdi", "omzet toko x", "data perusahaan 2024", "sulawesi utara ipm", "ipm kota jambi", "ipm jambi", "data kab", "ipm kabupaten tetangga",
    "data kota", "miskin" * 40, "k", "in", "inf", "kepadatan penduduk 2025", "wisatawan hotel", "luas panen padi",
    "hasil SE2026", "st2023", "sp2020", "inflasi gorontalo vs nasional september 2025", "inflasi manado dan gorontalo", "ipm kota gorontalo dibanding kab gorontalo",
    "inflasi provinsi gorontalo dan nasional", "inflasi des 24", "ipm 2020 2021 2022 2023", "ipm kota provinsi nasional 2022 2023 2024", "inflasi 2 tahun lalu", "ipm 5 tahun terakhir",
    "inflasi bln lalu", "kemiskinan thn lalu", "apa itu ipm", "kapan ipm keluar", "penduduk keluar", "gkp dan gkg bedanya",
    "peta kelurahan", "jumlah lansia", "kalender rilis", "kenapa tahun dasar 2010", "inflasinya berapa", "populasi sapi",
    "angka kematian bayi", "cara minta data", "jam buka pst", "kapan buka", "apakah data bps gratis", "apa itu bps",
    "siapa saja yang miskin", "siapa yang disebut miskin", "ipm 78 termasuk apa", "bedanya sensus dan survei",
    "kota gorontalo peringkat berapa kemiskinan", "jumlah petani", "jumlah tamu menginap", "jumlah pekerja informal", "inflation march 2025", "bukan angkatan kerja", "jml penduduk", "how many people live in gorontalo city",
]  # fmt: skip

SAME = {
    "words": "words", "periods": "periods", "regions": "regions", "place": "place", "below": "below",
    "is_elsewhere": "isElsewhere", "wants_several": "wantsSeveral", "wants_meaning": "wantsMeaning",
    "wants_release": "wantsRelease", "is_about_individuals": "isAboutIndividuals",
}  # fmt: skip

SEARCH_ALL = """async ([questions, snapshot]) => {
  const { Library } = await import("/static/js/offline/search.js");
  const library = new Library(snapshot);
  return questions.map((asked) => {
    const found = library.search(asked);
    const said = library.answer(asked);
    return {
      question: found.question, words: found.words, hits: found.hits, agency: found.referral?.agency ?? null,
      cards: said.cards.map((card) => [card.page.key, card.region, card.figure?.period ?? null, card.figure?.copy ?? "",
        card.notAtCity, card.below]),
      pages: said.pages.map((page) => page.key), meaning: said.meaning?.label ?? null, isRefused: said.isRefused,
      elsewhere: said.elsewhere, leftOver: said.leftOver, readAs: said.readAs, releases: said.releases,
      terms: said.terms, isCut: said.isCut, newest: said.cards.map((card) => card.newest?.period ?? null),
    };
  });
}"""


@pytest.fixture
def dungingi(live_server) -> None:
    """A kecamatan with a figure of its own; the shipped list of places has others without."""
    with live_server.app.app_context():
        sample = session().scalar(select(IndicatorValue).where(IndicatorValue.indicator_key == "ind.penduduk"))
        columns = {c.name: getattr(sample, c.name) for c in IndicatorValue.__table__.columns if c.name != "id"}
        session().add(IndicatorValue(**{**columns, "region_code": "7571011", "scaled": 30456, "decimals": 0}))
        due = session().scalar(select(Page).where(Page.key == "ind.tpt"))
        due.verified_at = clock.now() - timedelta(days=due.verify_every_days + 30)  # its check has run out
        session().commit()


@pytest.fixture
def snapshot_page(dungingi, office, enter) -> tuple[BrowserPage, dict]:
    page = enter("employee", PHONE)
    return page, page.evaluate("fetch('/luring/pustaka.json').then((answer) => answer.json())")


def test_the_phone_finds_what_the_server_finds_in_the_same_order(snapshot_page, office):
    page, snapshot = snapshot_page
    on_phone = page.evaluate(SEARCH_ALL, [QUESTIONS, snapshot])
    assert len({hit["key"] for found in on_phone for hit in found["hits"]}) > 50
    for asked, kept in zip(QUESTIONS, on_phone, strict=True):
        found = search(office(), asked)
        assert tuple(kept["words"]) == found.words, asked
        assert [hit["key"] for hit in kept["hits"]] == [hit.key for hit in found.hits], asked
        assert [hit["score"] for hit in kept["hits"]] == pytest.approx([hit.score for hit in found.hits]), asked
        assert kept["agency"] == (found.referral.agency if found.referral else None), asked
        meant = asdict(found.question)
        for name, there in SAME.items():
            wanted = list(meant[name]) if isinstance(meant[name], tuple) else meant[name]
            assert kept["question"][there] == wanted, (asked, name)


def test_the_phone_says_what_the_server_says(snapshot_page, office):
    page, snapshot = snapshot_page
    figures = 0
    for asked, kept in zip(QUESTIONS, page.evaluate(SEARCH_ALL, [QUESTIONS, snapshot]), strict=True):
        said = answer(office(), asked)
        cards = [
            [c.page.key, c.region, c.figure and c.figure.period, c.copy_text, c.not_at_city, c.below]
            for c in said.cards
        ]
        assert kept["cards"] == cards, asked
        assert kept["pages"] == [line.key for line in said.pages], asked
        assert kept["meaning"] == (said.meaning.label if said.meaning else None), asked
        assert kept["isRefused"] == said.is_refused, asked
        assert kept["elsewhere"] == said.elsewhere, asked
        assert (kept["leftOver"], kept["releases"]) == (list(said.left_over), said.releases), asked
        assert [tuple(pair) for pair in kept["readAs"]] == list(said.read_as), asked
        assert ([tuple(term) for term in kept["terms"]], kept["isCut"]) == (said.terms, said.is_cut), asked
        assert kept["newest"] == [card.newest and card.newest.period for card in said.cards], asked
        figures += sum(bool(card.figure) for card in said.cards)
    assert figures > 15


def test_words_are_folded_alike(snapshot_page):
    page, _ = snapshot_page
    texts = [
        *QUESTIONS,
        "Kota Gorontalo, Provinsi—Gorontalo",
        "a_b__c",
        "½ ² ①",
        "İstanbul",
        "naïve\tTEXT\n",
        "x\u0301y",
    ]
    script = "(texts) => import('/static/js/offline/question.js').then(({fold}) => texts.map(fold))"
    assert page.evaluate(script, texts) == [fold(text) for text in texts]


def test_the_phone_of_a_province_takes_a_kota_for_another_place(live_server, office, enter):
    with live_server.app.app_context():
        named = {"code": "7500", "region_name": "Provinsi Gorontalo"}
        session().execute(update(Office).where(Office.code == "7571").values(named))
        session().execute(update(Office).values(config_version=Office.config_version + 1))
        session().commit()
    page = enter("employee", PHONE)
    snapshot = page.evaluate("fetch('/luring/pustaka.json').then((answer) => answer.json())")
    asked = ["ipm kabupaten tetangga", "ipm provinsi", "ipm gorontalo", "wisman"]
    for question, kept in zip(asked, page.evaluate(SEARCH_ALL, [asked, snapshot]), strict=True):
        said = answer(office(), question)
        assert (kept["elsewhere"], tuple(kept["question"]["regions"])) == (said.elsewhere, said.question.regions), (
            question
        )
        assert [card[1] for card in kept["cards"]] == [card.region for card in said.cards], question
    assert answer(office(), asked[0]).elsewhere == "kabupaten atau kota lain"
    assert snapshot["office"]["level"] == "provinsi"


def test_the_phone_of_a_kabupaten_takes_a_kota_for_another_place(live_server, office, enter):
    with live_server.app.app_context():
        session().execute(
            update(Office).where(Office.code == "7571").values(code="7501", region_name="Kabupaten Boalemo")
        )
        session().execute(update(Office).values(config_version=Office.config_version + 1))
        session().commit()
    page = enter("employee", PHONE)
    snapshot = page.evaluate("fetch('/luring/pustaka.json').then((answer) => answer.json())")
    asked = ["ipm kota gorontalo", "ipm kabupaten", "ipm boalemo", "ntp kota", "ipm kab boalemo dan kota manado", "ntp"]
    places = []
    for question, kept in zip(asked, page.evaluate(SEARCH_ALL, [asked, snapshot]), strict=True):
        said = answer(office(), question)
        assert (kept["elsewhere"], tuple(kept["question"]["regions"])) == (said.elsewhere, said.question.regions), (
            question
        )
        assert [card[1] for card in kept["cards"]] == [card.region for card in said.cards], question
        places.append(said.elsewhere)
    assert places == ["Kota Gorontalo", None, None, "kota lain", "Kota Manado", None]
