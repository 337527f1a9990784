"""Is an answer right? Pure: what was wanted and what was said give one of five verdicts."""

from decimal import Decimal
from typing import Any

from tests.proof.said import Said, shipped_values

RIGHT, ACCEPTABLE, WRONG, MISLEADING, SILENT = VERDICTS = ("right", "acceptable", "wrong", "misleading", "silent")
ON_FILE = {(row["indicator_id"], row["region_code"], row["period"]) for row in shipped_values()}
FOUND_FIRST = 3  # a page that was wanted stands among the first


def judge(row: dict[str, Any], said: Said) -> str:
    """right, acceptable (helps, but is not what was asked), wrong (a false statement), misleading (another indicator,
    place, period or unit without saying so) or silent (no card, page, agency or reason that was wanted)."""
    wanted = [(kind, value) for alternative in row["want"] for kind, value in alternative.items()]
    is_said = all(word.casefold() in said.text.casefold() for word in row.get("says", []))
    if any(_is_met(kind, value, said) for kind, value in wanted):
        return _beside(wanted, said) if is_said else MISLEADING
    return _unmet(row, wanted, said)


def _is_met(kind: str, value: Any, said: Said) -> bool:
    if kind == "figure":
        return _has(said.figures + said.rows, value["page"], value["place"], value["period"], value["value"])
    if kind == "series":
        cells = ((value["page"], value["place"], value[end]) for end in ("from", "to"))
        return bool(said.rows) and all(_has(said.rows, *cell) for cell in cells if cell in ON_FILE)
    if kind == "compare":
        places, periods = value.get("places") or [value["place"]], value.get("periods") or [value["period"]]
        shown = said.figures + said.rows
        return all(_has(shown, value["page"], place, period) for place in places for period in periods)
    if kind == "not_filled":
        return any(key == value["page"] and value.get("place", place) == place for key, place in said.gaps)
    if kind == "agency":
        return value.casefold() in f"{said.agency} {said.text}".casefold()
    if kind == "reason":
        return value in said.reasons or (value == "di_luar_topik" and _is_empty(said))
    return value in {"definition": _explained(said), "page": _found(said), "release": said.releases}[kind]


def _has(shown: list[tuple[str, str, str, str]], page: str, place: str, period: str, value: str | None = None) -> bool:
    return any(
        one[:3] == (page, place, period) and (value is None or Decimal(one[3].replace(",", ".")) == Decimal(value))
        for one in shown
    )


def _explained(said: Said) -> list[str]:
    return [*said.definitions, *said.pages[:FOUND_FIRST]]


def _found(said: Said) -> list[str]:
    return [*said.pages, *(key for key, _place in said.gaps), *(figure[0] for figure in said.figures)]


def _is_empty(said: Said) -> bool:
    return not (said.figures or said.rows or said.gaps)


def _pages(wanted: list[tuple[str, Any]]) -> set[str]:
    return {value["page"] if isinstance(value, dict) else value for _kind, value in wanted}


def _beside(wanted: list[tuple[str, Any]], said: Said) -> str:
    """Right, unless the card of an indicator nobody asked for stands first: unmarked it misleads."""
    if not said.figures or said.first in _pages(wanted) or not said.first:
        return RIGHT
    return ACCEPTABLE if said.notices else MISLEADING


def _unmet(row: dict[str, Any], wanted: list[tuple[str, Any]], said: Said) -> str:
    kinds, pages = {kind for kind, _value in wanted}, _pages(wanted)
    places = {value.get("place") for _kind, value in wanted if isinstance(value, dict)}
    if "pasal21" in said.reasons or (said.agency and "agency" not in kinds and ("reason", "bukan_bps") not in wanted):
        return WRONG
    if row.get("on_file") and any(key in pages and place in places for key, place in said.gaps):
        return WRONG
    if said.figures:
        return ACCEPTABLE if said.notices and said.figures[0][0] in pages else MISLEADING
    if pages.intersection(_found(said)):
        return ACCEPTABLE
    return MISLEADING if said.gaps else SILENT
