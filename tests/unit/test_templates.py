"""Templates can be reviewed: a line is read at a glance, and what makes it so costs the pages nothing."""

from pathlib import Path

from jinja2 import Environment

from pstku.http.indentation import SentWithoutIndentation

TEMPLATES = Path(__file__).parents[2] / "templates"
LONGEST_LINE = 140


def test_no_line_of_a_template_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in TEMPLATES.rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_a_page_is_sent_without_its_indentation_and_words_stay_apart():
    jinja = Environment(trim_blocks=True, lstrip_blocks=True, extensions=[SentWithoutIndentation])
    source = "<ul>\n    <li>\n      {% if yes %}one{% endif %}\n      <b>two</b>\n      three\n    </li>\n</ul>"
    assert jinja.from_string(source).render(yes=True) == "<ul><li>\none <b>two</b> three</li>\n</ul>"
