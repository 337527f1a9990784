"""The map of the house and the glossary agree with the code, so that a newcomer can trust both."""

import re
import tomllib
from pathlib import Path

import pytest

from pstku import app as _app  # noqa: F401  (knows every table)
from pstku.core.db import Model

ROOT = Path(__file__).parents[2]
MAP = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PICTURE = MAP.split("```")[1]
ROWS = [
    line.split("|")[1:4]
    for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| on screen")
]


def packages() -> set[str]:
    return {f"pstku/{folder.parent.name}/" for folder in (ROOT / "pstku").glob("*/__init__.py")}


def source() -> str:
    files = [*ROOT.glob("pstku/**/*.py"), *ROOT.glob("kiosk/**/*.py"), *ROOT.glob("static/js/**/*.js")]
    names = [file.name for file in files] + [folder.name for folder in ROOT.glob("pstku/**/")]
    return "\n".join([*names, *(file.read_text(encoding="utf-8") for file in files)])


def test_every_package_stands_in_the_picture_and_none_that_is_gone():
    drawn = set(re.findall(r"pstku/\w+/", PICTURE))
    assert drawn == packages()


def test_the_picture_has_the_floors_that_are_checked():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors = [{room.strip() for room in floor.split("|")} for floor in contracts[0]["layers"]]
    checked = [{room for room in floor if (ROOT / room.replace(".", "/")).is_dir()} for floor in floors]
    drawn = []
    for line in PICTURE.strip().splitlines():
        rooms = set(re.findall(r"pstku/\w+(?=/)|\bkiosk(?=/)", line))
        drawn.append({room.replace("/", ".") for room in rooms})
    assert [floor for floor in drawn if floor] == [floor for floor in checked if floor]


def test_no_domain_is_larger_than_one_can_look_over():
    domains = {folder.parent for folder in (ROOT / "pstku").glob("*/__init__.py")} - {ROOT / "pstku/intranet"}
    assert [folder.name for folder in domains if len(list(folder.rglob("*.py"))) > 40] == []


@pytest.mark.parametrize(
    "face",
    ["kiosk", "pstku/intranet", "pstku/admin", "pstku/display", "pstku/survey", "pstku/register", "pstku/commands"],
)
def test_no_room_of_a_face_is_larger_than_one_can_look_over(face):
    rooms = [ROOT / face, *(init.parent for init in (ROOT / face).glob("*/**/__init__.py"))]
    sizes = {str(room.relative_to(ROOT)): len(rooms_and_modules(room)) for room in rooms}
    assert {room: size for room, size in sizes.items() if size > 30} == {}


def test_the_templates_of_the_intranet_stand_in_the_room_of_their_view():
    names = {path.stem for path in (ROOT / "templates/intranet").iterdir()}
    assert names <= rooms_and_modules(ROOT / "pstku/intranet")


def rooms_and_modules(room: Path) -> set[str]:
    modules = {file.stem for file in room.glob("*.py")} - {"__init__"}
    return modules | {init.parent.name for init in room.glob("*/__init__.py")}


@pytest.mark.parametrize(
    "document",
    [
        "docs/architecture.md",
        "docs/how-to/add-a-feature.md",
        "docs/how-to/first-hour.md",
        "docs/how-to/write-a-pack.md",
        "docs/how-to/faults.md",
        "docs/how-to/restore.md",
    ],
)
def test_every_path_a_document_names_is_there(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    told = re.findall(r"`((?:pstku|kiosk|templates|static|tests|docs|deploy|content|migrations)/[\w./-]*)`", text)
    assert [path for path in told if not (ROOT / path).exists()] == []


def test_every_table_has_its_row_in_the_glossary():
    said = " ".join(code for _screen, code, _meaning in ROWS)
    tables = {
        mapper.class_.__name__ for mapper in Model.registry.mappers if mapper.class_.__module__.startswith("pstku")
    }
    assert sorted(table for table in tables if not re.search(rf"\b{table}\b", said)) == []


def test_the_glossary_names_nothing_that_is_gone():
    written = set(re.findall(r"\w+", source()))
    told = {
        name
        for _screen, code, _meaning in ROWS
        for word in re.findall(r"`([^`]+)`", code)
        for name in re.findall(r"\w+", word)
    }
    assert sorted(told - written) == []


def test_each_decision_has_a_number_of_its_own():
    numbers = [name.name[:4] for name in (ROOT / "docs/decisions").glob("*.md")]
    assert sorted(numbers) == [f"{number:04}" for number in range(1, len(numbers) + 1)]
