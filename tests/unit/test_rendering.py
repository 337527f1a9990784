"""Text of packs is shown, never run."""

import pytest

from pstku.library.rendering import formula, markdown
from tests.html import parse

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
    page = parse(markdown(text)).select_one("body")
    assert not page.select("script, img, style, iframe")
    for tag in page.select("*"):
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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Inflasi Juli:\n- 1,29 persen", "Inflasi Juli: - 1,29 persen"),
        ("- 1,29 persen", "- 1,29 persen"),
        ("+ 1,29 persen", "+ 1,29 persen"),
        ("- Juni 0,20\n- 1,29 persen", "Juni 0,20 - 1,29 persen"),
        ("- Juni 0,20\n\n- 1,29 persen", "Juni 0,20 - 1,29 persen"),
        ("2025. IPM naik.", "2025. IPM naik."),
        ("1. Januari 2025 rilis.", "1. Januari 2025 rilis."),
    ],
)
def test_a_sign_or_a_year_before_a_figure_never_becomes_a_list(text, shown):
    page = parse(markdown(text))
    assert " ".join(page.get_text(" ").split()) == shown and not page.select("ol")


def test_lists_stay_lists():
    assert markdown("- satu\n- dua").count("<li>") == 2
    assert markdown("1. satu\n2. dua").count("<li>") == 2
    assert markdown("* 12 lembar\n* 3 lembar").count("<li>") == 2


def test_figures_of_a_table_that_stand_on_the_right_have_digits_of_one_width():
    page = parse(markdown("| a | b |\n|---|--:|\n| 1 | 2 |"))
    assert [cell.get("class") for cell in page.select("th, td")] == [None, "n", None, "n"]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("lihat https://gorontalokota.bps.go.id/id", "https://gorontalokota.bps.go.id/id"),
        ("lihat gorontalokota.bps.go.id.", "https://gorontalokota.bps.go.id"),
        ("[situs](gorontalokota.bps.go.id)", "https://gorontalokota.bps.go.id"),
        ("[situs](gorontalokota.bps.go.id/id/statistics)", "https://gorontalokota.bps.go.id/id/statistics"),
        ("[IPM](/belajar/indikator/ipm)", "/belajar/indikator/ipm"),
        ("http://lama.bps.go.id", "http://lama.bps.go.id"),
    ],
)
def test_an_address_is_a_link_to_where_it_says(text, href):
    assert parse(markdown(text)).select_one("a")["href"] == href


@pytest.mark.parametrize("text", ["berkas data.xlsx", "78.54", "inflasi m.to.m"])
def test_what_is_no_address_is_no_link(text):
    assert "<a" not in markdown(text)


def test_a_footnote_is_a_raised_number_and_stands_below():
    page = parse(markdown("IPM 78,54[^1] naik.\n\n[^1]: Angka sementara."))
    assert (
        page.select_one("sup").get_text() == "1" and page.select_one("ol li").get_text(strip=True) == "Angka sementara."
    )


def test_a_picture_from_outside_is_told():
    assert "gambar dari luar tidak ditampilkan: Grafik IPM" in markdown("![Grafik IPM](https://luar.example/x.png)")


@pytest.mark.parametrize("latex", [r"\dfrac{a}{b}", r"\tfrac{a}{b}", r"\begin{aligned} a &= b \\ c &= d \end{aligned}"])
def test_what_editors_of_formulas_write_is_mathematics(latex):
    assert formula(latex).startswith("<math") and "&amp;" not in formula(latex)


def test_a_decimal_comma_is_part_of_its_number():
    assert "<mn>0,25</mn>" in formula(r"0{,}25 \times 100")
    assert "<mn>1.234,5</mn>" in formula(r"1{.}234{,}5")
    assert formula("f(1,2)").count("<mn>") == 2
