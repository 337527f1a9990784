"""PDF from a typst template of `templates/print`, its values passed as JSON, with the vendored fonts."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONTS = ROOT / "static" / "fonts"


def compile_pdf(template: str, values: dict[str, Any], made_at: datetime) -> bytes:
    """The PDF of `templates/print/<template>.typ`, which reads `json(bytes(sys.inputs.values))`.

    It keeps PDF/UA-1, so a screen reader can read it, and the same values with the same `made_at` give the same bytes. The
    project folder is the root, so a template may show `/static/img/...`; nothing is fetched.
    """
    import typst  # its library is large; most workers never print

    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        timestamp=int(made_at.timestamp()),
        pdf_standards="ua-1",
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
    )
