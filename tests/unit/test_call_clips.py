"""Calls aloud: which clips follow each other, that each is there and says its words, and what an office may upload."""

import json
from datetime import UTC, datetime, timedelta
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from pstku.waitingroom.rules.calls import MOST_ACTS, first_to_read, is_still_said
from pstku.waitingroom.rules.clips import call_of, desk_clip, is_sayable
from pstku.waitingroom.rules.recordings import is_clip, media_type_of

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def make():
    loader = SourceFileLoader("make_calls", str(ROOT / "deploy/calls/make"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def said(*told, own=()) -> str:
    return " ".join(clip if language == "id" else f"{language}:{clip}" for language, clip in call_of(*told, own))


def test_a_number_is_said_sign_by_sign_and_then_where_to_go():
    assert said("A-014", 1, "Loket 2", "id") == "gong nomor a 0 1 4 menuju loket 2"
    assert said("A-T2-07", 1, "Meja B", "id") == "gong nomor a t 2 0 7 menuju meja b"
    assert said("B-1204", 1, "ruang 12", "id") == "gong nomor b 1 2 0 4 menuju ruang 1 2"


@pytest.mark.parametrize("desk", ["", "Loket Utama", "Loket 1 dan 2", "Pojok Statistik", "Loket é"])
def test_a_desk_that_no_clip_names_is_the_service_desk(desk):
    assert said("A-014", 7, desk, "id").endswith("menuju meja-layanan") and not is_sayable(desk)


def test_a_desk_is_named_by_the_offices_own_recording():
    own = {("id", desk_clip(7))}
    assert said("A-001", 7, "Pojok Statistik", "id", own=own).endswith("menuju loket-7")
    assert said("A-001", 8, "Pojok Statistik", "id", own=own).endswith("menuju meja-layanan")
    assert said("A-001", None, "", "id", own=own).endswith("menuju meja-layanan")


def test_a_guest_who_reads_english_is_called_in_both_languages_with_one_gong():
    told = said("A-01", 1, "Loket 2", "en")
    assert told == "gong nomor a 0 1 menuju loket 2 en:nomor en:a en:0 en:1 en:menuju en:loket en:2"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_clip_is_there_and_says_its_words(make, language):
    folder = ROOT / "static/calls" / language
    wanted = make.wanted(language)
    assert json.loads((folder / "clips.json").read_text()) == wanted, "run deploy/calls/make"
    assert {file.stem for file in folder.glob("*.opus")} == set(wanted)
    assert all(media_type_of(file.read_bytes()) == "audio/ogg" for file in folder.glob("*.opus"))
    assert 40_000 < sum(file.stat().st_size for file in folder.glob("*.opus")) < 250_000


@pytest.mark.parametrize(
    ("state", "minutes", "is_said"),
    [("called", 0, True), ("called", 3, True), ("called", 4, False), ("serving", 0, False)],
)
def test_a_call_is_said_while_its_guest_is_awaited_and_for_three_minutes(state, minutes, is_said):
    assert is_still_said(state, NOON, NOON + timedelta(minutes=minutes)) is is_said


def test_a_screen_goes_on_where_it_was_and_begins_at_the_end_when_it_knows_nothing():
    assert first_to_read(40, 50) == 40
    assert first_to_read(None, 50) == 50
    assert first_to_read(900, 50) == 50, "the office was restored from a backup"
    assert first_to_read(1, 50_000) == 50_000 - MOST_ACTS


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"OggS\0\2", "audio/ogg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"ID3\4", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\0\0\0\x1cftypM4A ", "audio/mp4"),
        (b"\x1aE\xdf\xa3", "audio/webm"),
        (b"RIFF\0\0\0\0WEBP", None),
        (b"\xff\xd8\xff\xe0JFIF", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_how_it_begins(begins, kind):
    assert media_type_of(begins) == kind


@pytest.mark.parametrize(
    ("language", "clip", "known"),
    [("id", "a", True), ("id", "gong", True), ("en", "gong", False), ("en", "loket-12", True), ("id", "loket-x", False),
     ("jv", "a", False), ("id", "../a", False)],
)  # fmt: skip
def test_only_clips_of_calls_and_desks_can_be_recorded(language, clip, known):
    assert is_clip(language, clip) is known
