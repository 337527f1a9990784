"""Everything a pack can hold goes out of one office, passes the check, and stands in another as it stood here."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, func, select

from pstku.core.db import atomic, session
from pstku.library.models import GlossaryTerm, IndicatorValue, Page, Region, SynonymGroup
from pstku.library.operations.images import add_image
from pstku.library.queries.pages import image_content
from pstku.offices.queries import configuration
from pstku.packs.files import zipped
from pstku.packs.reading.plain_yaml import plain_yaml
from pstku.packs.taking import ImportReport
from pstku.packs.whole import exported, preview_whole, read_whole, take_whole
from pstku.packs.writing.library import as_yaml
from pstku.practice.models import CompetenceItem, PackGuide
from pstku.practice.operations.competence import save_item
from pstku.pulling.queries import links

BANDS = [{"to": 60, "label": "rendah"}, {"to": 100.5, "label": "tinggi"}]


def page(office_id: int, key: str) -> Page:
    wanted = select(Page).where(Page.office_id == office_id, Page.key == key)
    return session().scalars(wanted.execution_options(populate_existing=True)).one()


def files_of(office_id: int, kind: str) -> dict[str, bytes]:
    files = exported(configuration(office_id), kind)
    session().commit()
    return files


def written(folder: Path, files: dict[str, bytes]) -> Path:
    source = folder / "paket.zip"
    source.write_bytes(zipped(files))
    return source


def without_head(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name != "pack.yaml"}


@pytest.fixture
def lived_in(app, cast):
    """The first office after some use: an edited page with a picture, and words, places and items of its own."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    shown = add_image(cast.editor, out.getvalue(), "Tombol unduh")
    save_item(cast.admin, None, "data", "Saya dapat menyebut sumber dari ingatan")
    with atomic() as s:
        tpt = page(cast.office_id, "ind.tpt")
        tpt.body, tpt.verify_every_days = f"Kata kantor: “tidak bekerja”.\n\n{shown}\n", 90
        tpt.facts = tpt.facts | {"bands": BANDS, "headline": False, "since": None}
        tpt.sources = [
            *tpt.sources,
            {"name": "BRS: 'Agustus' #1", "url": "https://contoh.go.id/a?b=1&c=2", "mark": "V"},
        ]
        s.add(GlossaryTerm(office_id=cast.office_id, term="Mopolayio", term_key="mopolayio", meaning="Kata: setempat"))
        s.add(SynonymGroup(office_id=cast.office_id, words=["no", "moputi"], page_keys=["ind.tpt"], referral=None))
        s.add(
            Region(
                office_id=cast.office_id,
                code="7571999",
                name="Tempat, baru",
                level="kecamatan",
                parent_code="7571",
                note="Catatan",
            )
        )
    return cast


def test_definitions_pass_the_check_and_stand_elsewhere_as_they_stood_here(lived_in, tmp_path):
    cast, away = lived_in, lived_in.other_office_id
    files = files_of(cast.office_id, "definitions")
    whole = read_whole(written(tmp_path, files))
    preview = preview_whole(away, whole)
    assert session().scalar(select(func.count()).where(Page.office_id == away)) == 0
    session().commit()
    report = take_whole(away, whole)
    assert report == preview and report.kept == [] and len(report.questions) > 50 and len(report.guides) > 5
    assert without_head(files_of(away, "definitions")) == without_head(files)
    there, here = page(away, "ind.tpt"), page(cast.office_id, "ind.tpt")
    for name in ("title", "body", "facts", "sources", "synonyms", "verify_every_days", "slug"):
        assert getattr(there, name) == getattr(here, name), name
    picture = next(name for name in files if name.startswith("images/"))
    assert image_content(away, picture.removeprefix("images/").removesuffix(".webp"))[:4] == b"RIFF"
    assert {link.var for link in links(configuration(away))} == {
        link.var for link in links(configuration(cast.office_id))
    }
    session().commit()
    again = take_whole(away, whole)
    assert again == ImportReport(unchanged=len(report.added))


