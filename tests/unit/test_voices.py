"""The clips of *Dengarkan* say what the tablet shows: a changed sentence without its clip fails here."""

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest
import yaml

from pstku.guestbook.rules.codelists import CODE_LISTS, ENGLISH_LABELS
from pstku.offices.rules.addresses import FIRST
from tests.words.guests import english

ROOT = Path(__file__).parents[2]
LANGUAGES = ("id", "en")


@pytest.fixture(scope="module")
def make():
    loader = SourceFileLoader("make_voices", str(ROOT / "deploy/voices/make"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def clips(language: str) -> dict[str, str]:
    return json.loads((ROOT / "static/voices" / language / "clips.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_clip_of_its_words(make, language):
    wanted = {written: make.name_of(said, language) for written, said in make.sentences(language)}
    assert clips(language) == wanted, "run deploy/voices/make"
    files = {file.stem for file in (ROOT / "static/voices" / language).glob("*.opus")}
    assert files == set(wanted.values()), "run deploy/voices/make"


def test_every_sentence_still_stands_on_the_tablet(make):
    ids = {form for message in english() for form in (message.id if isinstance(message.id, tuple) else (message.id,))}
    rows = set(dict(make.rows()))
    assert [written for written, _said in make.sentences("id") if written not in ids | rows] == []


@pytest.mark.parametrize(("language", "place"), [("id", 0), ("en", 1)])
def test_every_row_an_office_starts_with_is_read_in_both_languages(language, place):
    """The voice knows a row by its words: those of the English field, not of the catalogue."""
    office = yaml.safe_load((ROOT / "content/offices/7571.yaml").read_text(encoding="utf-8"))
    names = ("guest_label", "guest_hint")
    rows = [(service[name], service[f"{name}_en"]) for service in office["services"] for name in names]
    rows += [(way.guidance, way.guidance_en) for way in FIRST]
    rows += [(label, ENGLISH_LABELS[name][code]) for name in ENGLISH_LABELS for code, label in CODE_LISTS[name]]
    assert [row[place] for row in rows if row[place] not in clips(language)] == []


def test_what_the_voice_says_holds_no_place_to_fill_in(make):
    places = [said for language in LANGUAGES for _written, said in make.sentences(language) if "%(" in said]
    assert places == []


def test_all_clips_together_stay_small():
    sizes = [file.stat().st_size for file in (ROOT / "static/voices").rglob("*.opus")]
    assert sum(sizes) < 2_000_000 and min(sizes) > 400
    assert all(file.read_bytes()[:4] == b"OggS" for file in (ROOT / "static/voices").rglob("*.opus"))
