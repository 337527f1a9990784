"""Packs as files from outside: what does not belong, what is too large, what was damaged on its way."""

import warnings
import zipfile
from random import Random

import pytest

from pstku.offices.queries import configuration
from pstku.packs import files as pack_files
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.whole import exported, read_whole, take_whole
from tests.operations.test_packs import ROW, TPT
from tests.packs import as_zip, faults_of, write_pack


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
