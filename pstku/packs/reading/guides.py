"""Questionnaire, baseline, first week and holidays of a content pack, read whole or refused with every fault named."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pstku.library.rules import shapes
from pstku.library.rules.schema import FUNCTIONS
from pstku.library.rules.shapes import list_of, one_of, parts, text, wrong_in
from pstku.offices.rules.calendar import DayOff
from pstku.packs.faults import Fault, PackFaultyError
from pstku.packs.reading.plain_yaml import read_yaml
from pstku.practice.models import BASELINE_GUIDE, FIRST_WEEK_GUIDE
from pstku.practice.rules.competence import INDICATORS

ITEMS, FIRST_WEEK, BASELINE = "competence.yaml", f"{FIRST_WEEK_GUIDE}.yaml", f"{BASELINE_GUIDE}.yaml"
HOLIDAYS = "holidays.yaml"
NATIONAL, JOINT_LEAVE = "libur nasional", "cuti bersama"
PERCENT = shapes.between(0, 100)
ITEM = parts({"id": shapes.key, "indicator": text(20), "text": text(300)}, is_open=True)
STEP = parts({"id": shapes.key, "say": text(500), "ask": text(200)}, is_open=True)
DAY = parts(
    {
        "title": text(120),
        "why": text(1000),
        "pages": list_of(shapes.key),
        "quizzes": list_of(one_of(*FUNCTIONS)),
        "try": list_of(STEP),
    },
    is_open=True,
)
HOLIDAY = parts(
    {
        "date": shapes.day,
        "name": text(80),
        "english": text(80),
        "kind": one_of(NATIONAL, JOINT_LEAVE),
        "decree": text(300),
        "estimate": shapes.truth,
    },
    required=("date", "name", "kind"),
)
YEAR = parts(
    {"year": shapes.whole(1990, 2100), "decree": text(300), "days": list_of(HOLIDAY, most=100)},
    required=("year", "days"),
)
SHAPES = {
    ITEMS: parts({"items": list_of(ITEM)}, is_open=True),
    FIRST_WEEK: parts({"days": list_of(DAY, most=31)}, is_open=True),
    BASELINE: parts(
        {
            "year": shapes.whole(1990, 2100),
            "source": text(300),
            "target": PERCENT,
            "values": parts(dict.fromkeys(INDICATORS, PERCENT), is_open=True),
        },
        is_open=True,
    ),
    HOLIDAYS: parts({"years": list_of(YEAR)}, required=("years",)),
}

MOST_CARDS = 50  # of the daily drill in the first week: ten a day for five days


@dataclass(slots=True)
class PackGuides:
    """What a pack brings besides pages and questions; empty where it brings none."""

    items: list[dict[str, str]] = field(default_factory=list)  # id, indicator, text
    first_week: dict[str, Any] | None = None
    baseline: dict[str, Any] | None = None
    national_days: dict[int, list[DayOff]] = field(default_factory=dict)  # by year


def read_guides(folder: Path, page_keys: Collection[str] | None = None) -> PackGuides:
    """Raises PackFaultyError with every fault. `page_keys`: pages the first week may name; None leaves that unchecked."""
    faults: list[Fault] = []
    content = {name: _yaml(folder / name, faults) for name in (ITEMS, FIRST_WEEK, BASELINE, HOLIDAYS)}
    checks = {
        ITEMS: _item_faults,
        FIRST_WEEK: _week_faults,
        BASELINE: _baseline_faults,
        HOLIDAYS: _holiday_faults,
    }
    for name, check in checks.items():
        if content[name] is not None:
            wrong = wrong_in(SHAPES[name], content[name]) or check(content[name])
            faults += [Fault(name, where, message) for where, message in wrong]
    if not faults and page_keys is not None:
        for day in (content[FIRST_WEEK] or {}).get("days") or []:
            missing = [key for key in day.get("pages") or [] if key not in page_keys]
            faults += [Fault(FIRST_WEEK, str(day["title"]), f"halaman {key} tidak ada") for key in missing]
    if faults:
        raise PackFaultyError(faults)
    items = (content[ITEMS] or {}).get("items") or []
    return PackGuides(
        [{k: str(item[k]) for k in ("id", "indicator", "text")} for item in items],
        content[FIRST_WEEK],
        content[BASELINE],
        {listed["year"]: _national_days(listed) for listed in (content[HOLIDAYS] or {}).get("years") or []},
    )


def _yaml(file: Path, faults: list[Fault]) -> Any:
    if not file.exists():
        return None
    before = len(faults)
    content = read_yaml(file, file.name, faults)
    if len(faults) > before:
        return None
    if not isinstance(content, dict):
        faults.append(Fault(file.name, "isi", "harus berisi pasangan nama: isi"))
        return None
    return content


def _item_faults(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    items = content.get("items")
    if not isinstance(items, list):
        yield "items", "harus berupa daftar"
        return
    seen = set()
    for place, item in enumerate(items, 1):
        if not isinstance(item, dict) or not all(item.get(key) for key in ("id", "indicator", "text")):
            yield f"butir {place}", "wajib berisi id, indicator, text"
            continue
        if extra := set(item) - {"id", "indicator", "text"}:  # mostly a comma in words without quotes
            yield (
                str(item["id"]),
                f"tidak dikenal: {', '.join(map(str, sorted(extra, key=str)))}; beri tanda kutip pada text",
            )
        if item["indicator"] not in INDICATORS:
            yield str(item["id"]), f"indicator harus salah satu dari {', '.join(INDICATORS)}"
        if item["id"] in seen:
            yield str(item["id"]), "id dipakai dua kali"
        seen.add(item["id"])


def _week_faults(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    days = content.get("days")
    if not isinstance(days, list) or not days:
        yield "days", "harus berupa daftar hari"
        return
    for place, day in enumerate(days, 1):
        where = f"hari {place}"
        if not isinstance(day, dict) or not day.get("title"):
            yield where, "wajib berisi title"
            continue
        drill = day.get("drill", 1)
        if not isinstance(drill, int) or isinstance(drill, bool) or not 1 <= drill <= MOST_CARDS:
            yield where, f"drill harus banyaknya kartu, 1 sampai {MOST_CARDS}"
        if any(not step.get("id") or not step.get("say") for step in day.get("try") or []):
            yield where, "try: setiap butir wajib berisi id dan say"


def _baseline_faults(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    values = content.get("values")
    if not isinstance(content.get("year"), int) or not content.get("source"):
        yield "year, source", "wajib diisi"
    if not isinstance(values, dict) or set(values) != set(INDICATORS):
        yield "values", f"wajib berisi {', '.join(INDICATORS)}"
        return
    for key, number in (*values.items(), ("target", content.get("target"))):
        if number is None:
            yield str(key), "wajib diisi"


def _holiday_faults(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    years = Counter(listed["year"] for listed in content["years"])
    yield from ((str(year), "tahun ditulis dua kali") for year, times in years.items() if times > 1)
    for listed in content["years"]:
        dates = Counter(day["date"] for day in listed["days"])
        yield from ((day, "tanggal ditulis dua kali") for day, times in dates.items() if times > 1)
        yield from ((day, f"bukan tanggal tahun {listed['year']}") for day in dates if day[:4] != str(listed["year"]))


def _national_days(year: dict[str, Any]) -> list[DayOff]:
    return [
        DayOff(
            date.fromisoformat(day["date"]),
            day["name"],
            day["kind"],
            day.get("decree") or year.get("decree") or "",
            bool(day.get("estimate")),
            name_en=day.get("english") or "",
        )
        for day in year["days"]
    ]
