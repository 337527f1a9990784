#!/usr/bin/env bash
# typst 0.15.2 (its Python package), PDF/UA-1: one sign that no font at hand can show makes the whole compile fail, where the
# same source without the standard becomes a PDF. An accessible register of guests is lost by one name, so what the fonts lack
# has to be looked for before, word by word.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import typst

PAPER = '#set document(title: "Register")\n#set text(lang: "id")\nSiti, Rahmawati, {}'


def outcome(name: str, **standard: str) -> str:
    try:
        paper = typst.compile(PAPER.format(name).encode(), ignore_system_fonts=True, **standard)
    except typst.TypstError as error:
        return str(error).splitlines()[0]
    return "a PDF" if paper.startswith(b"%PDF") else "something else"


print("typst", version("typst"))
told = {
    "known signs, PDF/UA-1": outcome("Yusna", pdf_standards="ua-1"),
    "a sign no font has": outcome("李小龍"),
    "a sign no font has, PDF/UA-1": outcome("李小龍", pdf_standards="ua-1"),
}
for case, found in told.items():
    print(f"{case}: {found}")
assert told["known signs, PDF/UA-1"] == told["a sign no font has"] == "a PDF"
assert "could not be displayed" in told["a sign no font has, PDF/UA-1"]
PY
