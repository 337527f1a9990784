"""What a report is narrowed to: a channel, a service, PST or office. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.offices.queries import Service
from pstku.returns.measures.groups import DIVISIONS, WAYS, Group, of_service, of_way

UNKNOWN = N_("Pilihan ini tidak ada. Pilih yang lain.")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The chosen groups; a visit must be in all of them."""

    groups: tuple[Group, ...] = ()

    @property
    def words(self) -> str:
        """PST, Tablet: what stands beside the title; empty for the whole office."""
        return ", ".join(group.name for group in self.groups)


def narrowing_of(
    services: Sequence[Service], division: str = "", way: str = "", service_id: int | None = None
) -> Narrowing:
    """The groups of these keys, empty ones left out; raises InvalidInput for a key that there is none of."""
    chosen: list[Group] = []
    if division:
        chosen.append(_the(division, "bagian", {group.key: group for group in DIVISIONS}))
    if way:
        chosen.append(_the(way, "jalur", {key: of_way(key) for key in WAYS}))
    if service_id is not None:
        chosen.append(_the(str(service_id), "layanan", {str(each.id): of_service(each) for each in services}))
    return Narrowing(tuple(chosen))


def _the(key: str, field: str, groups: dict[str, Group]) -> Group:
    if key not in groups:
        raise InvalidInput(field, UNKNOWN)
    return groups[key]
