"""Figures on their way in: what a filled sheet says, what would be refused, and what the library knows already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.numbers import format_number
from pstku.filling.rules.doubting import Doubt, doubts
from pstku.filling.rules.pasted import cells_of
from pstku.filling.rules.sheets import COLUMNS, Reading, RowFault, Said, read_table
from pstku.library.queries.places import region_names
from pstku.library.queries.profiles import profiles, region_levels
from pstku.library.queries.values import figures_of
from pstku.library.rules.admission import Profile, check_filled
from pstku.library.rules.entries import NewValue
from pstku.library.rules.periods import period_text
from pstku.offices.queries import Configuration

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A figure about to be saved beside the one the library knows."""

    row: int
    title: str
    region: str
    period: str
    value: str
    before: str
    kind: str  # new, changed, same
    doubts: tuple[Doubt, ...]
    status: str = ""
    place: str = ""  # the cell of a published table it was taken from
    printed: str = ""  # what stood there, where it was not taken literally
    is_nil: bool = False  # a bare 0, which BPS prints for what may be neglected


def check_entry(office: Configuration, entry: NewValue) -> None:
    """Would the library take this figure from a person? Raises InvalidInput."""
    profile, level = profiles(office.id)[entry.indicator_key], region_levels(office).get(entry.region_code)
    check_filled(entry, profile, level, clock.local_day(clock.now(), office.tz))


def read_filled(office: Configuration, text: str, *, dash_is_zero: bool = False) -> Reading:
    """The figures of a pasted table; what saving would refuse is a fault of its row. Raises InvalidInput."""
    profile_of, levels = profiles(office.id), region_levels(office)
    today = clock.local_day(clock.now(), office.tz)
    reading = read_table(cells_of(text), profile_of, dash_is_zero=dash_is_zero)
    admitted = []
    for row, entry in reading.entries:
        try:
            check_filled(entry, profile_of[entry.indicator_key], levels.get(entry.region_code), today)
            admitted.append((row, entry))
        except InvalidInput as error:
            place = reading.said.get(entry.cell, Said()).place
            reading.faults.append(RowFault(row, COLUMNS.get(error.field, ""), error.message, error.values, place))
    return replace(reading, entries=admitted, faults=sorted(reading.faults, key=lambda fault: fault.row))


def preview(
    office: Configuration,
    entries: Iterable[tuple[int, NewValue]],
    said: Mapping[tuple[str, str, str], Said] | None = None,
) -> list[PreviewLine]:
    """Each figure with what the library holds for the same cell now, what speaks against it, and what it was read from.

    `said`: by a figure's cell, where it comes from and what stood there.
    """
    entry_list = list(entries)
    figures = figures_of(office.id, {entry.indicator_key for _, entry in entry_list})
    profile_of, levels, names = profiles(office.id), region_levels(office), region_names(office)
    lines = []
    for row, entry in entry_list:
        series = figures.get((entry.indicator_key, entry.region_code), [])
        held = next((figure for figure in series if figure.period == entry.period), None)
        kind = NEW if held is None else SAME if held.value == entry.value else CHANGED
        profile = profile_of.get(entry.indicator_key, Profile(entry.indicator_key))
        elsewhere = [
            figure
            for (key, region), others in figures.items()
            if key == entry.indicator_key and region != entry.region_code
            for figure in others
        ]
        against = doubts(entry, profile, levels.get(entry.region_code), series, elsewhere) if kind != SAME else []
        source = (said or {}).get(entry.cell, Said())
        lines.append(
            PreviewLine(
                row=row,
                title=profile.title,
                region=names.get(entry.region_code, entry.region_code),
                period=period_text(entry.period),
                value=format_number(entry.value),
                before=f"{held.text}{'' if held.is_checked else ' (belum diperiksa)'}" if held else "",
                kind=kind,
                doubts=tuple(against),
                status=entry.status,
                place=source.place,
                printed=source.printed,
                is_nil=source.is_nil,
            )
        )
    return lines
