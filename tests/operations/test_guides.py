"""Items, baseline and first week as packs bring them: what the office changed stays, what is faulty is refused."""

import pytest

from pstku.core.db import session
from pstku.packs.faults import PackFaultyError
from pstku.packs.reading.guides import PackGuides, read_guides
from pstku.packs.taking.practice import Taken, import_guides
from pstku.packs.writing.guides import DEFINITIONS, VALUES, guide_files
from pstku.practice.operations.competence import save_item
from pstku.practice.queries.competence import items_of
from tests.people import ROOT


def test_what_the_office_rewrote_stays_and_the_rest_follows_the_pack(app, cast):
    first, second = items_of(cast.office_id)[:2]
    save_item(cast.admin, first.id, "data", "Kalimat kantor sendiri yang dinilai.")
    newer = PackGuides(
        [
            {"id": first.key, "indicator": "data", "text": "Baru satu dari paket"},
            {"id": second.key, "indicator": "data", "text": "Baru dua dari paket"},
        ]
    )
    taken = import_guides(cast.office_id, "bps-definisi-inti", newer)
    assert (taken.moved, taken.kept) == (
        ["Baru dua dari paket"],
        ["Butir angket: Kalimat kantor sendiri yang dinilai."],
    )
    session().expire_all()
    assert [item.text for item in items_of(cast.office_id)[:2]] == [
        "Kalimat kantor sendiri yang dinilai.",
        "Baru dua dari paket",
    ]
    assert import_guides(cast.office_id, "bps-definisi-inti", newer).moved == []


def test_an_item_that_the_office_only_moved_to_another_indicator_stays_there(app, cast):
    item = items_of(cast.office_id)[0]
    save_item(cast.admin, item.id, "serving", item.text)
    same = PackGuides([{"id": item.key, "indicator": "data", "text": item.text}])
    assert import_guides(cast.office_id, "bps-definisi-inti", same) == Taken()
    newer = PackGuides([{"id": item.key, "indicator": "data", "text": "Saya dapat menyebut lainnya"}])
    assert import_guides(cast.office_id, "bps-definisi-inti", newer).moved == []
    session().expire_all()
    kept = next(row for row in items_of(cast.office_id) if row.key == item.key)
    assert (kept.indicator, kept.text) == ("serving", item.text)
    session().commit()


def test_a_first_week_of_the_offices_own_pack_stays_before_any_other(app, cast):
    own, other = (PackGuides(first_week={"days": [{"title": title}]}) for title in ("Milik kantor", "Nasional"))
    import_guides(cast.office_id, "minggu-kantor", own, own={"minggu-kantor"})
    taken = import_guides(cast.office_id, "bps-definisi-inti", other, own={"minggu-kantor"})
    assert (taken.moved, taken.kept) == ([], ["first-week.yaml"])
    assert b"Milik kantor" in guide_files(cast.office_id, DEFINITIONS)["first-week.yaml"]
    again = PackGuides(first_week={"days": [{"title": "Milik kantor, baru"}]})
    assert import_guides(cast.office_id, "minggu-kantor", again, own={"minggu-kantor"}).moved


def test_guides_travel_with_packs(app, cast, tmp_path):
    for name, content in (guide_files(cast.office_id, DEFINITIONS) | guide_files(cast.office_id, VALUES)).items():
        (tmp_path / name).write_bytes(content)
    shipped = read_guides(ROOT / "content" / "definisi-inti")
    read = read_guides(tmp_path)
    assert read.items == shipped.items and read.first_week == shipped.first_week
    assert read.baseline == read_guides(ROOT / "content" / "nilai-7571").baseline
    import_guides(cast.other_office_id, "lain", read)
    assert len(items_of(cast.other_office_id)) == 20


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("competence.yaml", "items: 3", "harus berupa daftar"),
        ("competence.yaml", "items: [{id: a, indicator: lain, text: b}]", "indicator harus salah satu"),
        ("competence.yaml", "items: [{id: a}]", "wajib berisi id, indicator, text"),
        (
            "competence.yaml",
            "items: [{id: a, indicator: data, text: b}, {id: a, indicator: data, text: c}]",
            "dua kali",
        ),
        ("competence.yaml", "items: [{id: a, indicator: data, text: satu, dua}]", "tidak dikenal: dua"),
        ("competence.yaml", "items: [", "YAML tidak dapat dibaca"),
        ("first-week.yaml", "days: []", "daftar hari"),
        ("first-week.yaml", "days: [{title: a, quizzes: [lain]}]", "quizzes, butir 1: harus salah satu dari sosial"),
        ("first-week.yaml", "days: [{title: a, try: [{id: x}]}]", "id dan say"),
        ("first-week.yaml", "days: [{title: a, drill: banyak}]", "drill harus banyaknya kartu"),
        ("first-week.yaml", "days: [{title: a, drill: 0}]", "drill harus banyaknya kartu"),
        ("first-week.yaml", "days: [{title: a, pages: [ind.tidak-ada]}]", "halaman ind.tidak-ada tidak ada"),
        ("competence-baseline.yaml", "{year: 2021, source: a, target: 85, values: {data: 1}}", "wajib berisi data"),
        (
            "competence-baseline.yaml",
            "{year: 2021, source: a, target: 85, values: {data: 101, media: 1, website: 1, serving: x}}",
            "0 sampai 100",
        ),
        ("competence-baseline.yaml", "- a", "pasangan nama"),
    ],
)
def test_a_faulty_guide_is_refused_with_its_place(tmp_path, name, text, told):
    (tmp_path / name).write_text(text)
    with pytest.raises(PackFaultyError) as caught:
        read_guides(tmp_path, {"ind.ipm"})
    assert told in str(caught.value) and name in str(caught.value)
