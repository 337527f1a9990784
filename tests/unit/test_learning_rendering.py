"""Text of packs is shown, never run."""

import pytest
from bs4 import BeautifulSoup

from pstku.learning.rendering import formula, markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="https://x" onclick="alert(1)">x</a>',
    "<style>*{display:none}</style>",
    "![x](https://luar.example/x.png)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_harmless(text):
    page = BeautifulSoup(markdown(text), "html5lib").body
    assert not page.find_all(["script", "img", "style", "iframe"])
    for tag in page.find_all(True):
        assert set(tag.attrs) <= {"href", "rel"}
        assert not tag.get("href", "").startswith(("javascript:", "data:"))


def test_tables_and_lists_survive():
    assert "<table>" in markdown("| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<li>" in markdown("- satu\n- dua")


def test_a_formula_is_mathml_and_a_broken_one_is_shown_as_typed():
    assert formula(r"P_0 = \frac{q}{n} \times 100").startswith("<math")
    assert "<script" not in formula(r"\text{<script>alert(1)</script>}")


def test_headings_of_a_text_stand_below_the_pages_own():
    assert str(markdown("# Satu\n\n### Tiga\n\n##### Lima")) == "<h2>Satu</h2>\n<h3>Tiga</h3>\n<h4>Lima</h4>\n"
