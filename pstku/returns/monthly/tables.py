"""The tables of a report: which measures stand there for which groups, and their values. Pure.

A report is plain names and numbers, so that a closed month can be kept and shown again word for word.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.dtsen.rules import CODE as DTSEN
from pstku.guestbook.rules.days import Parts
from pstku.guestbook.rules.states import WALK_IN, Channel
from pstku.offices.queries import Service
from pstku.returns.measures.groups import DIVISIONS, OF_DTSEN, PLACES, TOTAL, WAYS, Group, of_service, of_way, part_of
from pstku.returns.measures.vocabulary import MEASURES, NOTHING, OBTAINED, PEOPLE, TIMES

Value = int | None
Cell = str | int | Decimal | None  # None: nothing can be said
Layout = list[tuple[str, list[Group], tuple[str, ...]]]  # title, groups, keys of measures


class Meaning(NamedTuple):
    """What a measure was called and meant when the report was made."""

    name: str
    unit: str
    definition: str


@dataclass(frozen=True, slots=True)
class Section:
    """One table: measures for groups, both by key; what is told for the total alone is a list of measures."""

    title: str
    groups: tuple[tuple[str, str], ...]  # key and name
    measures: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        return [key for key, _name in self.groups] == [TOTAL.key]


@dataclass(frozen=True, slots=True)
class Report:
    """Tables and their values by (group, measure)."""

    sections: tuple[Section, ...]
    values: Mapping[tuple[str, str], Value]
    meanings: Mapping[str, Meaning]

    def value(self, group: str, measure: str) -> Value:
        """The published value, None where nothing can be said."""
        return self.values[group, measure]

    def words(self, group: str, measure: str) -> str:
        """The value as it is printed."""
        value = self.values[group, measure]
        return NOTHING if value is None else format_number(value)

    @property
    def names(self) -> dict[str, str]:
        """The names of all groups, by key."""
        return {key: name for section in self.sections for key, name in section.groups}


@dataclass(frozen=True, slots=True)
class Listing:
    """A table whose lines are no groups of visits: topics, officers, unsur, susulan."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A report: what it is called, and which tables stand in it; `charted` is the measure of its chart by month."""

    key: str
    name: str
    layout: Callable[[Parts, Sequence[Service]], Layout]
    charted: str


def report_of(
    parts: Parts, services: Sequence[Service], narrowed: Iterable[Group] = (), kind: Kind | None = None
) -> Report:
    """All tables of these visits, or of those among them that every group of `narrowed` holds."""
    found: dict[tuple[str, str], Value] = {}
    narrowed = tuple(narrowed)
    sections = []
    for title, groups, measures in (kind or MONTHLY).layout(parts, services):
        for group in groups:
            part = part_of(parts, services, group, *narrowed)
            found |= {(group.key, key): MEASURES[key].value(part) for key in measures}
        sections.append(Section(title, tuple((group.key, group.name) for group in groups), measures))
    return Report(tuple(sections), found, {key: meaning_of(key) for section in sections for key in section.measures})


def meaning_of(key: str) -> Meaning:
    """What a measure is called and means now."""
    measure = MEASURES[key]
    return Meaning(measure.name, measure.unit, measure.definition)


def _of_month(parts: Parts, services: Sequence[Service]) -> Layout:
    return [
        *_divided(parts, services, PEOPLE, [of_way(way) for way in WAYS], with_places=True),
        (N_("Waktu"), [TOTAL], TIMES),
        (N_("Data yang dicari dan perolehannya"), [TOTAL], OBTAINED),
    ]


def _of_times(parts: Parts, services: Sequence[Service]) -> Layout:
    return _divided(parts, services, TIMES, [of_way(way) for way in (*WALK_IN, Channel.PAPER)])


def _of_needs(parts: Parts, services: Sequence[Service]) -> Layout:
    return _divided(parts, services, OBTAINED, [of_way(way) for way in WAYS], with_places=True)


def _divided(
    parts: Parts,
    services: Sequence[Service],
    measures: tuple[str, ...],
    ways: list[Group],
    *,
    with_places: bool = False,
) -> Layout:
    come = {service_id for _way, service_id in parts}
    has_dtsen = any(service.code == DTSEN and (service.is_active or service.id in come) for service in services)
    divisions = [group for group in DIVISIONS if group != OF_DTSEN or has_dtsen]
    offered = [of_service(service) for service in services if service.is_active or service.id in come]
    places: Layout = [(N_("Di dalam dan di luar kantor"), list(PLACES), measures)] if with_places else []
    return [
        (N_("Menurut bagian"), [*divisions, TOTAL], measures),
        *places,
        (N_("Menurut jalur"), ways, measures),
        (N_("Menurut layanan"), offered, measures),
    ]


MONTHLY = Kind("bulanan", N_("Laporan bulanan"), _of_month, "kunjungan")
OF_TIMES = Kind("waktu", N_("Waktu layanan"), _of_times, "waktu_tunggu")
OF_NEEDS = Kind("data", N_("Data yang dicari dan perolehannya"), _of_needs, "dicari")
KINDS = {kind.key: kind for kind in (MONTHLY, OF_TIMES, OF_NEEDS)}
