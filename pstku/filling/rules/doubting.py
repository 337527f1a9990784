"""Why an admitted figure may still be wrong: hints that a person may overrule. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pstku.core.clock import MONTHS
from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.library.rules.admission import Profile
from pstku.library.rules.calendar import has_figure
from pstku.library.rules.entries import NewValue
from pstku.library.rules.figures import Figure
from pstku.library.rules.periods import months_between, sort_key
from pstku.library.rules.places import CITY
from pstku.library.rules.plausible import FEWEST, is_out_of_scale, is_unusual


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a figure may be wrong: a msgid and its values."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def doubts(
    entry: NewValue,
    profile: Profile,
    level: str | None,
    series: Sequence[Figure],
    elsewhere: Sequence[Figure] = (),
) -> list[Doubt]:
    """What speaks against an admitted figure.

    `series`: the figures of its indicator and region by time; `elsewhere`: those of its indicator in other regions.
    """
    return [*_against_definition(entry, profile, level), *_against_others(entry, profile, series, elsewhere)]


def _against_definition(entry: NewValue, profile: Profile, level: str | None) -> Iterator[Doubt]:
    if level == CITY and not has_figure(profile.calendar, entry.period):
        months = ", ".join(MONTHS[int(month) - 1] for month in profile.calendar["months"])
        yield Doubt(N_("Untuk kabupaten/kota angka ini biasanya hanya ada untuk %(months)s."), {"months": months})
    if profile.is_share and not 0 <= entry.value <= 100:
        yield Doubt(N_("Persentase ini biasanya antara 0 dan 100."))
    if profile.top is not None and not 0 <= entry.value <= profile.top:
        yield Doubt(N_("Di luar skalanya: 0 sampai %(top)s."), {"top": format_number(profile.top)})
    if profile.decimals is not None and -int(entry.value.normalize().as_tuple().exponent) > profile.decimals:
        sentence = N_("Lebih teliti daripada biasanya: angka ini ditulis dengan %(decimals)s angka di belakang koma.")
        yield Doubt(sentence, {"decimals": profile.decimals})


def _against_others(
    entry: NewValue, profile: Profile, series: Sequence[Figure], elsewhere: Sequence[Figure]
) -> Iterator[Doubt]:
    """Beside the figures of its place where there are some, else beside those of other places."""
    own = [figure for figure in series if _is_alike(figure, entry) and figure.period != entry.period]
    earlier = [figure for figure in own if sort_key(figure.period) < sort_key(entry.period)]
    if is_unusual([figure.value for figure in earlier], entry.value):
        before = {"before": earlier[-1].text, "period": earlier[-1].period_text}
        yield Doubt(N_("Jauh dari angka sebelumnya: %(before)s pada %(period)s."), before)
        return
    if len(earlier) > FEWEST:
        return  # enough to know how it moves
    others = [figure for figure in elsewhere if _is_alike(figure, entry)] if profile.is_comparable else []
    compared = [*own, *others] if profile.is_change else own or others
    if not is_out_of_scale([figure.value for figure in compared], entry.value, may_be_small=profile.is_change):
        return
    near = min(compared, key=lambda figure: months_between(figure.period, entry.period))
    words = {"before": near.text, "period": near.period_text}
    if own:
        yield Doubt(N_("Jauh dari angka lain wilayah ini: %(before)s pada %(period)s."), words)
    else:
        yield Doubt(N_("Jauh dari angka wilayah lain, misalnya %(before)s pada %(period)s."), words)


def _is_alike(figure: Figure, entry: NewValue) -> bool:
    is_same_method = entry.series in ("", figure.series)
    return figure.period_kind == entry.period_kind and is_same_method