def test_a_newer_pack_moves_what_was_left_alone_and_nothing_else(lived_in, tmp_path):
    cast, away = lived_in, lived_in.other_office_id
    files = files_of(cast.office_id, "definitions")
    take_whole(away, read_whole(written(tmp_path, files)))
    with atomic() as s:
        page(away, "ind.ipm").summary = "Kata kantor Padang Panjang."
        mine = select(GlossaryTerm).where(GlossaryTerm.office_id == away, GlossaryTerm.term_key == "mopolayio")
        s.scalars(mine).one().meaning = "Arti di sini"
        group = next(
            row for row in s.scalars(select(SynonymGroup).where(SynonymGroup.office_id == away)) if "no" in row.words
        )
        group.words = ["no", "putih"]
        item = s.scalars(
            select(CompetenceItem).where(CompetenceItem.office_id == away, CompetenceItem.indicator == "media")
        ).first()
        item.text = "Saya dapat menunjukkan situs kantor ini"
    edited_item = item.key
    session().commit()
    newer = dict(files)
    for name in ("indicators/ipm.md", "indicators/tpt.md"):
        newer[name] = files[name].replace(b"fungsi: sosial\nsummary: ", b"fungsi: sosial\nsummary: Baru. ")
        assert newer[name] != files[name]
    for name in ("glossary.yaml", "synonyms.yaml"):
        newer[name] = files[name].replace(b"setempat", b"dari paket").replace(b"moputi", b"lain")
    items = plain_yaml(files["competence.yaml"].decode())["items"]
    newer["competence.yaml"] = as_yaml({"items": [item | {"text": f"{item['text']} (baru)"} for item in items]})
    week = plain_yaml(files["first-week.yaml"].decode())
    week["days"][0]["title"] = "Hari pertama yang baru"
    newer["first-week.yaml"] = as_yaml(week)
    newer["quizzes/sosial.yaml"] = files["quizzes/sosial.yaml"].replace(b"ask: TPT dibagi", b"ask: Jadi TPT dibagi")
    head = plain_yaml(files["pack.yaml"].decode()) | {"version": "2099.1", "checksum": None}
    newer["pack.yaml"] = as_yaml(head)
    report = take_whole(away, read_whole(written(tmp_path, newer)))
    assert report.updated == ["ind.tpt"] and len(report.questions) == 1
    item_kept = "Butir angket: Saya dapat menunjukkan situs kantor ini"
    assert report.kept == ["ind.ipm", "Mopolayio", "no, lain", item_kept]
    assert page(away, "ind.ipm").summary == "Kata kantor Padang Panjang."
    assert page(away, "ind.tpt").summary.startswith("Baru. ")
    texts = dict(
        session().execute(select(CompetenceItem.key, CompetenceItem.text).where(CompetenceItem.office_id == away)).all()
    )
    assert texts.pop(edited_item) == "Saya dapat menunjukkan situs kantor ini"
    assert all(text.endswith("(baru)") for text in texts.values())
    guides = select(PackGuide.content).where(PackGuide.office_id == away, PackGuide.name == "first-week")
    assert session().scalar(guides)["days"][0]["title"] == "Hari pertama yang baru"
    session().commit()


def test_figures_and_places_come_back_into_an_office_that_lost_them(lived_in, tmp_path):
    home = lived_in.office_id
    files = files_of(home, "values")
    whole = read_whole(written(tmp_path, files))
    assert any(place.name == "Tempat, baru" for place in whole.pack.regions)
    with atomic() as s:
        s.execute(delete(IndicatorValue).where(IndicatorValue.office_id == home))
        s.execute(delete(Region).where(Region.office_id == home))
        s.execute(delete(PackGuide).where(PackGuide.office_id == home, PackGuide.name == "competence-baseline"))
    preview = preview_whole(home, whole)
    report = take_whole(home, whole)
    assert (
        report == preview and len(report.values_added) == len(whole.pack.values) > 50 and report.value_conflicts == []
    )
    assert without_head(files_of(home, "values")) == without_head(files)
