"""The rules a closed month was counted by, and which figures no longer compare once an admin changes one. Pure.

A difference that a changed rule makes is no susulan: no visit came to light. Which service is PST and which is office is only an
addition of parts, so it can be counted as it was then; hours and standards cannot, so their figures stay uncompared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pstku.core.text import N_
from pstku.guestbook.rules.days import COUNTING, grounds
from pstku.offices.queries import Configuration, Service
from pstku.returns.closing.rules import Change

HOURS, STANDARDS, COUNTS_AS, RULES = "hours", "standards", "counts_as", "counting"
FIRST_RULES = 1  # of a month closed before its rules had a number
RULES_IN_WORDS = {
    1: N_("Waktu dihitung dalam jam layanan; tamu yang disapa saat konter tutup terhitung menunggu 0 menit."),
    2: N_(
        "Waktu dihitung dalam jam layanan; tamu yang disapa saat konter tutup tidak ikut dalam waktu tunggu, "
        "dan yang dilayani saat konter tutup tidak ikut dalam waktu layanan."
    ),
}
TIMES_IN_HOURS = frozenset(
    {"waktu_tunggu", "waktu_layanan", "disapa_di_luar_jam", "di_luar_jam", "dalam_standar", "dengan_standar"}
)
DEPENDING = {
    RULES: TIMES_IN_HOURS,
    HOURS: TIMES_IN_HOURS,
    STANDARDS: frozenset({"dalam_standar", "dengan_standar"}),
}
CHANGED = {
    RULES: N_(
        "Cara menghitung waktu berubah sesudah bulan ini ditutup: waktu tunggu, waktu layanan, di luar jam, dan angka "
        "terhadap standar tidak dibandingkan."
    ),
    HOURS: N_(
        "Jam layanan bulan ini diubah sesudah ditutup: waktu tunggu, waktu layanan, di luar jam, dan angka terhadap "
        "standar tidak dibandingkan."
    ),
    STANDARDS: N_("Standar menit diubah sesudah bulan ini ditutup: angka terhadap standar tidak dibandingkan."),
    COUNTS_AS: N_(
        "PST atau kantor diubah pada satu layanan: susulan dihitung menurut pembagian saat bulan ini ditutup."
    ),
}


def grounds_of(office: Configuration, month: date, until: date) -> dict[str, Any]:
    """The rules as they are now, as JSON knows them; `until`: the last day whose hours the month's visits depend on."""
    return {
        "until": until.isoformat(),
        RULES: COUNTING,
        HOURS: grounds(office.tz.key, month, until, office.calendar),
        STANDARDS: {str(service.id): service.standard_minutes for service in office.services},
        COUNTS_AS: {str(service.id): service.counts_as for service in office.services},
    }


def changed_rules(then: Mapping[str, Any], office: Configuration, month: date) -> list[str]:
    """Which of the kept rules are others now; a service that came later changes none."""
    if not then:
        return []
    now = grounds_of(office, month, date.fromisoformat(then["until"]))
    services = {rule for rule in (STANDARDS, COUNTS_AS) if any(now[rule].get(k, v) != v for k, v in then[rule].items())}
    others = {HOURS} if now[HOURS] != then[HOURS] else set()
    others |= {RULES} if rules_of(then) != COUNTING else set()
    return [rule for rule in CHANGED if rule in services | others]


def rules_of(then: Mapping[str, Any]) -> int:
    """The version of the rules a month was counted by (`RULES_IN_WORDS`)."""
    return int(then.get(RULES, FIRST_RULES))


def services_then(then: Mapping[str, Any], services: Sequence[Service]) -> list[Service]:
    """The services, each counted as PST or office as it was then."""
    counted = then.get(COUNTS_AS, {})
    return [replace(one, counts_as=counted.get(str(one.id), one.counts_as)) for one in services]


def comparable(changes: Iterable[Change], changed: Iterable[str]) -> tuple[Change, ...]:
    """Those of the changes that no changed rule can have made."""
    apart = frozenset[str]().union(*(DEPENDING.get(rule, frozenset()) for rule in changed))
    return tuple(change for change in changes if change.measure not in apart)
