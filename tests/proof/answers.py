"""`make proof-answers`: every question of tests/questions asked and judged; the table by kind, both halves."""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update

from pstku.answers.queries.answers import answer
from pstku.core import clock
from pstku.core.db import atomic
from pstku.library.models import IndicatorValue
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from tests.bench.ground import lay
from tests.proof.judging import VERDICTS, judge
from tests.proof.said import said_by

QUESTIONS = Path(__file__).parent.parent / "questions"
HALVES = ("blind", "own")
TODAY = datetime(2026, 11, 28, 1, tzinfo=UTC)


def questions(half: str) -> list[dict[str, Any]]:
    """The rows of one half."""
    return [json.loads(line) for line in (QUESTIONS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def check_everything(office_id: int) -> None:
    """Every figure of the packs as if two people had confirmed it on its day, so that it may be quoted."""
    with atomic() as s:
        confirmed = {"checked_at": clock.now(), "entered_by_id": None}
        s.execute(update(IndicatorValue).where(IndicatorValue.office_id == office_id).values(confirmed))
        changed(office_id)


def verdicts(office_id: int, half: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Each question of a half with its verdict."""
    for row in questions(half):
        yield row, judge(row, said_by(answer(configuration(office_id), row["q"])))


def table(judged: list[tuple[dict[str, Any], str]]) -> str:
    """A line per kind, and one for all."""
    kinds = sorted({row["kind"] for row, _verdict in judged})
    lines = [("kind", "asked", *VERDICTS)]
    for kind in [*kinds, "all"]:
        counts = Counter(verdict for row, verdict in judged if kind in (row["kind"], "all"))
        lines.append((kind, str(counts.total()), *(str(counts[verdict]) for verdict in VERDICTS)))
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], ("---",) * len(lines[0]), *lines[1:]])


def main() -> None:
    """Print the tables; with -v every question that is not right."""
    ground = lay()
    try:
        with ground.app(ground.copy("proof")).app_context(), clock.at(TODAY):
            check_everything(ground.office_id)
            for half in HALVES:
                judged = list(verdicts(ground.office_id, half))
                on_file = [verdict for row, verdict in judged if row.get("on_file")]
                print(
                    f"\n{half}: {len(judged)} questions; figure on file: {on_file.count('right')} of {len(on_file)} right"
                )
                print(table(judged))
                if "-v" in sys.argv:
                    print(
                        *(f"{verdict:<11}{row['kind']:<18}{row['q']}" for row, verdict in judged if verdict != "right"),
                        sep="\n",
                    )
    finally:
        shutil.rmtree(ground.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
