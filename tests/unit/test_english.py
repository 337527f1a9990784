"""The English of what guests read: nothing is missing or left over, every sentence keeps its places, and it is found."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel, get_babel, get_domain
from markupsafe import Markup

from pstku.http import formats
from pstku.http.text import gettext, sentence_with
from tests.words.guests import TRANSLATIONS, english, extract

PLACE = re.compile(r"%\(\w+\)[sd]|%(?!\()")
AT_COUNTER = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
WITA = ZoneInfo("Asia/Makassar")


def ids(catalog) -> set:
    return {message.id for message in catalog if message.id}


def forms(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def reader(language: str, folder: Path) -> Flask:
    """An application of nothing but words, read in one language, with the catalogue compiled in `folder`."""
    target = folder / "en/LC_MESSAGES/messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, english())
    app = Flask("words")
    Babel(app, default_locale=language, default_translation_directories=str(folder))
    return app


def test_every_sentence_that_guests_read_stands_in_the_english_catalogue():
    missing = sorted(map(str, ids(extract()) - ids(english())))
    assert missing == [], "run `make messages`, then write the English of what is new"


def test_the_english_catalogue_holds_nothing_that_is_gone():
    assert sorted(map(str, ids(english()) - ids(extract()))) == [], "run `make messages`"


def test_every_sentence_has_its_english():
    assert [message.id for message in english() if message.id and not all(forms(message.string))] == []
    assert [message.id for message in english() if message.fuzzy and message.id] == []


def test_english_keeps_the_places_of_names_and_numbers():
    def places(text: str) -> list[str]:
        return sorted(PLACE.findall(text))

    differ = [
        message.id
        for message in english()
        if message.id
        for said in forms(message.string)
        if places(said) != places(forms(message.id)[0])
    ]
    assert differ == []


def test_flask_babel_looks_where_the_catalogue_is(app):
    with app.test_request_context():
        assert TRANSLATIONS in [Path(place).resolve() for place in get_babel().translation_directories]
        assert get_domain().domain == ["messages"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "id",
            ["Selamat datang", "Buka lagi Senin, 23 November 2026 pukul 09.41 WITA.", "Layar tertutup sendiri dalam <b>5</b> detik."],
        ),
        (
            "en",
            ["Welcome", "We open again on Monday, 23 November 2026 at 09:41 WITA.", "This screen closes by itself in <b>5</b> s."],
        ),
    ],
)  # fmt: skip
def test_a_reader_gets_sentences_dates_and_hours_in_one_language(tmp_path, language, said):
    with reader(language, tmp_path).test_request_context():
        day, hour = formats.weekday_date(date(2026, 11, 23)), formats.clock_time(AT_COUNTER, WITA)
        again = gettext("Buka lagi %(day)s pukul %(time)s.", day=day, time=hour)
        seconds = sentence_with("Layar tertutup sendiri dalam %(left)s detik.", left=Markup("<b>5</b>"))
        assert [gettext("Selamat datang"), again, str(seconds)] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["7 Mei 2026", "7 Mei 2026", "Mei", "08.00–15.30 WITA"]),
        ("en", ["7 May 2026", "7 May 2026", "May", "08:00–15:30 WITA"]),
    ],
)
def test_dates_and_hours_are_written_as_the_reader_writes_them(tmp_path, language, said):
    day = date(2026, 5, 7)
    with reader(language, tmp_path).test_request_context():
        hours = formats.hours(day, time(8), time(15, 30), WITA)
        assert [formats.long_date(day), formats.short_date(day), formats.short_month(5), hours] == said


def test_what_stands_in_a_sentence_is_escaped_unless_it_is_ours(tmp_path):
    with reader("id", tmp_path).test_request_context():
        assert str(sentence_with("%(name)s segera menemui Anda.", name="<i>")) == "&lt;i&gt; segera menemui Anda."
