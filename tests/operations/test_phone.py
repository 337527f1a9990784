"""The phone answers as the server does: the same questions, the same cards, pages and words, on both engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from pstku.answers.queries.answers import Answer, answer
from pstku.answers.queries.cards import Card
from pstku.answers.queries.search import search
from pstku.answers.queries.snapshot import whole_library
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.text import fold
from pstku.library.models import IndicatorValue, Page
from pstku.offices.models import Office
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from tests.phone import on_phone
from tests.phone.questions import QUESTIONS
from tests.proof.answers import HALVES, check_everything, questions

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
MORE = ["libur nasional 2027", "apakah 24 desember libur", "libur 30 februari", "hari minggu buka tidak", "besok buka?", "sabtu tutup",
        "25 desember 2026 buka atau libur", "tanggal merah 2040", "1 desember 2026 libur", "hari senin buka jam berapa",
        "hari ini buka sampai jam berapa", "16 maret 2027 buka?", "jumat buka jam 12?", "1 januari 2028 libur?", "17 agustus 2028 libur?",
        "inflasi cabe", "inflasi bulan depan", "ipm tahun depan", "ipm 2015, 2016, 2017", "apakah gorontalo deflasi tahun 2024",
        "torang pe kota depe orang miskin brapa skarang", "nama nama pedagang pasar sentral", "p0 5 tahun trakhir",
        "inflasi provinsi gorontalo semester 1 2024", "inflasi provinsi triwulan 1 2024", "kenaikan ipm dari 2019 ke 2023"]  # fmt: skip
ASKED = [*MORE, *QUESTIONS, *(row["q"] for half in HALVES for row in questions(half))]


@pytest.fixture
def office_id(cast) -> Any:
    """The shipped office with every figure checked, one kecamatan with a figure of its own, and one page overdue."""
    with clock.at(NOW):
        check_everything(cast.office_id)
        with atomic() as s:
            mine = IndicatorValue.office_id == cast.office_id
            sample = s.scalar(select(IndicatorValue).where(mine, IndicatorValue.indicator_key == "ind.penduduk"))
            columns = {c.name: getattr(sample, c.name) for c in IndicatorValue.__table__.columns if c.name != "id"}
            s.add(IndicatorValue(**{**columns, "region_code": "7571011", "scaled": 30456, "decimals": 0}))
            due = s.scalar(select(Page).where(Page.key == "ind.tpt", Page.office_id == cast.office_id))
            due.verified_at = clock.now() - timedelta(days=due.verify_every_days + 30)
            changed(cast.office_id)
        yield cast.office_id


def kept(office_id: int) -> dict[str, Any]:
    return whole_library(configuration(office_id), NOW.date())


def test_the_phone_says_what_the_server_says(office_id):
    office = configuration(office_id)
    said = on_phone("answer", questions=ASKED, library=kept(office_id), today="2026-11-28")
    figures = 0
    for asked, there in zip(ASKED, said, strict=True):
        found, here = search(office, asked), answer(office, asked)
        assert tuple(there["words"]) == found.words, asked
        assert [key for key, _score in there["hits"]] == [hit.key for hit in found.hits], asked
        assert [score for _key, score in there["hits"]] == pytest.approx([hit.score for hit in found.hits]), asked
        assert there["cards"] == [shown(card) for card in here.cards], asked
        assert {name: there[name] for name in there if name not in ("words", "hits", "cards")} == around(here), asked
        figures += sum(bool(card.figure) for card in here.cards)
    assert figures > 300


def shown(card: Card) -> dict[str, Any]:
    """A card in the words of ask.mjs."""

    def cell(figure: Any) -> list[str] | None:
        return [figure.period, figure.text] if figure else None

    instead = card.instead and [card.instead.code, card.instead.figure.period, card.instead.figure.text]
    return {
        "page": card.page.key, "region": card.region, "code": card.region_code, "figure": cell(card.figure),
        "copy": card.copy_text, "notAtCity": card.not_at_city, "below": card.below, "missing": card.missing,
        "doesNotExist": card.does_not_exist, "remarks": card.remarks, "change": card.change,
        "rows": [[row.label, cell(row.figure)] for row in card.rows],
        "newest": card.newest.period if card.newest else None, "instead": instead,
    }  # fmt: skip


def around(here: Answer) -> dict[str, Any]:
    """What an answer says beside its cards, in the words of ask.mjs."""
    return {
        "agency": here.referral.agency if here.referral else None, "pages": [line.key for line in here.pages],
        "meaning": here.meaning.label if here.meaning else None, "isRefused": here.is_refused, "elsewhere": here.elsewhere,
        "leftOver": list(here.left_over), "parts": list(here.parts), "readAs": [list(pair) for pair in here.read_as],
        "releases": here.releases, "terms": [list(term) for term in here.terms], "isCut": here.is_cut, "day": here.day,
    }  # fmt: skip


def test_words_are_folded_alike(app):
    texts = [*ASKED, "Kota Gorontalo, Provinsi—Gorontalo", "a_b__c", "½ ² ①", "İstanbul", "naïve\tTEXT\n", "x\u0301y"]
    assert on_phone("fold", questions=texts) == [fold(text) for text in texts]


@pytest.mark.parametrize(
    ("named", "asked", "places"),
    [
        (
            {"code": "7500", "region_name": "Provinsi Gorontalo"},
            ["ipm kabupaten tetangga", "ipm provinsi", "ipm gorontalo", "wisman"],
            ["kabupaten atau kota lain", None, None, None],
        ),
        (
            {"code": "7501", "region_name": "Kabupaten Boalemo"},
            [
                "ipm kota gorontalo",
                "ipm kabupaten",
                "ipm boalemo",
                "ntp kota",
                "ipm kab boalemo dan kota manado",
                "ntp",
            ],
            ["Kota Gorontalo", None, None, "kota lain", "Kota Manado", None],
        ),
    ],
)
def test_the_phone_of_another_office_knows_its_own_place(office_id, named, asked, places):
    with atomic() as s:
        s.execute(update(Office).where(Office.id == office_id).values(named))
        changed(office_id)
    session().expire_all()
    office = configuration(office_id)
    said = on_phone("answer", questions=asked, library=kept(office_id), today="2026-11-28")
    assert (
        [there["elsewhere"] for there in said] == [answer(office, question).elsewhere for question in asked] == places
    )
    for question, there in zip(asked, said, strict=True):
        assert there["cards"] == [shown(card) for card in answer(office, question).cards], question
