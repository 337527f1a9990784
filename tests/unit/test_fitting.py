"""What somebody at the office types is kept whole or refused with a sentence; only what nobody waits beside is ever cut."""

import ast
from pathlib import Path

import pytest

from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import clean_text

ROOT = Path(__file__).parents[2]
CUTTING = {"clean_line", "clean_text", "words_line", "words_text"}
# Functions of operations that cut, and why nothing is lost there or nobody could be asked.
CUT = {
    "arrivals/operations/personal.py: find_people": "only looked for",
    "complaints/operations/filing.py: file_complaint": "a guest's; the page and the form hold as much",
    "complaints/operations/filing.py: _contact": "a guest's; a longer one is no address",
    "editing/operations/questions.py: _find_or_add": "a question as far as it was read",
    "filling/operations.py: remember_table": "the title of a published table",
    "guestbook/operations/agencies.py: agency_named": "an entry, cut before",
    "guestbook/operations/needs.py: note_need": "looked at by whoever read the row",
    "guestbook/operations/needs.py: _check": "only asked whether there is anything",
    "guestbook/operations/privacy.py: _complaint_of": "a code that is looked for",
    "guestbook/operations/questions.py: ask_later": "a guest's; the tablet holds as much",
    "guestbook/operations/remote.py: _record": "only asked whether there is anything",
    "library/operations/regions.py: _say": "its length was asked before",
    "library/operations/values.py: _add": "its length is asked at its admission",
    "library/operations/withdrawing.py: _reason": "asks the length itself",
    "practice/operations/competence.py: _whole_line": "asks the length itself",
    "pulling/operations/releases.py: _release": "from the WebAPI",
    "ratings/operations/remarks.py: leave_remark": "a guest's; the tablet holds as much",
}


def cutting() -> set[str]:
    found = set()
    for path in sorted((ROOT / "pstku").rglob("*.py")):
        if "operations" not in path.parts and path.name != "operations.py":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            called = {
                call.func.id
                for call in ast.walk(function)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            }
            if called & CUTTING:
                found.add(f"{path.relative_to(ROOT / 'pstku')}: {function.name}")
    return found


def test_no_operation_cuts_off_what_somebody_typed():
    assert cutting() == set(CUT)


@pytest.mark.parametrize("more", ["b", " b", "\u202e b", "\n\nb"])
def test_what_fits_is_kept_whole_and_one_letter_more_is_refused(more):
    whole = "a" * 40
    assert fitting("name", f" {whole} ", 40) == fitting("name", whole, 40, clean_text) == whole
    for clean in ({}, {"clean": clean_text}):
        with pytest.raises(InvalidInput, match="paling banyak 40 huruf") as refused:
            fitting("name", whole + more, 40, **clean)
        assert refused.value.field == "name"
