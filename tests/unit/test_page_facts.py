"""The facts of pages: what an editor may say, and how a draft meets a page that moved."""

import pytest

from pstku.core.errors import InvalidInput
from pstku.editing.rules.difference import difference
from pstku.editing.rules.merging import merged
from pstku.intranet.editing.typed import BANDS, release_dates, source, whole_number
from pstku.library.rules.facts import check_complete, check_facts
from pstku.library.rules.schema import Fact, Facts

LIBRARY = {"srv.sakernas": "survey", "ind.tpt": "indicator", "med.website": "medium"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"survey": "ind.tpt"}, "survey"),
        ({"related": ["ind.tpt", "ind.khayal"]}, "related"),
        ({"media": ["med.website", "srv.sakernas"]}, "media"),
        ({"levels": ["dunia"]}, "levels"),
        ({"decimals": 9}, "decimals"),
        ({"direction": "sideways"}, "direction"),
        ({"method": "x" * 1001}, "method"),
        ({"url": "bps.go.id"}, "url"),
        ({"bands": [{"to": 0.5, "label": "sedang"}, {"to": 0.3, "label": "rendah"}]}, "bands"),
        ({"bands": [{"to": 0, "label": "rendah"}]}, "bands"),
        ({"release_calendar": {"period_kind": "week"}}, "release_period_kind"),
        ({"release_calendar": {"lag_months": 2}}, "release_period_kind"),
        ({"release_calendar": {"period_kind": "year", "lag_months": 99}}, "release_lag_months"),
        ({"release_calendar": {"period_kind": "year", "lag_months": -20}}, "release_lag_months"),
        ({"release_calendar": {"period_kind": "year", "by_day": 10}}, "release_lag_months"),
        ({"release_calendar": {"period_kind": "year", "lag_months": 1, "day": 32}}, "release_day"),
        ({"release_calendar": {"period_kind": "year", "dates": {"2026-08": "2026-11-05"}}}, "release_dates"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_beside_its_field(facts, field):
    with pytest.raises(InvalidInput) as refused:
        check_facts(facts, {}, LIBRARY)
    assert refused.value.field == field


def test_what_stood_there_before_is_not_asked_again():
    kept = {"related": ["ind.dari-paket-lain"], "method": "x" * 1900}
    check_facts(kept | {"unit": "persen"}, kept, LIBRARY)
    check_facts(kept | {"related": ["ind.dari-paket-lain", "ind.tpt"]}, kept, LIBRARY)


def test_an_indicator_is_not_handed_in_without_unit_level_and_rhythm():
    whole = {"unit": "persen", "levels": ["kota"], "release_calendar": {"period_kind": "year"}}
    check_complete("indicator", Facts(whole))
    check_complete("survey", Facts({}))
    for name, field in (("unit", "unit"), ("levels", "levels"), ("release_calendar", "release_period_kind")):
        with pytest.raises(InvalidInput) as refused:
            check_complete("indicator", Facts({key: value for key, value in whole.items() if key != name}))
        assert refused.value.field == field


def test_classes_as_typed_and_in_the_difference():
    kept = [{"to": 0.3, "label": "rendah"}, {"to": 1, "label": "tinggi"}]
    assert BANDS.show(kept) == "0,3 | rendah\n1 | tinggi"
    assert BANDS.read("0,3 | rendah\n 1|tinggi ", "bands") == kept
    for typed in ("0,3", "0,3 |", "rendah | 0,3"):
        with pytest.raises(InvalidInput):
            BANDS.read(typed, "bands")
    (field,) = difference({"facts": {}}, {"facts": {"bands": kept}})
    assert (field.name, field.pieces[0].text) == ("Golongan angka", "sampai 0,3: rendah\nsampai 1: tinggi")


def test_a_source_as_typed_and_what_would_be_lost_of_it():
    assert source("BRS | https://bps.go.id | v") == {"name": "BRS", "url": "https://bps.go.id", "mark": "V"}
    assert source("BRS") == {"name": "BRS", "url": None, "mark": "GK"}
    for typed in ("BRS | bps.go.id | V", "BRS | | pasti", " | https://bps.go.id"):
        with pytest.raises(InvalidInput):
            source(typed)


def test_days_of_release_and_whole_numbers_as_typed():
    assert release_dates("Agustus 2026 | 5/11/2026\n\n2027 | 5 November 2027", "x") == {
        "2026-08": "2026-11-05", "2027": "2027-11-05",
    }  # fmt: skip
    assert (whole_number(" −1 ", "x"), whole_number("", "x")) == (-1, None)
    for read, typed in ((release_dates, "Agustus 2026"), (release_dates, "Agustus 2026 | besok"), (whole_number, "²")):
        with pytest.raises(InvalidInput):
            read(typed, "x")


def test_the_difference_says_facts_in_words():
    before = {"facts": {"is_percentage": False, "survey": "srv.sakernas"}}
    calendar = {
        "period_kind": "month",
        "months": [8],
        "lag_months": 3,
        "by_day": 10,
        "dates": {"2026-08": "2026-11-05"},
    }
    after = {"facts": {"is_percentage": True, "direction": "lower_is_better", "release_calendar": calendar}}
    said = {
        field.name: "".join(piece.text for piece in field.pieces if piece.kind == "added")
        for field in difference(before, after, {"srv.sakernas": "Sakernas"})
    }
    assert said["Selisihnya disebut persen poin"] == "ya" and said["Arti naik dan turun"] == "turun berarti membaik"
    assert said["Jadwal rilis"].splitlines() == [
        "Dihitung per bulan", "Hanya ada untuk Agustus", "Terbit 3 bulan sesudahnya, paling lambat tanggal 10",
        "Agustus 2026 terbit 5 November 2026",
    ]  # fmt: skip
    (survey,) = (
        field for field in difference(before, after, {"srv.sakernas": "Sakernas"}) if field.name == "Dari survei"
    )
    assert survey.pieces[0].text == "Sakernas"


def test_a_draft_set_on_a_page_that_moved_keeps_both_changes_fact_by_fact():
    base = {"title": "A", "body": "x", "facts": {"unit": "persen", "quick": "q", "old": 1}}
    mine = {"title": "B", "body": "x", "facts": {"unit": "%", "quick": "q"}}
    theirs = {"title": "A", "body": "y", "facts": {"unit": "pct", "quick": "neu", "old": 1}}
    both = merged(base, mine, theirs)
    assert both.content == {"title": "B", "body": "y", "facts": {"unit": "%", "quick": "neu"}}
    assert both.clashes == ("unit",)


def test_a_fact_is_read_by_its_name_and_type_also_where_it_is_missing():
    facts = Facts({"unit": "persen", "levels": ["kota"], "headline": True})
    assert (facts.unit, facts.levels, facts.headline) == ("persen", ("kota",), True)
    empty = Facts({"unit": None})
    assert (empty.unit, empty.levels, empty.bands, empty.decimals, empty.headline) == ("", (), [], None, False)
    assert set(Facts.shapes) == {name for name, fact in vars(Facts).items() if isinstance(fact, Fact)}
