"""Which backups stay: 7 daily, 5 weekly, 12 monthly. The name of a file says its kind and its moment."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

FULL, MONTHLY = "penuh", "bulanan"
DAYS, WEEKS, MONTHS = 7, 5, 12
# A full backup still holds the way from a vote to its visit; the notice to guests says five weeks.
LONGEST_LINKED = timedelta(weeks=WEEKS)
SLACK = timedelta(minutes=10)  # what a time server may put right between two backups
OLD = timedelta(hours=48)  # one night may be missed: the office was closed, the server was off
NAME = re.compile(r"pstku-(?P<office>\w+)-(?P<at>\d{8}T\d{6}Z)-(?P<kind>penuh|bulanan)\.tar\.gz\.age", re.ASCII)
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup as its name tells; `size` in bytes."""

    name: str
    kind: str
    made_at: datetime
    size: int


def backup_name(office_code: str, kind: str, made_at: datetime) -> str:
    """The name of a backup file, such as pstku-7571-20261129T011500Z-penuh.tar.gz.age."""
    return f"pstku-{office_code}-{made_at.astimezone(UTC).strftime(STAMP)}-{kind}.tar.gz.age"


def backup_file(name: str, size: int) -> BackupFile | None:
    """What a name tells; None for a file that is no backup of ours."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    made_at = datetime.strptime(found["at"], STAMP).replace(tzinfo=UTC)
    return BackupFile(name, found["kind"], made_at, size)


def files_to_drop(files: Sequence[BackupFile], now: datetime, tz: tzinfo) -> list[BackupFile]:
    """The backups that may be deleted: all except the newest of each of 7 days, 5 past weeks and 12 months.

    Full backups older than five weeks always go; those of today always stay. Days without a backup do not count, so an
    office that was closed keeps as many. `now` must be right: a backup with a later date was made while the clock was
    wrong, and goes as soon as there is one of today.
    """
    newest_first = sorted(dated(files, now), key=lambda file: file.made_at, reverse=True)
    full = [file for file in newest_first if file.kind == FULL and now - file.made_at < LONGEST_LINKED]
    today = now.astimezone(tz).date()
    keep = {file for file in full if _local(file, tz).date() == today}
    keep |= _newest_of_each(full, DAYS, lambda file: _local(file, tz).date())
    past = [file for file in full if _local(file, tz).isocalendar()[:2] != today.isocalendar()[:2]]
    keep |= _newest_of_each(past, WEEKS, lambda file: _local(file, tz).isocalendar()[:2])
    monthly = [file for file in newest_first if file.kind == MONTHLY]
    keep |= _newest_of_each(monthly, MONTHS, lambda file: (_local(file, tz).year, _local(file, tz).month))
    has_todays = any(_local(file, tz).date() == today for file in full)
    return [file for file in files if file not in keep and (file in newest_first or has_todays)]


def dated(files: Iterable[BackupFile], now: datetime) -> list[BackupFile]:
    """The backups whose date can be true: a later one was written by a clock that was wrong."""
    return [file for file in files if file.made_at <= now + SLACK]


def is_month_open(files: Iterable[BackupFile], now: datetime, tz: tzinfo) -> bool:
    """Has this local month no monthly backup yet?"""
    local = now.astimezone(tz)
    made = {(_local(file, tz).year, _local(file, tz).month) for file in dated(files, now) if file.kind == MONTHLY}
    return (local.year, local.month) not in made


def is_old(age: timedelta | None) -> bool:
    """Is there no backup, or is the last one older than two days?"""
    return age is None or age > OLD


def _local(file: BackupFile, tz: tzinfo) -> datetime:
    return file.made_at.astimezone(tz)


def _newest_of_each(
    newest_first: list[BackupFile], most: int, group: Callable[[BackupFile], object]
) -> set[BackupFile]:
    chosen: dict[object, BackupFile] = {}
    for file in newest_first:
        if group(file) not in chosen and len(chosen) < most:
            chosen[group(file)] = file
    return set(chosen.values())
