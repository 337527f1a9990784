"""Packs as files: zips from outside, what fits this office, and the office's own words."""

import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

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
from pstku.packs import files as pack_files
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.reading.pages import read_pack, version_order
from pstku.packs.taking import import_pack
from pstku.packs.whole import exported, preview_whole, read_whole, take_whole
from pstku.practice.models import BankQuestion
from pstku.practice.operations.answering import retire_question
from tests.operations.test_packs import ROW, TPT
from tests.packs import write_pack

WORDS = "terms:\n- {{term: ADHB, meaning: {adhb}}}\n- {{term: ADHK, meaning: Harga konstan}}\n"
GROUPS = "groups:\n- {words: [nganggur], pages: [ind.tpt]}\n"


def as_zip(folder: Path, name: str = "paket.zip") -> Path:
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    target = folder.parent / name
    target.write_bytes(zipped(files))
    return target


def faults_of(source: Path) -> str:
    with pytest.raises(PackFaultyError) as caught:
        read_whole(source)
    return str(caught.value)


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


def test_a_zip_is_read_like_its_folder_also_inside_one_folder(cast, tmp_path):
    folder = write_pack(tmp_path / "isi", pages=TPT, values=ROW)
    flat = read_whole(as_zip(folder))
    nested = tmp_path / "nested.zip"
    nested.write_bytes(zipped({f"isi/{p.relative_to(folder)}": p.read_bytes() for p in folder.rglob("*.*")}))
    assert flat.pack.pages == read_whole(nested).pack.pages == read_whole(folder).pack.pages
    assert take_whole(cast.other_office_id, flat).added == ["ind.tpt"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../luar.md", "keluar dari paket"),
        ("/etc/passwd", "keluar dari paket"),
        ("media\\..\\x.md", "keluar dari paket"),
        ("indicators/x.exe", "bukan berkas paket isi"),
        ("jalan.sh", "bukan berkas paket isi"),
    ],
)
def test_a_file_that_does_not_belong_is_named_and_nothing_is_written(tmp_path, name, words):
    source = tmp_path / "jahat.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("pack.yaml", "id: uji\nversion: '1'\n")
        archive.writestr(name, "isi")
    assert words in faults_of(source)
    assert not (tmp_path.parent / "luar.md").exists()


def test_a_link_a_bomb_too_many_files_and_no_zip_are_refused(tmp_path, monkeypatch):
    link = zipfile.ZipInfo("media/x.md")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "symlink" in faults_of(tmp_path / "link.zip")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/x.md", b"0" * (pack_files.LARGEST_FILE + 1))
    assert (tmp_path / "bomb.zip").stat().st_size < 10_000
    assert "lebih dari 5 MB" in faults_of(tmp_path / "bomb.zip")
    monkeypatch.setattr(pack_files, "MOST_FILES", 1)
    (tmp_path / "many.zip").write_bytes(zipped({"pack.yaml": b"", "glossary.yaml": b""}))
    assert "lebih dari 1 berkas" in faults_of(tmp_path / "many.zip")
    monkeypatch.undo()
    pages = {f"media/x{place}.md": b"0" * 900_000 for place in range(5)}
    (tmp_path / "text.zip").write_bytes(zipped(pages))
    assert "lebih dari 4 MB" in faults_of(tmp_path / "text.zip")
    (tmp_path / "no.zip").write_bytes(b"PK bukan zip")
    assert "bukan zip" in faults_of(tmp_path / "no.zip")


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


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("pack.yaml", b"id: uji\nversion: '1'\nrequires: 5\n", "harus berupa daftar"),
        ("values.csv", b"indicator_id\n\xff\xfe", "bukan CSV UTF-8"),
        ("quizzes/sosial.yaml", b"- {id: a, kind: single, fungsi: sosial, ask: b, why: c, pages: 5}", "pages: harus"),
        ("quizzes/sosial.yaml", b"- {id: a, kind: single, fungsi: sosial, ask: b, why: c, level: x}", "level: harus"),
        (
            "indicators/x.md",
            b"---\nid: x\ntitle: x\nfungsi: sosial\nsummary: x\nverify_every_days: lama\n---\n",
            "harus bilangan bulat",
        ),
    ],
)
def test_the_wrong_kind_of_content_is_a_fault_not_a_crash(tmp_path, file, content, words):
    folder = write_pack(tmp_path / "p", pages=TPT)
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(content)
    assert words in faults_of(folder)


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


def test_a_file_managers_own_files_are_passed_over(cast, tmp_path):
    folder = write_pack(tmp_path / "isi", pages=TPT)
    files = {f"isi/{p.relative_to(folder)}": p.read_bytes() for p in folder.rglob("*.*")}
    noise = {
        "__MACOSX/isi/._pack.yaml": b"x",
        ".DS_Store": b"x",
        "isi/indicators/._tpt.md": b"x",
        "isi/Thumbs.db": b"x",
    }
    source = tmp_path / "dari-mac.zip"
    source.write_bytes(zipped(files | noise))
    assert [page.key for page in read_whole(source).pack.pages] == ["ind.tpt"]


def test_a_sealed_folder_may_lie_beside_such_files(cast, tmp_path):
    files = exported(configuration(cast.office_id), "definitions") | {".DS_Store": b"x", "indicators/._tpt.md": b"x"}
    for name, content in files.items():
        (tmp_path / "p" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "p" / name).write_bytes(content)
    assert read_whole(tmp_path / "p").pack.key == "definisi-7571"


def test_a_file_twice_or_with_an_endless_name_is_a_fault(tmp_path):
    source = tmp_path / "paket.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(source, "w") as archive:
        warnings.simplefilter("ignore")
        for name in ("pack.yaml", "media/x.md", "media/x.md", f"media/{'n' * 300}.md"):
            archive.writestr(name, "isi")
    told = faults_of(source)
    assert "media/x.md, berkas: ada dua kali di dalam zip" in told and "nama berkas lebih dari 100 huruf" in told


def test_a_zip_that_was_damaged_anywhere_is_a_fault_not_a_crash(tmp_path):
    whole = as_zip(write_pack(tmp_path / "isi", pages=TPT, values=ROW)).read_bytes()
    source, chance = tmp_path / "rusak.zip", Random(7)
    refused = 0
    for _ in range(300):
        damaged = bytearray(whole)
        for _byte in range(3):
            damaged[chance.randrange(len(whole))] = chance.randrange(256)
        source.write_bytes(damaged)
        try:
            read_whole(source)
        except PackFaultyError:
            refused += 1
    assert refused > 100


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


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "name", ["glossary.yaml", "quizzes/sosial.yaml", "first-week.yaml", "indicators/bom.md", "pack.yaml"]
)
def test_yaml_that_would_grow_beyond_memory_is_refused(tmp_path, name):
    folder = write_pack(tmp_path / "bom", pages=TPT)
    (folder / "quizzes").mkdir()
    text = f"---\nid: ind.bom\n{BOMB}---\nisi\n" if name.endswith(".md") else f"id: x\nversion: '1'\n{BOMB}"
    (folder / name).write_text(text)
    assert "YAML tidak dapat dibaca" in faults_of(folder)


def test_a_pack_that_changed_on_its_way_is_refused(cast, tmp_path):
    files = exported(configuration(cast.office_id), "definitions")
    source = tmp_path / "keluar.zip"
    source.write_bytes(zipped(files))
    read_whole(source)
    name = next(name for name in files if name.startswith("indicators/"))
    source.write_bytes(zipped(files | {name: files[name] + b"Tambahan di jalan.\n"}))
    assert "isi paket berubah sejak ditulis" in faults_of(source)
