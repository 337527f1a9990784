"""One of everything that a page can show, made by the operations that make it: an award, a draft, a badge, a card, a key."""

from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select, update

from pstku.accounts.models import Person
from pstku.accounts.photos import square_jpeg
from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.awardpapers.papers import OF_A_PERIOD, issue_paper
from pstku.backups.operations.recovery_keys import make_recovery_key
from pstku.breaches.operations import Facts, record_breach
from pstku.breaches.rules import Data
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic
from pstku.core.tokens import uuid7
from pstku.documents.operations.copies import file_copy
from pstku.editing.operations.drafts import start_draft
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.remote import record_field_visit
from pstku.library.models import IndicatorValue, PageImage
from pstku.officers.operations.personal_qr import issue_badge, renew_qr
from pstku.offices.models import Setting
from pstku.offices.operations import changed
from pstku.offices.queries import Configuration, configuration
from pstku.practice.operations.answering import start_quiz
from pstku.practice.operations.competence import close_round, open_round
from pstku.readiness.operations.duties import take_first_duties
from pstku.readiness.operations.standards import VersionWords, note_version
from pstku.recaps.operations import release_recap
from pstku.recaps.rules import PARTS
from pstku.returns.columns.keeping import add_template
from pstku.returns.columns.known import RESPONDENTS
from pstku.rewards.operations.deciding import award_to
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce, establish
from pstku.rewards.queries import get_period
from pstku.rewards.weighing import strong_signals
from pstku.skm.operations.following import plan_follow_up
from pstku.skm.operations.rounds import open_round as open_survey
from pstku.skm.rules.rounds import Period

PICTURE = b"RIFF....WEBP"  # nobody looks at it
WORDS = "Sudah diperiksa bersama koordinator, dan tidak ada yang perlu diubah dari hasilnya."


def furnish(office_id: int, *, with_award: bool) -> None:
    """An office that has used everything at least once, an award if wanted."""
    names = ("employee", "officer", "editor", "head")
    employee, officer, editor, head = (_actor(office_id, name) for name in names)
    renew_qr(officer)
    issue_badge(officer)
    make_recovery_key(_actor(office_id, "admin"), "brankas")
    leak = Facts(clock.now(), "Kemarin sore", frozenset({next(iter(Data))}), 3, "Kertas tertinggal di loket.", WORDS)
    record_breach(_actor(office_id, "admin"), leak)
    _ask(_actor(office_id, "admin"))
    add_template(_actor(office_id, "admin"), RESPONDENTS, "Formulir pusat")
    close_round(head, open_round(head, "Putaran lama"))
    open_round(head, "Putaran ini")
    start_quiz(configuration(office_id), employee, "sosial")
    service = next(each for each in configuration(office_id).active_services() if not each.is_complaint)
    entry = Entry(name="Warga", service_id=service.id)
    record_field_visit(employee, uuid7(), entry, need="ipm", obtained="yes_fits")
    start_draft(editor, "ind.ipm")
    _draw(office_id, editor)
    _check(office_id, editor)
    _release(officer)
    _stand_ready(_actor(office_id, "admin"))
    with atomic() as s:
        # The same tablet looks up a guest in every round, and without a queue the screen asks for no number.
        for key, value in (("lookup_per_minute", 60), ("mode", "queue")):
            s.merge(Setting(office_id=office_id, key=key, value=value))
        changed(office_id)
    if with_award:
        _award(office_id)


def _actor(office_id: int, username: str) -> Actor:
    person = find_person_by_username(office_id, username)
    assert person is not None
    return actor_of(person)


def _ask(admin: Actor) -> None:
    """A round of the survey with a follow-up planned."""
    today = clock.local_day(clock.now(), configuration(admin.office_id).tz)
    survey = open_survey(admin, Period.YEAR, today.year, 1, population=1_000, sheets=20)
    plan = {"unsur": "waktu", "action": WORDS, "owner_id": admin.person_id, "planned_on": today}
    plan_follow_up(admin, survey, None, **plan)


def _stand_ready(admin: Actor) -> None:
    """A version of the service standard, and the duties of the year."""
    today = clock.local_day(clock.now(), configuration(admin.office_id).tz)
    note_version(admin, VersionWords(name="1", effective_on=today, media="Papan\nSitus", pledged_on=today))
    take_first_duties(admin)


def _release(officer: Actor) -> None:
    """A recap of the quarter half a year ago."""
    office = configuration(officer.office_id)
    release_recap(officer, *clock.quarter_of(clock.local_day(clock.now(), office.tz) - timedelta(days=183)), PARTS)


def _draw(office_id: int, editor: Actor) -> None:
    """The photo of an officer, and a picture of a page."""
    with atomic() as s:
        photographed = update(Person).where(Person.office_id == office_id, Person.username == "officer")
        s.execute(photographed.values(photo=_face(), has_photo=True))
        key = uuid7().hex
        s.add(
            PageImage(
                office_id=office_id, key=key, content=PICTURE, uploaded_by_id=editor.person_id, uploaded_at=clock.now()
            )
        )


def _face() -> bytes:
    """A photo as an upload leaves it: the badge is printed with it."""
    photo = BytesIO()
    Image.new("RGB", (600, 800), "gray").save(photo, "PNG")
    return square_jpeg(photo.getvalue())


def _check(office_id: int, editor: Actor) -> None:
    """A figure that may be quoted; all others still wait for it."""
    mine = select(IndicatorValue.id).where(
        IndicatorValue.office_id == office_id, IndicatorValue.indicator_key == "ind.ipm"
    )
    newest = mine.where(IndicatorValue.region_code == "7571").order_by(IndicatorValue.period.desc()).limit(1)
    now = clock.now()
    with atomic() as s:
        checked = update(IndicatorValue).where(IndicatorValue.id == s.scalar(newest))
        s.execute(checked.values(checked_by_id=editor.person_id, checked_at=now, released_on=now.date()))


def _award(office_id: int) -> None:
    """The last quarter's, from opening to certificate, where somebody was served in it."""
    office, admin, head = configuration(office_id), _actor(office_id, "admin"), _actor(office_id, "head")
    year, quarter = clock.quarter_of(clock.local_day(clock.now(), office.tz))
    year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    ended = clock.quarter_days(year, quarter)[1]
    with clock.at(_morning(office, ended + timedelta(days=10))):
        period = lock_period(admin, open_period(admin, year, quarter, "desk").id)
        check_period(admin, period.id, WORDS, {signal.key: WORDS for signal in strong_signals(period)})
        shortlisted = period.evidence.shortlisted if period.evidence else []
        if not shortlisted:
            return
        award_to(head, period.id, shortlisted[0].officer_id, WORDS * 3)
        announce(admin, period.id)
    with clock.at(_morning(office, ended + timedelta(days=40))):
        establish(admin, period.id, "B-1/7571/2026", ended)
        period = get_period(office_id, period.id)
        for kind in OF_A_PERIOD:
            paper = issue_paper(admin, configuration(office_id), kind, period)
        assert paper.content
        file_copy(admin, paper.id, paper.content)


def _morning(office: Configuration, day: date) -> datetime:
    return clock.day_range(day, office.tz)[0]
