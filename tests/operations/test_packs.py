"""Packs come in whole, keep local edits and lose nothing; faulty ones are refused with every fault named."""

import pytest
from sqlalchemy import func, select

from pstku.core.db import atomic, session
from pstku.library.models import IndicatorValue, Page, Region
from pstku.library.operations.regions import add_region, change_region
from pstku.library.rules.checksums import former_checksum
from pstku.packs.faults import PackFaultyError
from pstku.packs.reading.pages import read_pack
from pstku.packs.taking import import_pack
from tests.packs import write_pack

TPT = {
    "tpt": {"key": "ind.tpt", "title": "Tingkat Pengangguran Terbuka (TPT)", "short": "TPT", "synonyms": "pengangguran"}
}
ROW = "ind.tpt,7571,2020-08,month,6.52,tetap,1,lama,BRS,,2020-11-05,\n"


def page(office_id: int, key: str = "ind.tpt") -> Page:
    return session().scalar(select(Page).where(Page.office_id == office_id, Page.key == key))


def test_a_pack_is_imported_once_however_often_it_comes(cast, tmp_path):
    pack = read_pack(write_pack(tmp_path, pages=TPT, values=ROW))
    first = import_pack(cast.other_office_id, pack)
    again = import_pack(cast.other_office_id, pack)
    assert (first.added, len(first.values_added)) == (["ind.tpt"], 1)
    assert (again.added, again.updated, again.values_added, again.unchanged) == ([], [], [], 1)


def test_a_newer_pack_updates_the_page_and_unchecks_it(cast, tmp_path):
    from pstku.library.operations.checking import check_page

    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    check_page(cast.stranger, "ind.tpt")
    newer = {"tpt": TPT["tpt"] | {"body": "Isi baru."}}
    report = import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, version="2", pages=newer)))
    assert report.updated == ["ind.tpt"]
    assert "Isi baru." in page(cast.other_office_id).body
    assert page(cast.other_office_id).verified_at is None


def test_a_page_saved_by_notepad_is_a_page(tmp_path):
    file = write_pack(tmp_path, pages=TPT) / "indicators" / "tpt.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert [page.key for page in read_pack(tmp_path).pages] == ["ind.tpt"]


def test_a_page_edited_here_is_kept(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    with atomic():
        page(cast.other_office_id).body = "Kata kantor kami."
    newer = {"tpt": TPT["tpt"] | {"body": "Isi baru."}}
    report = import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, version="2", pages=newer)))
    assert report.kept == ["ind.tpt"]
    assert page(cast.other_office_id).body == "Kata kantor kami."


def test_a_pack_that_changes_only_the_interval_of_the_check_is_heard(cast, tmp_path):
    folder = write_pack(tmp_path, pages=TPT)
    import_pack(cast.other_office_id, read_pack(folder))
    file = folder / "indicators" / "tpt.md"
    file.write_text(file.read_text().replace("verify_every_days: 180", "verify_every_days: 90"))
    assert import_pack(cast.other_office_id, read_pack(folder)).updated == ["ind.tpt"]
    assert page(cast.other_office_id).verify_every_days == 90
    with atomic():
        page(cast.other_office_id).verify_every_days = 30
    assert import_pack(cast.other_office_id, read_pack(folder)).unchanged == 1
    file.write_text(file.read_text().replace("verify_every_days: 90", "verify_every_days: 60"))
    assert import_pack(cast.other_office_id, read_pack(folder)).kept == ["ind.tpt"]
    assert page(cast.other_office_id).verify_every_days == 30


def test_a_page_stamped_before_the_interval_counted_is_no_edit(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    with atomic():
        page(cast.other_office_id).pack_checksum = former_checksum(page(cast.other_office_id))
    assert import_pack(cast.other_office_id, read_pack(tmp_path)).unchanged == 1
    newer = {"tpt": TPT["tpt"] | {"body": "Isi baru."}}
    report = import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, version="2", pages=newer)))
    assert report.updated == ["ind.tpt"]


