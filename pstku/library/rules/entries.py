"""A figure on its way into the library. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pstku.core.clock import long_date
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.library.rules.periods import earliest_release, period_text


@dataclass(frozen=True, slots=True)
class NewValue:
    """A figure somebody or something offers; its decimals are those of `value`."""

    indicator_key: str
    region_code: str
    period: str
    period_kind: str
    value: Decimal
    source: str
    released_on: date | None = None
    status: str = ""
    series: str = ""
    source_url: str | None = None
    note: str = ""

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.indicator_key, self.region_code, self.period

    @property
    def scaled(self) -> tuple[int, int]:
        """(scaled, decimals): value = scaled / 10**decimals."""
        decimals = max(0, -int(self.value.as_tuple().exponent))
        return int(self.value.scaleb(decimals)), decimals


def check_release(period: str, released_on: date, today: date) -> None:
    """A source comes out after what it tells, and is out already; raises InvalidInput."""
    if released_on > today:
        raise not_out_yet()
    check_not_too_early(period, released_on)


def check_not_too_early(period: str, released_on: date) -> None:
    """Nothing is out before the period it tells of; raises InvalidInput."""
    if released_on < earliest_release(period):
        raise too_early(period)


def not_out_yet() -> InvalidInput:
    """The refusal of a figure before its release."""
    return InvalidInput("released_on", N_("Tanggal rilisnya belum tiba. Angka sebelum rilis tidak disimpan di sini."))


def too_early(period: str) -> InvalidInput:
    """The refusal of a release before the period it tells of."""
    return InvalidInput(
        "released_on",
        N_("Angka %(period)s paling cepat rilis %(day)s. Periksa lagi tanggal rilisnya."),
        period=period_text(period),
        day=long_date(earliest_release(period)),
    )
