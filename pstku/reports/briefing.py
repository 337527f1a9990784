"""Briefing Senin: what colleagues should know this week, on one page and as a message for the group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from pstku.answers.queries.cards import Card, cards_of
from pstku.answers.queries.search import Found, search
from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import DataNeed
from pstku.library.models import Page
from pstku.library.queries.news import ExpectedRelease, expected_releases
from pstku.library.queries.pages import pages_by_key
from pstku.library.rules.states import PageState
from pstku.offices.queries import Configuration

QUESTIONS = 3
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Asked:
    """What guests asked last week, how often, and what a colleague says to it."""

    what: str
    times: int
    said: str


@dataclass(slots=True)
class Briefing:
    """One week's briefing."""

    monday: date
    sunday: date
    expected: list[ExpectedRelease] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    misreading: tuple[Page, str] | None = None  # the indicator, and how it is misread
    conduct: Page | None = None

    @property
    def releases(self) -> list[ExpectedRelease]:
        """Releases with a known day this week."""
        return [item for item in self.expected if item.release.is_day_known]

    @property
    def some_day(self) -> list[ExpectedRelease]:
        """What may come out this week: only its month is known, or that it comes early in it."""
        return [item for item in self.expected if not item.release.is_day_known]

    @property
    def days_text(self) -> str:
        return f"{clock.long_date(self.monday)} sampai {clock.long_date(self.sunday)}"


def briefing(office: Configuration, day: date) -> Briefing:
    """The briefing of the week that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    result = Briefing(monday, monday + timedelta(days=6))
    result.expected = expected_releases(office, result.monday, result.sunday)
    result.asked = _asked(office, monday)
    week = monday.toordinal() // 7
    result.misreading = _turn(_misreadings(office.id), week)
    result.conduct = _turn(_published(office.id, "conduct"), week)
    return result


def briefing_text(office: Configuration, week: Briefing) -> str:
    """The briefing as a message for the office's WhatsApp group."""
    lines = [f"*Briefing Senin, {clock.long_date(week.monday)}*"]
    if week.releases:
        lines += ["", "*Rilis pekan ini*", *(f"• {_release_words(item)}" for item in week.releases)]
    if week.some_day:
        lines += ["", "*Bulan ini, tanggal di jadwal rilis situs*"]
        lines += [f"• {item.survey}, {item.period_text} ({item.when})" for item in week.some_day]
    if week.asked:
        lines += ["", "*Yang ditanyakan tamu pekan lalu*"]
        lines += [f"• {_asked_words(item)}" for item in week.asked]
    if week.misreading:
        page, words = week.misreading
        lines += ["", f"*Sering keliru: {page.short or page.title}*", f"{words}."]
    if week.conduct:
        lines += ["", "*Sikap pekan ini*", f"{week.conduct.title}. {week.conduct.summary}"]
    lines += ["", f"PSTku {office.name}"]
    return "\n".join(lines)


def _release_words(item: ExpectedRelease) -> str:
    return f"{item.when}: {item.survey}, {item.period_text} ({item.names})"


def _asked_words(item: Asked) -> str:
    if item.said.startswith(item.what):  # a quoted figure begins with its name
        return f"{item.said} ({item.times}×)"
    return f"{item.what} ({item.times}×). {item.said}"


def _said_of_card(office: Configuration, card: Card) -> str:
    """A checked figure with place, period, source, day of release and what is newer; or that there is none to quote."""
    words = [f"Tidak tersedia pada tingkat {office.level_word}."] if card.not_at_city else []
    if card.figure is None:
        return " ".join([*words, f"Angka {card.region} belum boleh dikutip, cari di situs kantor."])
    lines = card.copy_text.splitlines()
    words += [lines[0], lines[-1]]
    if card.overdue:
        words.append(f"Ini angka terbaru yang ada; {card.overdue} belum diisi.")
    return " ".join(words)


def _said_to_words(found: Found) -> str:
    """What is said to a need in the guest's own words: who has it, or where to look. No figure: nobody chose one."""
    if found.referral:
        return f"{found.referral.agency}: {found.referral.say}"
    return "Cari di Jawab; bila belum ada, di AllStats Search atau situs kantor."


def _asked(office: Configuration, monday: date) -> list[Asked]:
    """The three things sought most in the week before, never by whom; what is about somebody is not passed on."""
    start, end = clock.days_range(monday - timedelta(days=7), monday - timedelta(days=1), office.tz)
    counts = Counter(_needs(office.id, start, end))
    keys = [key for key, _what in counts if key]
    pages = {page.key: page for page in pages_by_key(office.id, keys)}
    chosen: list[Asked] = []
    for (key, what), times in counts.most_common():
        if key in pages:
            card = cards_of(office, [pages[key]])[0]
            chosen.append(Asked(pages[key].title, times, _said_of_card(office, card)))
        elif what and not (found := search(office, what)).question.is_about_individuals:
            chosen.append(Asked(what, times, _said_to_words(found)))
        if len(chosen) == QUESTIONS:
            break
    return chosen


def _needs(office_id: int, start: datetime, end: datetime) -> list[tuple[str | None, str]]:
    query = (
        select(DataNeed.indicator_key, DataNeed.what)
        .where(DataNeed.office_id == office_id, DataNeed.created_at >= start, DataNeed.created_at < end)
        .order_by(DataNeed.created_at)
    )
    return [(key, "" if key else what) for key, what in session().execute(query)]


def _misreadings(office_id: int) -> list[tuple[Page, str]]:
    indicators = _published(office_id, "indicator")
    return [(page, str(words)) for page in indicators for words in page.fact.misreadings]


def _published(office_id: int, kind: str) -> list[Page]:
    mine = (Page.office_id == office_id) & (Page.kind == kind) & (Page.state == PageState.PUBLISHED)
    return list(session().scalars(select(Page).where(mine).order_by(Page.position, Page.key)))


def _turn(items: Sequence[Item], week: int) -> Item | None:
    """Another one each week, all of them before the first comes again."""
    return items[week % len(items)] if items else None
