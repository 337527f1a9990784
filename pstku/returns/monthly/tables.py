"""The tables of a report: which measures stand there for which groups, and their values. Pure.

A report is plain names and numbers, so that a closed month can be kept and shown again word for word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.dtsen.rules import CODE as DTSEN
from pstku.guestbook.rules.days import Parts
from pstku.offices.queries import Service
from pstku.returns.measures.groups import DIVISIONS, OF_DTSEN, PLACES, TOTAL, WAYS, Group, of_service, of_way, part_of
from pstku.returns.measures.vocabulary import MEASURES, NOTHING, OBTAINED, PEOPLE, TIMES

Value = int | None


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


def report_of(parts: Parts, services: Sequence[Service], narrowed: Iterable[Group] = ()) -> Report:
    """All tables of these visits, or of those among them that every group of `narrowed` holds."""
    found: dict[tuple[str, str], Value] = {}
    narrowed = tuple(narrowed)
    sections = []
    for title, groups, measures in _layout(parts, services):
        for group in groups:
            part = part_of(parts, services, group, *narrowed)
            found |= {(group.key, key): MEASURES[key].value(part) for key in measures}
        sections.append(Section(title, tuple((group.key, group.name) for group in groups), measures))
    return Report(tuple(sections), found, {key: meaning_of(key) for section in sections for key in section.measures})


def meaning_of(key: str) -> Meaning:
    """What a measure is called and means now."""
    measure = MEASURES[key]
    return Meaning(measure.name, measure.unit, measure.definition)


def _layout(parts: Parts, services: Sequence[Service]) -> list[tuple[str, list[Group], tuple[str, ...]]]:
    come = {service_id for _way, service_id in parts}
    has_dtsen = any(service.code == DTSEN and (service.is_active or service.id in come) for service in services)
    divisions = [group for group in DIVISIONS if group != OF_DTSEN or has_dtsen]
    offered = [of_service(service) for service in services if service.is_active or service.id in come]
    return [
        (N_("Menurut bagian"), [*divisions, TOTAL], PEOPLE),
        (N_("Di dalam dan di luar kantor"), list(PLACES), PEOPLE),
        (N_("Menurut jalur"), [of_way(way) for way in WAYS], PEOPLE),
        (N_("Menurut layanan"), offered, PEOPLE),
        (N_("Waktu"), [TOTAL], TIMES),
        (N_("Data yang dicari dan perolehannya"), [TOTAL], OBTAINED),
    ]
