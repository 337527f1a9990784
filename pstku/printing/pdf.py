"""PDF from a typst template of `templates/print`, its values passed as JSON, with the vendored fonts."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pstku.printing.text import FONTS, ROOT, TEMPLATES, in_every_text, is_refusal, plain, with_plain_words


def compile_pdf(template: str, values: dict[str, Any], made_at: datetime) -> bytes:
    """The PDF of `templates/print/<template>.typ`, which reads `json(bytes(sys.inputs.values))`.

    It keeps PDF/UA-1, so a screen reader can read it, and the same values with the same `made_at` give the same bytes. The
    project folder is the root, so a template may show `/static/img/...`; nothing is fetched.

    Typst refuses a text that its fonts cannot show, and breaks on some that mix many scripts. Then the words that it cannot
    print are written with `text.MISSING`, at last every text; a fault of the template itself is raised.
    """
    repairs: tuple[Callable[[str], str], ...] = (with_plain_words, plain)
    for repair in repairs:
        try:
            return _compile(template, values, made_at)
        except BaseException as error:  # typst's own breakdowns are no Exception
            if not is_refusal(error):
                raise
        values = in_every_text(values, repair)
    return _compile(template, values, made_at)


def _compile(template: str, values: dict[str, Any], made_at: datetime) -> bytes:
    import typst  # its library is large; most workers never print

    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        timestamp=int(made_at.timestamp()),
        pdf_standards="ua-1",
        sys_inputs={"values": json.dumps(values)},
    )