def test_an_edit_that_the_pack_makes_too_is_no_edit_any_more(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    newer = read_pack(write_pack(tmp_path, version="2", pages={"tpt": TPT["tpt"] | {"body": "Isi baru."}}))
    with atomic():
        page(cast.other_office_id).body = newer.pages[0].body
    assert import_pack(cast.other_office_id, newer).unchanged == 1
    third = read_pack(write_pack(tmp_path, version="3", pages={"tpt": TPT["tpt"] | {"body": "Isi ketiga."}}))
    assert import_pack(cast.other_office_id, third).updated == ["ind.tpt"]


def test_a_file_that_was_renamed_moves_the_page_also_an_edited_one(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    with atomic():
        page(cast.other_office_id).body = "Kata kantor kami."
    (tmp_path / "indicators" / "tpt.md").rename(tmp_path / "indicators" / "pengangguran.md")
    import_pack(cast.other_office_id, read_pack(tmp_path))
    assert (page(cast.other_office_id).slug, page(cast.other_office_id).body) == ("pengangguran", "Kata kantor kami.")


def test_two_pages_may_change_their_addresses_with_one_another(cast, tmp_path):
    two = TPT | {"p0": {"key": "ind.p0", "title": "Penduduk miskin"}}
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=two)))
    swapped = {"tpt": two["p0"], "p0": two["tpt"]}
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, version="2", pages=swapped)))
    assert (page(cast.other_office_id).slug, page(cast.other_office_id, "ind.p0").slug) == ("p0", "tpt")


def test_an_address_that_another_page_has_is_refused(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path / "a", pages=TPT)))
    other = write_pack(tmp_path / "b", pages={"tpt": TPT["tpt"] | {"key": "ind.lain"}})
    (other / "pack.yaml").write_text("id: lain\nversion: '1'\n")
    with pytest.raises(PackFaultyError, match=r"indicators/tpt\.md.*sudah dipakai halaman ind\.tpt"):
        import_pack(cast.other_office_id, read_pack(other))
    assert page(cast.other_office_id, "ind.lain") is None
    session().commit()


def test_a_page_does_not_change_its_kind(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    (tmp_path / "surveys").mkdir()
    (tmp_path / "indicators" / "tpt.md").rename(tmp_path / "surveys" / "tpt.md")
    with pytest.raises(PackFaultyError, match="jenis halaman tidak dapat diganti"):
        import_pack(cast.other_office_id, read_pack(tmp_path))
    assert page(cast.other_office_id).kind == "indicator"
    session().commit()


def test_an_older_version_says_what_it_comes_over(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, version="2026.11.2", pages=TPT)))
    older = read_pack(write_pack(tmp_path, version="2026.9.30", pages=TPT))
    assert import_pack(cast.other_office_id, older).newer == "2026.11.2"
    assert import_pack(cast.other_office_id, older).newer == ""


def test_a_figure_is_never_overwritten(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT, values=ROW)))
    other = read_pack(write_pack(tmp_path, version="2", pages=TPT, values=ROW.replace("6.52", "6.53")))
    report = import_pack(cast.other_office_id, other)
    assert report.value_conflicts == [
        "Tingkat Pengangguran Terbuka (TPT), Kota Gorontalo, Agustus 2020: 6,53 di paket, 6,52 di kantor ini"
    ]
    assert (
        session().scalar(select(IndicatorValue.scaled).where(IndicatorValue.office_id == cast.other_office_id)) == 652
    )


def test_a_revision_is_a_new_vintage(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT, values=ROW)))
    revised = ROW + ROW.replace("6.52", "6.40").replace(",tetap,1,", ",direvisi,2,")
    again = import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT, values=revised)))
    assert len(again.values_added) == 1


