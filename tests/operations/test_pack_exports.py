"""The way out: what goes with the definitions for all offices, and what with an office's own figures."""

import re

import pytest
from sqlalchemy import func, select

from pstku.answers.queries.answers import answer
from pstku.core.db import session
from pstku.library.models import GlossaryTerm, IndicatorValue, Pack, Page, SynonymGroup
from pstku.library.operations.regions import add_region
from pstku.offices.queries import configuration
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.reading.plain_yaml import plain_yaml
from pstku.packs.whole import exported, read_whole, take_whole
from pstku.packs.writing.library import as_yaml
from pstku.practice.models import BankQuestion
from tests.operations.test_packs import TPT
from tests.packs import write_pack
from tests.people import ROOT


def test_definitions_go_out_and_into_another_office_and_come_back_the_same(cast, tmp_path):
    files = exported(configuration(cast.office_id), "definitions")
    (tmp_path / "definisi.zip").write_bytes(zipped(files))
    report = take_whole(cast.other_office_id, read_whole(tmp_path / "definisi.zip"))
    away = cast.other_office_id
    shipped = "bps-definisi-inti"
    pages = select(func.count()).where(Page.office_id == cast.office_id, Page.pack_key == shipped)
    questions = select(func.count()).where(BankQuestion.office_id == cast.office_id, BankQuestion.pack_key == shipped)
    assert (len(report.added), len(report.questions)) == (session().scalar(pages), session().scalar(questions))
    assert answer(configuration(away), "pengangguran").cards[0].page.key == "ind.tpt"
    session().commit()
    again = exported(configuration(away), "definitions")
    assert {k: v for k, v in again.items() if k != "pack.yaml"} == {k: v for k, v in files.items() if k != "pack.yaml"}
    everything = b"".join(files.values()).decode()
    assert "Fitri Amalia" not in everything and "verified_by" not in everything
    session().commit()


def test_an_office_that_takes_the_definitions_alone_gets_nothing_of_another_office(cast):
    away = cast.other_office_id
    take_whole(away, read_whole(ROOT / "content" / "definisi-inti"))
    pages = session().scalars(select(Page).where(Page.office_id == away)).all()
    said = [f"{p.key} {p.title} {p.summary} {p.body} {p.facts} {p.synonyms}" for p in pages]
    rows = session().scalars(select(BankQuestion).where(BankQuestion.office_id == away)).all()
    said += [f"{row.key} { {k: v for k, v in row.content.items() if k != 'sources'} }" for row in rows]
    terms = session().scalars(select(GlossaryTerm).where(GlossaryTerm.office_id == away))
    said += [f"{row.term} {row.meaning}" for row in terms]
    groups = session().scalars(select(SynonymGroup).where(SynonymGroup.office_id == away))
    said += [f"{row.words} {row.referral}" for row in groups]
    assert len(pages) > 100 and len(rows) >= 60
    own = re.compile(r"7571|gorontalo|0811-4380|dewi sartika", re.IGNORECASE)
    assert [text[:60] for text in said if own.search(text)] == []
    session().commit()


def test_what_an_offices_own_pack_brought_goes_out_with_its_figures(cast, tmp_path):
    office = configuration(cast.office_id)
    general, own = exported(office, "definitions"), exported(office, "values")
    assert "media/kantor-7571.md" in own and "media/kantor-7571.md" not in general
    assert b"soal.kode-wilayah" in own["quizzes/ipds.yaml"] and b"soal.kode-wilayah" not in general["quizzes/ipds.yaml"]
    assert b"srv.wilayah-7571" in own["synonyms.yaml"] and b"srv.wilayah-7571" not in general["synonyms.yaml"]
    (tmp_path / "nilai.zip").write_bytes(zipped(own))
    back = take_whole(cast.office_id, read_whole(tmp_path / "nilai.zip"))
    assert (back.added, back.updated, back.kept, back.words) == ([], [], [], [])
    session().commit()


def test_figures_go_out_without_their_check_and_only_home_takes_them(cast, tmp_path):
    files = exported(configuration(cast.office_id), "values")
    (tmp_path / "nilai.zip").write_bytes(zipped(files))
    whole = read_whole(tmp_path / "nilai.zip")
    alive = (IndicatorValue.office_id == cast.office_id) & IndicatorValue.withdrawn_at.is_(None)
    assert len(whole.pack.values) == session().scalar(select(func.count()).where(alive))
    assert "checked" not in files["values.csv"].decode().splitlines()[0]
    session().commit()
    back = take_whole(cast.office_id, whole)
    assert (back.values_added, back.value_conflicts) == ([], [])
    with pytest.raises(PackFaultyError, match="angka kantor 7571"):
        take_whole(cast.other_office_id, whole)


def test_an_export_says_its_licence_what_it_includes_and_what_it_leans_on(cast, tmp_path):
    office = configuration(cast.office_id)
    installed = {row.key: row.version for row in session().scalars(select(Pack).where(Pack.office_id == office.id))}
    core = "bps-definisi-inti"
    heads = {kind: plain_yaml(exported(office, kind)["pack.yaml"].decode()) for kind in ("definitions", "values")}
    assert {head["license"] for head in heads.values()} == {"CC-BY-4.0"}
    assert heads["definitions"]["includes"] == [f"{core} {installed[core]}"]
    assert heads["values"]["requires"] == [core]
    (tmp_path / "definisi.zip").write_bytes(zipped(exported(office, "definitions")))
    session().commit()
    take_whole(cast.other_office_id, read_whole(tmp_path / "definisi.zip"))
    there = session().scalars(select(Pack).where(Pack.office_id == cast.other_office_id))
    assert {row.key: row.licence for row in there} == {"definisi-7571": "CC-BY-4.0", core: "CC-BY-4.0"}
    leaning = write_pack(tmp_path / "lain", pages=TPT | {"tpt": TPT["tpt"] | {"key": "ind.baru"}})
    (leaning / "indicators" / "tpt.md").rename(leaning / "indicators" / "baru.md")
    (leaning / "pack.yaml").write_text(f"id: lain\nversion: '1'\nrequires: [{core} {installed[core]}]\n")
    session().commit()
    assert take_whole(cast.other_office_id, read_whole(leaning)).added == ["ind.baru"]
    session().commit()


def test_places_of_the_nation_go_out_with_definitions_and_the_offices_own_with_its_figures(cast):
    office = configuration(cast.office_id)
    add_region(cast.editor, "7571999", "Tempat kantor", "kecamatan", "7571")
    general, own = (
        {line.split(b",")[0] for line in exported(office, kind)["regions.csv"].splitlines()}
        for kind in ("definitions", "values")
    )
    assert b"1171" in general and b"7571010" not in general and b"7571999" not in general
    assert {b"7571010", b"7571999"} <= own and b"1171" not in own
    used = select(IndicatorValue.region_code).where(IndicatorValue.office_id == office.id).distinct()
    assert {code.encode() for code in session().scalars(used)} <= own


def test_what_is_exported_has_no_references():
    shared = ["sama"]
    assert as_yaml({"a": shared, "b": shared}) == b"a:\n- sama\nb:\n- sama\n"
