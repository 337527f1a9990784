"""The SOP: five symbols, lines that cross no shape, and the same words in PDF, picture and Word paper."""

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from PIL import Image

from pstku.awardpapers.flowchart import BOX, DIAMOND, PENTAGON, ROWS, TERMINATOR, pages_of
from pstku.awardpapers.picture import flow_picture, flow_pictures
from pstku.awardpapers.sop import sop_values
from pstku.awardpapers.steps import DECISION, END, LANES, PROCESS, START, Step
from pstku.documents.queries import Words
from pstku.documents.rules.texts import TEXTS
from pstku.offices.settings import Settings
from pstku.printing.docx import fill_docx
from pstku.printing.pdf import compile_pdf
from tests.documents import words_of
from tests.unit.test_print import AT

needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")


class Office:
    """What the SOP asks of an office."""

    unit_name, name = "Pelayanan Statistik Terpadu", "BPS Kota Gorontalo"

    def __init__(self, **settings) -> None:
        self.settings = Settings(**settings)


def words(**changed: str) -> Words:
    return Words(
        {text.key: text.default for text in TEXTS} | changed, (), frozenset(), {"kantor": "BPS", "kepala": "Kepala"}
    )


@pytest.fixture(scope="module")
def values() -> dict:
    return sop_values(Office(), words()) | {"number": "SOP-001", "day": "8 November 2026"}


@pytest.fixture(scope="module")
def pdf(values) -> bytes:
    return compile_pdf("sop", values, AT)


def word_paper(values: dict) -> bytes:
    return fill_docx("sop", values, AT, lambda paper: flow_pictures(paper, values))


def test_only_the_five_symbols_are_drawn_and_each_is(values):
    kinds = {symbol["kind"] for page in values["pages"] for symbol in page["symbols"]}
    assert kinds == {TERMINATOR, BOX, DIAMOND, PENTAGON}
    assert all(page["arrows"] for page in values["pages"])  # the fifth


def test_the_settings_of_the_office_stand_in_the_activities():
    told = str(
        sop_values(Office(voting_days=9, objection_days=4, gate_votes=17), words(time_check="5 hari kerja"))["steps"]
    )
    assert "9 hari untuk menilai" in told and "4 hari kerja" in told
    assert "Paling sedikit 17 penilaian" in told and "5 hari kerja" in told


def test_no_line_runs_through_a_shape(values):
    for page in values["pages"]:
        for arrow in page["arrows"]:
            for start, end in zip(arrow["points"], arrow["points"][1:], strict=False):
                assert start[0] == end[0] or start[1] == end[1]
                hit = [symbol["words"] for symbol in page["symbols"] if crosses(symbol, start, end)]
                assert hit == []


def crosses(symbol: dict, start: list, end: list) -> bool:
    """Whether the line runs through the inside of a shape, not along its edge."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    inside_x = left < symbol["x"] + symbol["width"] / 2 - 0.1 and right > symbol["x"] - symbol["width"] / 2 + 0.1
    inside_y = top < symbol["y"] + symbol["height"] / 2 - 0.1 and bottom > symbol["y"] - symbol["height"] / 2 + 0.1
    return inside_x and inside_y


def step(key: str, kind: str = PROCESS, **more: str) -> Step:
    return Step(key, kind, LANES[0], key, key, "", "", "", **more)


def test_a_page_ends_where_no_branch_is_cut_and_the_way_goes_on_by_a_pentagon():
    steps = [step("a", START), *(step(f"b{number}") for number in range(5))]
    steps += [step("c", DECISION, yes="ya", no="tidak", otherwise="e"), step("d", END), step("e"), step("f", END)]
    first, second = pages_of(steps)
    assert [number for number, _y in first.numbers] == [1, 2, 3, 4, 5, 6]
    assert [s.words for page in (first, second) for s in page.symbols if s.kind == PENTAGON] == ["A", "A"]
    with pytest.raises(ValueError, match="branch"):
        pages_of([step("a", DECISION, otherwise="z"), *(step(f"b{n}") for n in range(ROWS)), step("z", END)])


def test_the_picture_in_word_says_what_the_drawing_says(values):
    paper = Document(BytesIO(word_paper(values)))
    alts = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert alts == [page["alt"] for page in values["pages"]]
    for page, alt in zip(values["pages"], alts, strict=True):
        drawn = [symbol["words"] for symbol in page["symbols"] if symbol["kind"] != PENTAGON]
        assert drawn and all(each in alt for each in drawn)
        with Image.open(BytesIO(flow_picture(page))) as picture:
            assert picture.width > 1000
            assert picture.width / picture.height == pytest.approx((page["width"] + 2) / (page["height"] + 2), rel=0.02)


@needs_poppler
def test_pdf_and_word_paper_say_the_same(values, pdf):
    printed = " ".join(text_of(pdf, "pdftotext", "-layout", "-", "-").split())
    told = words_of(word_paper(values))
    shown = printed.replace(" ", "").replace("-", "")
    for row in values["steps"]:
        for cell in row[1:]:
            assert cell in told
    for page in values["pages"]:
        for symbol in page["symbols"]:
            assert all(word.replace("-", "") in shown for word in symbol["words"].split())
    for line in values["laws"]:
        assert line in told and line.split()[-1].replace("-", "") in shown


@needs_poppler
def test_a_screen_reader_finds_tables_headings_and_the_drawing(pdf):
    tree = text_of(pdf, "pdfinfo", "-struct-text", "-")
    for tag in ("H1", "H2", "Table", "TH", "TD", "L", "Figure"):
        assert any(line.strip().startswith(tag) for line in tree.splitlines()), tag
    assert tree.count("Figure") == 2


def text_of(content: bytes, *command: str) -> str:
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return done.stdout.decode()