def test_two_offices_have_libraries_of_their_own(cast, tmp_path):
    import_pack(cast.other_office_id, read_pack(write_pack(tmp_path, pages=TPT)))
    assert "Isi." not in page(cast.office_id).body


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (ROW.replace("6.52", "enam"), "baris 2, value"),
        (ROW.replace("6.52", "NaN"), "baris 2, value"),
        (ROW.replace("2020-08", "Agustus"), "baris 2, period"),
        (ROW.replace("month", "bulan"), "baris 2, period_kind"),
        (ROW.replace("2020-11-05", "05/11/2020"), "baris 2, release_date"),
        (ROW.replace("2020-11-05", "2020-08-31"), "baris 2, release_date"),
        (ROW.replace("BRS", ""), "baris 2, source"),
        (ROW + ROW, "ind.tpt 7571 2020-08 1"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(tmp_path, row, where):
    with pytest.raises(PackFaultyError) as caught:
        read_pack(write_pack(tmp_path, pages=TPT, values=row))
    assert [fault.where for fault in caught.value.faults] == [where]


def test_all_faults_are_told_at_once_and_nothing_is_imported(cast, tmp_path):
    folder = write_pack(tmp_path, pages=TPT, values=ROW.replace("6.52", "x"))
    (folder / "indicators" / "rusak.md").write_text("tanpa kepala")
    (folder / "indicators" / "yaml.md").write_text("---\nid: [\n---\n")
    (folder / "indicators" / "fungsi.md").write_text("---\nid: a\ntitle: b\nsummary: c\nfungsi: d\n---\n")
    with pytest.raises(PackFaultyError) as caught:
        import_pack(cast.other_office_id, read_pack(folder))
    assert len(caught.value.faults) == 4
    assert session().scalar(select(func.count()).where(Page.office_id == cast.other_office_id)) == 0


def test_the_shipped_packs_are_whole_and_fit_together():
    from tests.people import ROOT

    definitions, values = (read_pack(ROOT / "content" / name) for name in ("definisi-inti", "nilai-7571"))
    keys = {item.key for item in definitions.pages}
    assert {v.indicator_key for v in values.values} <= keys
    assert {key for group in definitions.synonyms for key in group["pages"]} <= keys
    kinds = [item.kind for item in definitions.pages]
    assert kinds.count("survey") >= 30 and kinds.count("indicator") >= 45
    linked = {
        k
        for item in definitions.pages
        for name in ("indicators", "media", "related")
        for k in item.facts.get(name) or []
    }
    assert linked <= keys


def test_a_place_follows_the_pack_unless_it_was_changed_here(cast, tmp_path):
    home, folder = cast.other_office_id, write_pack(tmp_path)
    rows = [
        "7571010,Kota Barat,kecamatan,,Kode perlu dicocokkan",
        "7571011,Dungingi,kecamatan,,",
        "7571020,Selatan,kecamatan,,",
    ]

    def brought(*lines: str):
        (folder / "regions.csv").write_text("\n".join(["code,name,level,parent_code,note", *lines]))
        report = import_pack(home, read_pack(folder))
        mine = select(Region.code, Region.name).where(Region.office_id == home)
        return report, dict(session().execute(mine).all())

    report, _ = brought(*rows)
    assert len(report.places) == 3
    assert session().scalar(select(Region.note).where(Region.office_id == home, Region.code == "7571010"))
    session().commit()
    change_region(cast.stranger, "7571011", "Dungingi Kita", "kecamatan")
    report, names = brought(*rows)
    assert (report.places, report.kept) == ([], []) and names["7571011"] == "Dungingi Kita"
    report, names = brought("7571010,Barat,kecamatan,,", "7571011,Dungingi Lain,kecamatan,,")
    below = {code: name for code, name in names.items() if len(code) == 7}
    assert below == {"7571010": "Barat", "7571011": "Dungingi Kita", "7571020": "Selatan"}
    assert (report.places, report.kept) == (["7571010 Barat"], ["7571011 Dungingi Kita"])
    assert report.removed == ["7571020 Selatan"]
    session().commit()


def test_a_place_the_office_added_itself_is_kept(cast, tmp_path):
    folder = write_pack(tmp_path)
    add_region(cast.stranger, "7571010", "Nama kantor", "kecamatan")
    (folder / "regions.csv").write_text("code,name,level\n7571010,Nama paket,kecamatan\n")
    assert import_pack(cast.other_office_id, read_pack(folder)).kept == ["7571010 Nama kantor"]


@pytest.mark.parametrize("row", ["barat,Kota Barat,kecamatan,", "7571010,,kecamatan,", "7571010,Kota Barat,desa,"])
def test_a_bad_region_is_named_with_its_line(tmp_path, row):
    folder = write_pack(tmp_path)
    (folder / "regions.csv").write_text(f"code,name,level,parent_code\n{row}\n")
    with pytest.raises(PackFaultyError, match="baris 2"):
        read_pack(folder)
