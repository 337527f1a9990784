"""Rules, queries and operations say in one sentence what each public function does."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 120  # characters of a first sentence
ROOMS = ("rules", "queries", "operations")


def files():
    for room in ROOMS:
        yield from sorted(ROOT.glob(f"pstku/*/{room}.py"))
        yield from sorted(ROOT.glob(f"pstku/*/{room}/**/*.py"))


def first_lines():
    for file in files():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = (ast.get_docstring(node) or "").partition("\n")[0]
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", first


def test_every_public_function_of_a_domain_says_what_it_does():
    assert [place for place, first in first_lines() if not first] == []


def test_its_first_line_is_one_short_sentence():
    faults = [place for place, first in first_lines() if len(first) > LONGEST or not first.endswith((".", "?"))]
    assert faults == []
