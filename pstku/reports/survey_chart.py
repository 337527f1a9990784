"""The bars of a survey as a picture for a word processor: the same drawing as in the PDF, its words as alt text."""

import json
from io import BytesIO
from typing import Any

from pstku.printing.text import FONTS, ROOT, TEMPLATES

DOTS_PER_INCH = 200
WIDTH = 166  # millimetres, of an A4 sheet with the template's margins


def chart_picture(chart: dict[str, Any]) -> bytes:
    """One chart of `reports.survey` as PNG."""
    import typst  # its library is large; most workers never print

    return typst.compile(
        TEMPLATES / "unsur_picture.typ",
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"values": json.dumps(chart)},
    )


def with_charts(paper: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a Word paper with a picture for each group, and `alts`, what each picture says."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    charts = [group["chart"] for group in values["groups"]]
    pictures = [InlineImage(paper, BytesIO(chart_picture(chart)), width=Mm(WIDTH)) for chart in charts]
    groups = [group | {"picture": picture} for group, picture in zip(values["groups"], pictures, strict=True)]
    return values | {"groups": groups, "alts": [chart["alt"] for chart in charts]}
