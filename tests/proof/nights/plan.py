"""What befalls an office in a stretch of nights: when it is off, killed, told a false date, and what it decides."""

from dataclasses import dataclass, field
from datetime import date, timedelta

BACKUP, MONTHLY = "backup", "monthly"  # as places to be killed in, beside the keys of the night's steps


@dataclass(frozen=True)
class Plan:
    """Days by their local date. A night is the early morning of its date."""

    first: date
    nights: int
    identity_months: int
    off: tuple[tuple[date, date], ...] = ()  # the computer is off from the first morning until the last has begun
    killed: dict[date, str] = field(default_factory=dict)  # in which step
    jumped: date | None = None  # on this Saturday's night the computer believes a date 100 days ahead
    confirmed: date | None = None  # when an admin says that the date is right again; nobody came in between
    opened: dict[date, tuple[int, int]] = field(default_factory=dict)  # an award nobody ever finishes
    settled: dict[date, tuple[int, int]] = field(default_factory=dict)  # one that goes to nobody

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.nights)]

    def is_off(self, day: date) -> bool:
        return any(begin <= day <= end for begin, end in self.off)


# Fifteen months: a year's end, a leap day, four quarters that end in each of the ways, twelve monthly backups and one more.
YEAR = Plan(
    first=date(2027, 10, 18),
    nights=460,
    identity_months=3,
    off=((date(2028, 3, 6), date(2028, 3, 27)), (date(2028, 12, 23), date(2028, 12, 26))),
    killed={
        date(2027, 12, 31): "scores",
        date(2028, 2, 29): "guests",
        date(2028, 6, 29): "cut",
        date(2028, 8, 17): "shuffle",
        date(2028, 9, 1): MONTHLY,
        date(2028, 9, 5): BACKUP,
    },
    jumped=date(2028, 10, 21),
    confirmed=date(2028, 10, 22),
    opened={date(2028, 1, 17): (2027, 4)},
    settled={date(2028, 4, 12): (2028, 1), date(2028, 7, 12): (2028, 2)},
)
# Around a year's end, for the suite.
WEEKS = Plan(
    first=date(2027, 12, 13),
    nights=35,
    identity_months=1,
    off=((date(2027, 12, 24), date(2027, 12, 27)),),
    killed={date(2028, 1, 15): "guests"},
    jumped=date(2028, 1, 8),
    confirmed=date(2028, 1, 9),
)
