"""docs/asvs.csv answers every requirement of levels 1 and 2, and what it names exists."""

import ast
import csv
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from pstku.core.vault import seal, unseal

ROOT = Path(__file__).parents[2]
COLUMNS = ["id", "level", "short", "applies", "why_not_or_how", "where", "test"]
LEVEL_ONE, LEVEL_TWO = 70, 183  # of OWASP ASVS 5.0.0
# How many requirements of level 1 and 2 each section has: one forgotten or twice is found by its section.
SECTIONS = """
V1.1 2, V1.2 9, V1.3 11, V1.4 3, V1.5 2, V2.1 3, V2.2 3, V2.3 4, V2.4 1, V3.2 2, V3.3 4, V3.4 6, V3.5 5, V3.7 2, V4.1 3, V4.2 1,
V4.3 2, V4.4 4, V5.1 1, V5.2 3, V5.3 2, V5.4 3, V6.1 3, V6.2 12, V6.3 4, V6.4 4, V6.5 5, V6.6 3, V6.8 4, V7.1 3, V7.2 4, V7.3 2,
V7.4 5, V7.5 2, V7.6 2, V8.1 2, V8.2 3, V8.3 1, V8.4 1, V9.1 3, V9.2 4, V10.1 2, V10.2 2, V10.3 4, V10.4 11, V10.5 5, V10.6 2,
V10.7 3, V11.1 2, V11.2 3, V11.3 3, V11.4 4, V11.5 1, V11.6 1, V12.1 3, V12.2 2, V12.3 4, V13.1 1, V13.2 5, V13.3 2, V13.4 5,
V14.1 2, V14.2 4, V14.3 3, V15.1 3, V15.2 3, V15.3 7, V16.1 1, V16.2 5, V16.3 4, V16.4 3, V16.5 3, V17.1 1, V17.2 4, V17.3 2
"""


def answers() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def test_every_requirement_of_level_one_and_two_is_answered_once():
    ids = [line["id"] for line in answers()]
    assert len(ids) == len(set(ids)) == LEVEL_ONE + LEVEL_TWO
    levels = [line["level"] for line in answers()]
    assert (levels.count("1"), levels.count("2")) == (LEVEL_ONE, LEVEL_TWO)
    found: dict[str, int] = {}
    for name in ids:
        assert re.fullmatch(r"V\d+\.\d+\.\d+", name)
        found[name.rpartition(".")[0]] = found.get(name.rpartition(".")[0], 0) + 1
    assert found == {name: int(count) for name, count in (item.split() for item in SECTIONS.split(","))}


def test_every_answer_says_how_or_why_not():
    for line in answers():
        assert line["applies"] in ("ya", "tidak", "belum"), line["id"]
        assert line["short"] and line["why_not_or_how"], line["id"]
        is_done = line["applies"] == "ya"
        assert bool(line["where"]) is is_done and bool(line["test"]) is is_done, line["id"]


def test_every_place_that_is_named_exists():
    for line in answers():
        path, _, heading = line["where"].partition("#")
        assert (ROOT / path).exists(), f"{line['id']}: {path}"
        if heading:
            headings = re.findall(r"^## (.+)$", (ROOT / path).read_text(), re.M)
            assert heading in [title.lower().replace(" ", "-") for title in headings], f"{line['id']}: {heading}"


def test_every_test_that_is_named_exists():
    known: dict[str, set[str]] = {}
    for line in answers():
        if line["test"]:
            path, _, name = line["test"].partition("::")
            if path not in known:
                tree = ast.parse((ROOT / path).read_text())
                known[path] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert name.startswith("test_") and name in known[path], f"{line['id']}: {line['test']}"


def test_cryptography_comes_from_known_libraries():
    weak = re.compile(r"\b(?:md5|sha1|TripleDES|ARC4|modes\.ECB|random\.(?:choice|randint|random)\()")
    for path in [*(ROOT / "pstku").rglob("*.py"), *(ROOT / "kiosk").rglob("*.py")]:
        if "demo" not in path.parts:  # invented visits need no secrecy
            assert not weak.search(path.read_text()), path


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_byte_of_sealed_data_is_refused(app, place):
    sealed = bytearray(seal("+6281234567890"))
    sealed[place] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_library_is_locked_with_its_hash(name):
    told = (ROOT / name).read_text()
    for block in re.split(r"\n(?=[a-z0-9])", "\n" + told, flags=re.I):
        if re.match(r"[a-z0-9._-]+==", block, re.I):
            assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "index-url" not in told and "file:" not in told
