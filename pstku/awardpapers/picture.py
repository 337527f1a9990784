"""The flowchart as pictures for a word processor: the same drawing that the PDF shows, with its words as alt text."""

import json
from io import BytesIO
from typing import Any

from pstku.printing.text import FONTS, ROOT, TEMPLATES

DOTS_PER_INCH = 200


def flow_picture(page: dict[str, Any]) -> bytes:
    """One page of the flowchart as PNG."""
    import typst  # its library is large; most workers never print

    return typst.compile(
        TEMPLATES / "flow_picture.typ",
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="png",
        ppi=DOTS_PER_INCH,
        sys_inputs={"values": json.dumps(page)},
    )


def flow_pictures(paper: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a Word paper with a picture for each page of the flowchart."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    pages = values["pages"]
    pictures = [InlineImage(paper, BytesIO(flow_picture(page)), width=Mm(page["width"])) for page in pages]
    return values | {"pictures": pictures, "alts": [page["alt"] for page in pages]}
