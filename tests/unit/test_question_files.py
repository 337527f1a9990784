"""The files of asked questions: every key and every value they want is in the packs, and the blind one stays as written."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import yaml

from tests.people import ROOT

CONTENT, QUESTIONS = ROOT / "content", ROOT / "tests" / "questions"
VOICES = {"mahasiswa", "pejabat", "pedagang", "warga", "melayu"}
REASONS = {"pasal21", "bukan_bps", "tidak_ada_di_kota", "di_luar_topik"}
FROM_VALUES = {"figure", "series", "compare"}
Alternative = tuple[dict[str, Any], str, Any]


def asked() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (QUESTIONS / "blind.jsonl").read_text(encoding="utf-8").splitlines()]


def alternatives(*kinds: str) -> Iterator[Alternative]:
    """(question, kind, what is wanted) of the given kinds, or of all."""
    for question in asked():
        for alternative in question["want"]:
            ((kind, wanted),) = alternative.items()
            if not kinds or kind in kinds:
                yield question, kind, wanted


def pages() -> set[str]:
    heads = [path.read_text(encoding="utf-8").split("---\n")[1] for path in CONTENT.glob("*/*/*.md")]
    return {yaml.safe_load(head)["id"] for head in heads}


def rows(name: str) -> list[dict[str, str]]:
    with (CONTENT / "nilai-7571" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values() -> dict[tuple[str, str, str], str]:
    return {(row["indicator_id"], row["region_code"], row["period"]): row["value"] for row in rows("values.csv")}


def places_of(wanted: dict[str, Any]) -> list[str]:
    return wanted.get("places") or [wanted["place"]]


def test_the_blind_questions_are_those_that_were_written():
    written = sha256((QUESTIONS / "blind.jsonl").read_bytes()).hexdigest()
    assert written == (QUESTIONS / "blind.sha256").read_text(encoding="utf-8").strip()


def test_there_are_enough_questions_in_every_voice_and_none_twice():
    questions = asked()
    voices = Counter(question["voice"] for question in questions)
    wordings = Counter(" ".join(re.findall(r"\w+", question["q"].casefold())) for question in questions)
    assert len(questions) >= 215
    assert sum(question["on_file"] for question in questions) >= 80
    assert set(voices) == VOICES
    assert min(voices.values()) >= 35
    assert [wording for wording, count in wordings.items() if count > 1] == []


def test_every_question_wants_something_of_a_known_kind():
    known = FROM_VALUES | {"not_filled", "definition", "page", "release", "agency", "reason"}
    assert {kind for _, kind, _ in alternatives()} <= known
    assert [question["q"] for question in asked() if not question["want"]] == []
    assert {wanted for _, _, wanted in alternatives("reason")} <= REASONS
    assert [question["q"] for question, _, wanted in alternatives("agency") if not wanted.strip()] == []


def test_every_page_and_place_that_is_wanted_is_in_the_packs():
    known, places = pages(), {row["code"] for row in rows("regions.csv")}
    with_place = list(alternatives(*FROM_VALUES, "not_filled"))
    named = {wanted for _, _, wanted in alternatives("definition", "page", "release")}
    assert (named | {wanted["page"] for _, _, wanted in with_place}) - known == set()
    assert {place for _, _, wanted in with_place for place in places_of(wanted)} - places == set()


def test_every_figure_that_is_wanted_is_the_one_on_file():
    on_file = values()
    figures = [wanted for _, _, wanted in alternatives("figure")]
    assert len(figures) >= 80
    assert [w for w in figures if on_file.get((w["page"], w["place"], w["period"])) != w["value"]] == []


def test_what_is_called_on_file_is_on_file():
    """A question on file wants figures first, and each of the periods or places it compares has one."""
    on_file, missing = values(), []
    for question in (question for question in asked() if question["on_file"]):
        ((kind, wanted),) = question["want"][0].items()
        assert kind in FROM_VALUES, question["q"]
        ends = {"figure": ["period"], "series": ["from", "to"], "compare": ["period"]}[kind]
        periods = wanted.get("periods") or [wanted[end] for end in ends]
        missing += [
            (question["q"], place, period)
            for place in places_of(wanted)
            for period in periods
            if (wanted["page"], place, period) not in on_file
        ]
    assert missing == []
