"""Which backups stay, and how a key is read from paper."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyrage
import pytest
from pyrage import x25519

from pstku.backups.rules.recovery_key import cleaned_letters, drawn_places, printed_groups, secret_from
from pstku.backups.rules.retention import (
    FULL,
    MONTHLY,
    BackupFile,
    backup_file,
    backup_name,
    files_to_drop,
    is_month_open,
    is_old,
)

TZ = ZoneInfo("Asia/Makassar")
NIGHT = datetime(2026, 11, 28, 17, 15, tzinfo=UTC)  # Sunday 29 November, 01.15 in Gorontalo


def made(at: datetime, kind: str = FULL) -> BackupFile:
    found = backup_file(backup_name("7571", kind, at), 1)
    assert found is not None
    return found


def kept(files: list[BackupFile], now: datetime = NIGHT) -> list[BackupFile]:
    gone = files_to_drop(files, now, TZ)
    return [file for file in files if file not in gone]


def test_a_name_tells_kind_and_moment():
    file = made(NIGHT, MONTHLY)
    assert file.name == "pstku-7571-20261128T171500Z-bulanan.tar.gz.age" and file.made_at == NIGHT
    assert backup_file("pstku-7571-20261128T171500Z-lain.tar.gz.age", 1) is None
    assert backup_file("../pstku.sqlite", 1) is None


def test_of_a_year_of_nights_seven_days_and_five_sundays_stay():
    nights = [made(NIGHT - timedelta(days=n)) for n in range(365)]
    ages = [(NIGHT - file.made_at).days for file in kept(nights)]
    assert ages == [0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 28]  # the Sunday before these is 35 days old
    monday = NIGHT + timedelta(days=1)
    assert [(monday - file.made_at).days for file in kept([made(monday), *nights], monday)][-1] == 29


def test_nothing_that_holds_links_outlives_five_weeks_and_closed_days_do_not_count():
    nights = [made(NIGHT - timedelta(days=n)) for n in range(20, 60)]
    ages = [(NIGHT - file.made_at).days for file in kept(nights)]
    assert len(ages) >= 7 and max(ages) < 35


def test_of_today_every_one_stays_and_of_other_days_the_newest():
    yesterday = [made(NIGHT - timedelta(hours=hours)) for hours in range(2, 7)]
    today = [made(NIGHT + timedelta(hours=hours)) for hours in range(5)]
    assert kept([*today, *yesterday], NIGHT + timedelta(hours=6)) == [*today, yesterday[0]]


def test_twelve_months_stay_without_votes():
    months = [made(datetime(2025 + n // 12, n % 12 + 1, 1, tzinfo=UTC), MONTHLY) for n in range(23)]
    assert kept(months) == months[-12:]
    assert not is_month_open(months, NIGHT, TZ) and is_month_open(months[:-1], NIGHT, TZ)


def test_what_was_made_while_the_clock_ran_ahead_goes_once_today_has_its_own_and_fills_no_month():
    """It would else count as the newest for months, and keep its links far beyond five weeks."""
    ahead = [made(NIGHT + timedelta(days=100), kind) for kind in (FULL, MONTHLY)]
    before = [made(NIGHT - timedelta(days=n)) for n in range(1, 10)]
    tonight = [made(NIGHT), made(NIGHT, MONTHLY)]
    assert set(ahead) < set(kept([*ahead, *before])), "nothing better is there yet"
    assert kept([*ahead, *tonight, *before]) == kept([*tonight, *before])
    then = NIGHT + timedelta(days=97)
    assert is_month_open([ahead[1]], then.replace(day=1), TZ)
    assert not is_month_open([ahead[1]], NIGHT + timedelta(days=100), TZ)


def test_a_month_begins_with_the_offices_own_first_day():
    last_night_here = datetime(2026, 10, 31, 17, tzinfo=UTC)  # 1 November in Gorontalo
    assert not is_month_open([made(last_night_here, MONTHLY)], NIGHT, TZ)


def test_two_days_without_a_backup_are_told():
    assert is_old(None) and is_old(timedelta(hours=49)) and not is_old(timedelta(hours=47))


def test_a_key_is_printed_in_groups_and_read_however_it_is_typed():
    secret = str(x25519.Identity.generate())
    groups = printed_groups(secret)
    assert [len(group) for group in groups] == [4] * 14 + [2]
    for typed in (
        " ".join(groups),
        "-".join(groups).lower(),
        secret,
        f"\n{secret.lower()}\n",
        "AGE-SECRET-KEY-1 " + " ".join(groups),
    ):
        assert secret_from(typed) == secret
    assert secret_from(" ".join(groups).replace("0", "O").replace("L", "I")) == secret, "as it looks on paper"


@pytest.mark.parametrize("slip", [1, 20, 40])
def test_a_mistyped_letter_is_noticed(slip):
    secret = str(x25519.Identity.generate())
    place = -slip
    wrong = secret[:place] + ("Q" if secret[place] != "Q" else "P") + secret[len(secret) + place + 1 :]
    with pytest.raises(pyrage.IdentityError):
        x25519.Identity.from_str(secret_from(wrong))


def test_three_sets_of_three_groups_share_none_and_leave_the_short_one():
    for _ in range(20):
        sets = drawn_places(15)
        places = [place for drawn in sets for place in drawn]
        assert len(set(places)) == 9 and min(places) >= 1 and max(places) <= 14
    assert cleaned_letters(" o1-b ") == "0L8"
