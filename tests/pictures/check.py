"""`make check`: are the pictures those of today's screens?"""

from tests.pictures.sources import FOLDER, stale

MOST_BYTES = 6_000_000


def test_the_pictures_are_those_of_the_screens(made_of):
    assert stale(made_of) == [], "run `make pictures`, look at what has changed, and commit it"


def test_the_pictures_stay_small_and_each_is_in_the_guide():
    files = sorted(FOLDER.glob("*.webp"))
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
    guide = (FOLDER.parent / "tamu.md").read_text(encoding="utf-8")
    assert [file.name for file in files if file.name not in guide] == []
