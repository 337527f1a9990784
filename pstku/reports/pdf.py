"""PDF from a typst template of `templates/print`, its values passed as JSON, with the vendored fonts."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONTS = ROOT / "static" / "fonts"


def compile_pdf(template: str, values: dict[str, Any]) -> bytes:
    """The PDF of `templates/print/<template>.typ`, which reads `json(bytes(sys.inputs.values))`.

    The project folder is the root, so a template may show `/static/img/...`; nothing is fetched.
    """
    import typst  # its library is large; most workers never print

    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=ROOT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
    )
