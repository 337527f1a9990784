"""What is read from a question, the same in Python and on the phone: tests/vectors/questions.json."""

import json
from datetime import date
from typing import Any

from pstku.answers.queries.phone_rules import phone_rules
from pstku.answers.rules.asked_times import NEWEST, Times
from pstku.answers.rules.clauses import Lexicon
from pstku.answers.rules.question import understand
from tests.people import ROOT
from tests.phone import on_phone

VECTORS = json.loads((ROOT / "tests" / "vectors" / "questions.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(VECTORS["today"])
TIMES = {
    "periods": "periods", "first": "first", "last": "last", "recent": "recent", "is_series": "isSeries",
    "by_month": "byMonth", "is_compared": "isCompared",
}  # fmt: skip
READ = {
    "regions": "regions", "place": "place", "below": "below", "is_elsewhere": "isElsewhere", "number": "number",
    "wants_several": "wantsSeveral", "wants_meaning": "wantsMeaning", "wants_release": "wantsRelease",
    "wants_count": "wantsCount", "is_about_individuals": "isAboutIndividuals",
}  # fmt: skip


def plain(value: Any) -> Any:
    """As JSON has it; what says nothing is left out."""
    if isinstance(value, Times):
        return {name: kept for name in TIMES if (kept := plain(getattr(value, name)))}
    return list(value) if isinstance(value, tuple) else value


def test_every_question_is_read_as_written_down():
    known = VECTORS["known"]
    names = [frozenset(known[name]) for name in ("names", "indicatorNames")]
    lexicon = Lexicon(frozenset(known["placeWords"]), known["places"], *names)
    for row in VECTORS["questions"]:
        read = understand(row["asked"], TODAY, lexicon)
        said = {name: value for name in READ if (value := plain(getattr(read, name)))}
        said |= {"number": float(read.number)} if read.number else {}
        assert {"asked": row["asked"], "words": list(read.words), "times": plain(read.times), **said} == row


def test_every_question_is_read_so_on_the_phone():
    asked = [row["asked"] for row in VECTORS["questions"]]
    today = [TODAY.year, TODAY.month, TODAY.day]
    there = on_phone("read", questions=asked, known=VECTORS["known"], rules=phone_rules(), today=today)
    for row, read in zip(VECTORS["questions"], there, strict=True):
        times = {name: value for name, other in TIMES.items() if (value := read["times"][other])}
        said = {name: value for name, other in READ.items() if (value := read[other])}
        assert {"asked": row["asked"], "words": read["words"], "times": times, **said} == row


def test_nothing_asked_about_time_means_the_newest():
    assert plain(NEWEST) == {} and NEWEST.is_open
