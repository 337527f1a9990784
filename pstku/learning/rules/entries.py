"""A figure on its way into the library. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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
