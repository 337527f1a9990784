"""The bars of the answers, over both halves of the questions: right where the figure is on file, and never wrong."""

from collections import Counter

import pytest

from pstku.answers.queries.search import CANDIDATES, search
from pstku.core import clock
from pstku.offices.queries import configuration
from pstku.packs.reading.pages import read_pack
from pstku.packs.taking import import_pack
from tests.packs import write_pack
from tests.proof.answers import HALVES, TODAY, check_everything, verdicts
from tests.proof.judging import MISLEADING, RIGHT, SILENT, WRONG


@pytest.mark.parametrize("half", HALVES)
def test_answers_are_right_and_none_is_wrong(cast, half):
    with clock.at(TODAY):
        check_everything(cast.office_id)
        judged = list(verdicts(cast.office_id, half))
    counts, on_file = Counter(verdict for _row, verdict in judged), [v for row, v in judged if row.get("on_file")]
    assert len(judged) >= 210 and len(on_file) > 100
    assert [row["q"] for row, verdict in judged if verdict == WRONG] == []
    assert counts[MISLEADING] <= 0.01 * len(judged)
    assert counts[SILENT] <= 0.05 * len(judged)
    assert on_file.count(RIGHT) >= 0.95 * len(on_file)


def test_the_newest_page_of_a_large_library_is_found_by_its_text(cast, tmp_path):
    pages = {f"uji-{n}": {"key": f"ind.uji-{n}", "title": f"Judul {n}", "body": "Lumbung."} for n in range(CANDIDATES)}
    pages["akhir"] = {"key": "ind.akhir", "title": "Judul akhir", "body": "Lumbung gurindam."}
    import_pack(cast.office_id, read_pack(write_pack(tmp_path / "many", pages=pages)))
    office = configuration(cast.office_id)
    assert [hit.key for hit in search(office, "lumbung gurindam").hits] == ["ind.akhir"]
    assert search(office, "lumbung").hits == [], "a word of so many pages tells none of them apart"
