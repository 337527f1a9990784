"""Whole packs: what fits this office, what an import changes, and the office's own words."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from pstku.answers.queries.search import library_index
from pstku.core.db import atomic, session
from pstku.editing.models import PageRevision
from pstku.library.models import GlossaryTerm, IndicatorValue, Page, SynonymGroup
from pstku.library.operations.images import add_image
from pstku.library.queries.pages import image_content
from pstku.offices.queries import configuration
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.reading.pages import read_pack, version_order
from pstku.packs.taking import import_pack
from pstku.packs.whole import exported, preview_whole, read_whole, take_whole
from pstku.practice.models import BankQuestion
from pstku.practice.operations.answering import retire_question
from tests.operations.test_packs import ROW, TPT
from tests.packs import as_zip, faults_of, write_pack

WORDS = "terms:\n- {{term: ADHB, meaning: {adhb}}}\n- {{term: ADHK, meaning: Harga konstan}}\n"

GROUPS = "groups:\n- {words: [nganggur], pages: [ind.tpt]}\n"


def term(office_id: int, key: str) -> GlossaryTerm | None:
    return session().scalar(
        select(GlossaryTerm).where(GlossaryTerm.office_id == office_id, GlossaryTerm.term_key == key)
    )


@pytest.fixture
def with_words(tmp_path):
    def write(adhb: str = "Harga berlaku", more: str = "", *, version: str = "1"):
        folder = write_pack(tmp_path / "p", version=version, pages=TPT)
        (folder / "glossary.yaml").write_text(WORDS.format(adhb=adhb) + more)
        (folder / "synonyms.yaml").write_text(GROUPS)
        return read_pack(folder)

    return write


def test_a_pack_of_another_format_office_or_need_is_refused_whole(cast, tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT, values=ROW.replace("ind.tpt", "ind.lain"))
    head = (folder / "pack.yaml").read_text()
    (folder / "pack.yaml").write_text(head + "format: 2\n")
    assert "perbarui PSTku dulu" in faults_of(folder)
    for more, words in (
        ("domain: '7571'\n", "angka kantor 7571, bukan 1371"),
        ("requires: [bps-definisi-inti 2026.11.1]\n", "muat paket itu dulu"),
    ):
        (folder / "pack.yaml").write_text(head.replace("domain: null\n", "") + more)
        with pytest.raises(PackFaultyError, match=words) as refused:
            take_whole(cast.other_office_id, read_whole(folder))
        assert len(refused.value.faults) == 1, "not the same again for every row"
    (folder / "pack.yaml").write_text(head + "requires: [bps-definisi-inti 2099.1]\n")
    with pytest.raises(PackFaultyError, match=r"membutuhkan bps-definisi-inti 2099\.1; yang terpasang"):
        take_whole(cast.office_id, read_whole(folder))
    assert session().scalar(select(func.count()).where(Page.office_id == cast.other_office_id)) == 0
    assert session().scalar(select(func.count()).where(IndicatorValue.office_id == cast.other_office_id)) == 0
    assert version_order("2026.9.30") < version_order("2026.11.1")
    session().commit()


def test_the_offices_own_words_survive_a_newer_pack(cast, with_words):
    home = cast.other_office_id
    import_pack(home, with_words())
    with atomic() as s:
        s.add(GlossaryTerm(office_id=home, term="Mopolayio", term_key="mopolayio", meaning="Kata setempat"))
        s.add(SynonymGroup(office_id=home, words=["moputi"], page_keys=["ind.tpt"], referral=None))
        term(home, "adhk").meaning = "Kata kantor"
    report = import_pack(home, with_words("Harga tahun itu", "- {term: TPT, meaning: Baru}\n", version="2"))
    assert (term(home, "mopolayio").meaning, term(home, "adhk").meaning) == ("Kata setempat", "Kata kantor")
    assert (term(home, "adhb").meaning, term(home, "tpt").meaning) == ("Harga tahun itu", "Baru")
    assert report.words == ["ADHB", "TPT"] and report.kept == []
    changed_both = with_words("Harga tahun itu", version="3")
    next(item for item in changed_both.terms if item["term"] == "ADHK")["meaning"] = "Paket menulis lain"
    third = import_pack(home, changed_both)
    assert (third.kept, third.dropped) == (["ADHK"], ["TPT"]) and term(home, "tpt") is None
    assert session().scalar(select(func.count()).where(SynonymGroup.office_id == home)) == 2
    session().commit()


def test_words_that_come_back_in_ones_own_export_stay_those_of_their_pack(cast, with_words):
    home = cast.other_office_id
    import_pack(home, with_words())
    export = with_words(version="9")
    export.key = "definisi-kantor"
    assert import_pack(home, export).words == []
    assert term(home, "adhk").pack_key == "uji"
    session().commit()


def test_a_preview_says_what_the_import_does_and_changes_nothing(cast, tmp_path):
    first = read_whole(write_pack(tmp_path / "p", pages=TPT, values=ROW))
    preview = preview_whole(cast.other_office_id, first)
    assert session().scalar(select(func.count()).where(Page.office_id == cast.other_office_id)) == 0
    session().commit()
    assert take_whole(cast.other_office_id, first) == preview and preview.added == ["ind.tpt"]


def test_a_preview_names_new_places_and_leaves_nothing_of_them_in_memory(cast, tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT, values=ROW.replace("7571,", "7571010,"))
    (folder / "regions.csv").write_text("code,name,level,parent_code,note\n7571010,Kota Barat,kecamatan,,\n")
    (figure,) = preview_whole(cast.other_office_id, read_whole(folder)).values_added
    assert figure.startswith("Tingkat Pengangguran Terbuka (TPT), Kecamatan Kota Barat, ")
    index = library_index(configuration(cast.other_office_id))
    assert "7571010" not in index.region_names and index.vocabulary.words == set()


def test_an_edited_page_takes_the_packs_words_when_told_and_the_edit_stays_in_its_history(cast, tmp_path):
    take_whole(cast.other_office_id, read_whole(write_pack(tmp_path / "p", pages=TPT)))
    mine = select(Page).where(Page.office_id == cast.other_office_id, Page.key == "ind.tpt")
    with atomic() as s:
        s.scalars(mine).one().body = "Kata kantor kami."
    for n in ("2", "3"):
        newer = {"tpt": TPT["tpt"] | {"body": f"Isi {n}."}}
        whole = read_whole(write_pack(tmp_path / "p", version=n, pages=newer))
        assert take_whole(cast.other_office_id, whole, take=["ind.tpt"]).updated == ["ind.tpt"]
    page = session().scalars(mine).one()
    history = session().scalars(
        select(PageRevision).where(PageRevision.page_id == page.id).order_by(PageRevision.number)
    )
    kept = [(row.state, row.content["body"].split()[-1]) for row in history]
    assert kept == [("superseded", "kami."), ("superseded", "2."), ("published", "3.")]
    assert "Isi 3." in page.body
    session().commit()


def test_a_page_the_pack_dropped_stays_and_is_named(cast, tmp_path):
    take_whole(cast.other_office_id, read_whole(write_pack(tmp_path / "p", pages=TPT)))
    (tmp_path / "p" / "indicators" / "tpt.md").unlink()
    report = take_whole(cast.other_office_id, read_whole(tmp_path / "p"))
    assert report.removed == ["ind.tpt"]
    assert session().scalar(select(func.count()).where(Page.office_id == cast.other_office_id)) == 1
    session().commit()


def test_a_question_the_pack_dropped_is_named_until_an_editor_takes_it_out(cast, tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT)
    (folder / "quizzes").mkdir()
    text = "- {{id: q.{0}, kind: number, fungsi: sosial, ask: 'Berapa {0}?', why: Begitu., pages: [ind.tpt], number: {{value: 1}}}}\n"
    quizzes = folder / "quizzes" / "sosial.yaml"
    quizzes.write_text(text.format("satu") + text.format("dua"))
    assert take_whole(cast.other_office_id, read_whole(folder)).questions == ["Berapa satu?", "Berapa dua?"]
    quizzes.write_text(text.format("satu"))
    report = take_whole(cast.other_office_id, read_whole(folder))
    assert (report.questions, report.removed) == ([], ["Soal: Berapa dua?"])
    dropped = session().scalars(select(BankQuestion).where(BankQuestion.key == "q.dua")).one()
    retire_question(cast.stranger, dropped.id, is_retired=True)
    assert take_whole(cast.other_office_id, read_whole(folder)).removed == []


def test_one_offices_baseline_does_not_travel_with_definitions_for_all(tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT)
    baseline = "{year: 2021, source: a, target: 85, values: {data: 1, media: 2, website: 3, serving: 4}}"
    (folder / "competence-baseline.yaml").write_text(baseline)
    assert "hanya di paket yang berisi domain" in faults_of(folder)


def test_an_offices_own_page_is_taken_and_an_edit_to_it_kept(cast, tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT)
    head = folder / "pack.yaml"
    head.write_text(head.read_text().replace("domain: null", "domain: '1371'"))
    away = cast.other_office_id
    assert take_whole(away, read_whole(folder)).added == ["ind.tpt"]
    with atomic() as s:
        s.scalars(select(Page).where(Page.office_id == away, Page.key == "ind.tpt")).one().body = "Kata kantor."
    write_pack(folder, version="2", pages={"tpt": TPT["tpt"] | {"body": "Isi baru."}})
    head.write_text(head.read_text().replace("domain: null", "domain: '1371'"))
    assert take_whole(away, read_whole(folder)).kept == ["ind.tpt"]


def test_the_commands_check_import_and_export(app, cast, tmp_path):
    app.config["OFFICE_CODE"] = "1371"
    runner = app.test_cli_runner()
    source = as_zip(write_pack(tmp_path / "p", pages=TPT, values=ROW))
    told = runner.invoke(args=["pstku", "pack", "check", str(source)])
    assert told.exit_code == 0 and "1 halaman baru" in told.output and "1 angka baru" in told.output
    assert runner.invoke(args=["pstku", "pack", "import", str(source)]).exit_code == 0
    out = tmp_path / "keluar.zip"
    assert runner.invoke(args=["pstku", "pack", "export", "definitions", str(out)]).exit_code == 0
    assert "indicators/tpt.md" in zipfile.ZipFile(out).namelist()
    lost = runner.invoke(args=["pstku", "pack", "export", "values", str(tmp_path / "tidak-ada" / "keluar.zip")])
    assert lost.exit_code == 1 and "tidak dapat ditulis" in lost.output
    (tmp_path / "p" / "pack.yaml").write_text("id: [")
    refused = runner.invoke(args=["pstku", "pack", "import", str(tmp_path / "p")])
    assert refused.exit_code == 1 and "tidak ada yang berubah" in refused.output


def test_pictures_travel_with_the_pages_that_show_them(app, cast, tmp_path):
    shown = add_image(cast.editor, _png("red"), "Tombol unduh")
    add_image(cast.editor, _png("blue"), "Dipakai nanti")
    with atomic() as s:
        s.scalars(
            select(Page).where(Page.key == "ind.tpt", Page.office_id == cast.office_id)
        ).one().body += f"\n{shown}\n"
    files = exported(configuration(cast.office_id), "definitions")
    (name,) = [name for name in files if name.startswith("images/")]
    source = tmp_path / "keluar.zip"
    source.write_bytes(zipped(files))
    take_whole(cast.other_office_id, read_whole(source))
    assert image_content(cast.other_office_id, name.removeprefix("images/").removesuffix(".webp"))[:4] == b"RIFF"
    folder = write_pack(tmp_path / "rusak", pages=TPT)
    (folder / "images").mkdir()
    (folder / "images" / ("a" * 32 + ".webp")).write_bytes(b"RIFF rusak")
    (folder / "images" / "nama.webp").write_bytes(b"RIFF")
    told = faults_of(folder)
    assert "Gambar ini rusak" in told and "32 angka heksadesimal" in told


def _png(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


def test_a_figure_that_differs_is_named_and_on_request_waits_as_a_further_vintage(cast, tmp_path):
    take_whole(cast.office_id, read_whole(write_pack(tmp_path / "satu", pages=TPT, values=ROW)))
    other = ROW.replace("6.52", "6.61")
    assert other != ROW
    whole = read_whole(write_pack(tmp_path / "dua", version="2", pages=TPT, values=other))
    assert len(preview_whole(cast.office_id, whole).value_conflicts) == 1
    assert take_whole(cast.office_id, whole).values_added == []
    report = take_whole(cast.office_id, whole, take_figures=True)
    assert (len(report.values_added), report.value_conflicts) == (1, [])
    key, region, period = ROW.split(",")[:3]
    mine = (IndicatorValue.office_id == cast.office_id) & (IndicatorValue.indicator_key == key)
    rows = (
        session()
        .scalars(
            select(IndicatorValue)
            .where(mine, IndicatorValue.region_code == region, IndicatorValue.period == period)
            .order_by(IndicatorValue.vintage)
        )
        .all()
    )
    assert rows[-1].scaled == 661 and rows[-1].checked_at is None and rows[-1].origin == "pack"
    assert preview_whole(cast.office_id, whole).value_conflicts == [], "it is known now"


def test_a_pack_that_leans_on_another_is_checked_against_the_library_it_comes_into(cast, tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT)
    (folder / "pack.yaml").write_text("id: uji\nversion: '1'\nrequires: [bps-definisi-inti]\n")
    ask = "- {id: soal.x, kind: single, fungsi: sosial, pages: [%s], ask: Apa ini, why: Begitu, options: [{text: a, right: true}, {text: b}, {text: c}]}\n"
    (folder / "quizzes").mkdir()
    (folder / "quizzes" / "sosial.yaml").write_text(ask % "ind.ipm")
    preview_whole(cast.office_id, read_whole(folder))
    (folder / "quizzes" / "sosial.yaml").write_text(ask % "ind.tidak-ada")
    with pytest.raises(PackFaultyError) as caught:
        preview_whole(cast.office_id, read_whole(folder))
    assert "halaman ind.tidak-ada tidak ada" in str(caught.value)
