"""Word papers: what people typed stays as typed, and both papers of a report say the same."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from pstku.printing.docx import fill_docx
from pstku.printing.pdf import TEMPLATES
from pstku.reports.survey_chart import with_charts
from tests.documents import words_of
from tests.unit.test_print import AT, VALUES

TYPED = "R&D <IPDS> {{ title }} {% for %} \"kutip\" 'satu' ]]>"


def words(text: str) -> set[str]:
    """Whole sentences that stand in a template whatever its values are."""
    plain = re.sub(r"#\w+(?:\.\w+)*(?:\(.*?\))?|\{[{%].*?[%}]\}|[*\[\]\n]", "|", text)
    return {part.strip(" .,;:()") for part in plain.split("|") if len(part.split()) > 4}


def paper_of(values) -> bytes:
    return fill_docx("survey", values, AT, lambda paper: with_charts(paper, values))


def test_what_people_typed_stays_as_they_typed_it():
    values = VALUES["survey"] | {"follow_ups": [[TYPED] * 5], "publications": [[TYPED] * 3], "title": TYPED}
    told = words_of(paper_of(values))
    assert told.count(TYPED) == 9
    assert "Lampiran: kuesioner" in told and "Apakah cepat?" in told


@pytest.mark.parametrize("empty", ["groups", "services", "about", "steps", "follow_ups", "publications"])
def test_a_part_without_rows_leaves_a_whole_paper(empty):
    told = words_of(paper_of(VALUES["survey"] | {empty: []}))
    assert "{" not in told and "V. Publikasi" in told


def test_the_chart_is_a_picture_that_says_what_it_shows():
    (group,) = VALUES["survey"]["groups"]
    (shape,) = Document(BytesIO(paper_of(VALUES["survey"]))).inline_shapes
    assert shape._inline.docPr.get("descr") == group["chart"]["alt"]
    assert shape.width > 4 * shape.height


def test_the_two_papers_say_the_same():
    typst = (TEMPLATES / "survey.typ").read_text(encoding="utf-8")
    document = words_of((TEMPLATES / "survey.docx").read_bytes())
    assert words(document) and all(sentence in typst for sentence in words(document))
    headings = [p.text for p in Document(TEMPLATES / "survey.docx").paragraphs if p.style.name == "Heading 1"]
    assert headings == re.findall(r"^== (.+)$", typst, re.MULTILINE)


def test_heading_rows_repeat_on_every_page():
    tables = Document(TEMPLATES / "survey.docx").tables
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables)


def test_a_template_brings_no_macro_and_nothing_from_outside():
    with ZipFile(BytesIO((TEMPLATES / "survey.docx").read_bytes())) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "embed" in name.lower()]
        assert not [name for name in packed.namelist() if name.endswith(".rels") and b"External" in packed.read(name)]


AWARD = ("minutes", "candidates", "annex")


@pytest.mark.parametrize("name", AWARD)
def test_the_two_papers_of_an_award_say_the_same(name):
    typst = (TEMPLATES / f"{name}.typ").read_text(encoding="utf-8")
    document = words_of((TEMPLATES / f"{name}.docx").read_bytes())
    assert all(sentence in typst for sentence in words(document))
    headings = [p.text for p in Document(TEMPLATES / f"{name}.docx").paragraphs if p.style.name == "Heading 2"]
    assert headings == re.findall(r"^== (.+)$", typst, re.MULTILINE)


@pytest.mark.parametrize("name", AWARD)
def test_names_stay_as_they_are_written_and_a_paper_without_rows_is_whole(name):
    assert words_of(fill_docx(name, VALUES[name] | {"rows": [[TYPED] * 7], "title": TYPED}, AT)).count(TYPED) >= 3
    lists = {key: [] for key, value in VALUES[name].items() if isinstance(value, list) and key != "head"}
    assert "{" not in words_of(fill_docx(name, VALUES[name] | lists, AT))


@pytest.mark.parametrize("name", (*AWARD, "sop"))
def test_templates_of_an_award_repeat_their_heading_rows_and_bring_nothing_along(name):
    tables = [table for table in Document(TEMPLATES / f"{name}.docx").tables if "{%tr" in table._tbl.xml]
    assert tables and all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables)
    with ZipFile(BytesIO((TEMPLATES / f"{name}.docx").read_bytes())) as packed:
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "embed" in name.lower()]
        assert not [name for name in packed.namelist() if name.endswith(".rels") and b"External" in packed.read(name)]
