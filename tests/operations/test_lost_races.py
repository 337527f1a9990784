"""Two with the same at once: the later one hears a clear sentence, of every UNIQUE rule, on both engines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from pstku.accounts.models import SecondFactor
from pstku.accounts.operations import add_person
from pstku.accounts.operations.second_factor import second_factor_due
from pstku.accounts.queries import get_person
from pstku.arrivals.operations.book_qr import issue_book_qr
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.errors import DomainError, Taken
from pstku.core.races import unique_rules
from pstku.core.tokens import uuid7
from pstku.devices.operations import approve_pairing, request_pairing
from pstku.devices.queries import find_pairing
from pstku.documents.operations.wording import save_texts
from pstku.documents.queries import words_of
from pstku.documents.rules.texts import COLUMNS
from pstku.editing.models import OpenQuestion
from pstku.editing.operations.drafts import start_page
from pstku.editing.operations.questions import keep_question
from pstku.filling.operations import remember_table
from pstku.filling.rules.mapping import TableMap
from pstku.guestbook.models import Agency
from pstku.guestbook.operations.agencies import agency_named, edit_agency
from pstku.http.races import LOST
from pstku.http.text import sentence
from pstku.library.models import CheckPass, IndicatorValue, PageImage
from pstku.library.operations.checking import pass_on
from pstku.library.operations.images import keep_image
from pstku.library.operations.values import enter_values
from pstku.library.rules.entries import NewValue
from pstku.library.rules.heads import FUNCTIONS
from pstku.officers.models import Readiness
from pstku.officers.operations.desks import add_desk
from pstku.officers.operations.personal_qr import renew_qr
from pstku.officers.operations.readiness import be_ready
from pstku.officers.operations.roster import set_roster
from pstku.officers.queries.desks import desks
from pstku.officers.rules import DayPlan
from pstku.offices.operations.code_lists import add_code_item
from pstku.offices.operations.configuring import change_settings
from pstku.offices.operations.hours import add_holiday, set_opening_hours
from pstku.offices.operations.national_days import set_national_days
from pstku.offices.operations.service_types import add_service_type
from pstku.offices.operations.special_hours import set_special_hours
from pstku.offices.queries import Hours, configuration
from pstku.offices.rules.calendar import DayOff
from pstku.packs.reading.guides import PackGuides
from pstku.packs.reading.questions import PackQuestion
from pstku.packs.taking.practice import import_guides, import_questions
from pstku.paperbook.operations.entering import enter_sheet
from pstku.paperbook.queries import read_sheet
from pstku.practice.models import FirstWeekStep
from pstku.practice.operations.competence import open_round
from pstku.practice.operations.first_week import start_week
from pstku.pulling.operations.linking import save_link
from pstku.pulling.operations.running import FIGURES, start_pull
from pstku.pulling.rules import TABLE, Link
from pstku.ratings.operations.appeals import appeal_comment
from pstku.ratings.operations.cutting import lock_quarter
from pstku.ratings.operations.publishing import publish_scores
from pstku.ratings.queries.published import released_comments
from pstku.readiness.operations.duties import DutyWords, note_deed, save_duty
from pstku.readiness.operations.standards import VersionWords, note_version
from pstku.recaps.operations import release_recap
from pstku.returns.columns.keeping import add_template
from pstku.returns.columns.known import REGISTER
from pstku.rewards.operations.periods import open_period
from pstku.rewards.queries import periods_of_years
from pstku.skm.operations.rounds import close_round as close_survey
from pstku.skm.operations.rounds import open_round as open_survey
from pstku.skm.operations.sheets import enter_sheet as enter_survey_sheet
from pstku.skm.operations.skd import start_skd
from pstku.waitingroom.operations.recordings import set_recording
from tests.awards import AFTER, QUARTER
from tests.factories import make_visit, make_vote
from tests.operations.test_office_changes import WORDS
from tests.races import overtaken
from tests.surveys import all_of

DAY = date(2026, 10, 12)
TIMES = (time(8), time(15), None, None)
WEEK = [Hours(0, *TIMES)]
ITEM = {"id": "uji.dua", "indicator": "data", "text": "Saya dapat menjelaskan angka ini."}
QUESTION = PackQuestion("uji.soal", "choice", FUNCTIONS[0], 1, {"ask": "Apa itu TPT?", "pages": []}, "abc")
FIGURE = NewValue("ind.tpt", "7571", "2030", "year", Decimal("4.25"), "BRS")

Act = Callable[[], object]


def rated(cast, count: int, **fields) -> None:
    for place in range(count):
        at = datetime(2026, 9, 7, 2, tzinfo=UTC) + timedelta(minutes=20 * place)
        visit = make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id)
        make_vote(visit, 4, **fields)


def pairing(cast) -> Act:
    code = find_pairing(request_pairing(cast.office_id, address="10.0.0.1")).code
    return lambda: approve_pairing(cast.admin, code, name="Tablet", desk_id=None)


def kept_words(cast, **changed: str) -> dict[str, str]:
    return dict(words_of(configuration(cast.office_id)).texts) | changed


def tablet(cast) -> Act:
    codes = iter([find_pairing(request_pairing(cast.office_id, address="10.0.0.1")).code for _ in range(2)])
    return lambda: approve_pairing(cast.admin, next(codes), name="Tablet", desk_id=None)


def renamed(cast) -> Act:
    ids = iter([agency_named(cast.office_id, name, None) for name in ("Dinas Satu", "Dinas Dua")])
    return lambda: edit_agency(cast.admin, next(ids), name="Dinas Pengujian", category=None)


def appeal(cast) -> Act:
    rated(cast, 6, comment="AC panas")
    publish_scores(cast.office_id)
    comment_id = released_comments(cast.office_id, cast.officer.person_id)[0].id
    return lambda: appeal_comment(cast.officer, comment_id, "Ini tentang ruangan")


def sheet(cast) -> Act:
    office, sheet_id, day = configuration(cast.office_id), uuid7(), date(2026, 10, 8)
    typed = {
        "came": "9.15",
        "service": str(office.services[0].id),
        "name": "Siti",
        "officer": str(cast.officer.person_id),
    }
    [(guest, _faults)] = read_sheet(office, day, [typed])
    return lambda: enter_sheet(cast.officer, sheet_id, day, "paper", [guest])


def scores(cast) -> Act:
    rated(cast, 6)
    return lambda: publish_scores(cast.office_id)


def indicator(cast) -> str:
    return session().scalar(select(IndicatorValue.indicator_key).where(IndicatorValue.office_id == cast.office_id))


def figure(cast) -> Act:
    entry = replace(FIGURE, indicator_key=indicator(cast), series="")
    return lambda: enter_values(cast.office_id, [entry], actor=None, origin="pack")


def roster(cast) -> Act:
    plan = {DAY: DayPlan({desks(cast.office_id)[0].id: cast.officer.person_id})}
    return lambda: set_roster(cast.admin, plan)


def hours(cast) -> Act:
    set_opening_hours(cast.admin, [])  # rows that stand would be locked by whoever deletes them first
    return lambda: set_opening_hours(cast.admin, WEEK)


def person(cast) -> Act:
    who = {"username": "baru", "name": "Baru", "call_name": "Baru", "password": "padi menguning di ladang"}
    return lambda: add_person(cast.office_id, **who, roles=set(), is_demo=True)


def survey(cast) -> Act:
    periods = iter([("quarter", 4), ("year", 1)])

    def act() -> object:
        period, number = next(periods)
        return open_survey(cast.admin, period, 2026, number, population=10)

    return act


def closed_survey(cast) -> Act:
    return lambda: close_survey(cast.admin, open_survey(cast.admin, "quarter", 2026, 4, population=10))


def survey_sheet(cast) -> Act:
    round_id = open_survey(cast.admin, "quarter", 2026, 4, population=10, sheets=1)
    service_id = configuration(cast.office_id).services[0].id
    typed = {"day": date(2026, 10, 8), "service_id": service_id, "filled": all_of(4)}
    return lambda: enter_survey_sheet(cast.employee, round_id, 1, **typed)


def duty_deed(cast) -> Act:
    duty_id = save_duty(cast.admin, None, DutyWords(title="Survei"))
    return lambda: note_deed(cast.admin, duty_id, 2026, done_on=date(2026, 5, 1), note="")


# Rule -> (table whose row decides, what both do). On PostgreSQL the later one runs into the rule itself.
RACED: dict[str, tuple[str, Callable[..., Act]]] = {
    "uq_award_periods_office_id_year_quarter_line": (
        "award_periods", lambda c: lambda: open_period(c.admin, *QUARTER, "desk"),
    ),
    "uq_agencies_office_id_name_key": ("agencies", renamed),
    "uq_duties_office_id_on_person_id": ("duties", roster),
    "pk_paper_sheets": ("paper_sheets", sheet),
    "uq_pages_office_id_key": (
        "pages", lambda c: lambda: start_page(c.editor, "conduct", "Menyapa tamu kecil", FUNCTIONS[0]),
    ),
    "uq_indicator_values_office_id_indicator_key_region_code_period_vintage": ("indicator_values", figure),
    "uq_people_office_id_username": ("people", person),
    "uq_devices_token_hash": ("devices", pairing),
    "uq_devices_office_id_series": ("devices", tablet),
    "uq_desks_office_id_name": ("desks", lambda c: lambda: add_desk(c.admin, "Loket Timur")),
    "uq_service_types_office_id_code": ("service_types", lambda c: lambda: add_service_type(c.admin, WORDS)),
    "uq_code_items_office_id_list_code_code": (
        "code_items", lambda c: lambda: add_code_item(c.admin, "purpose", "Lomba cerdas"),
    ),
    "pk_document_texts": (
        "document_texts", lambda c: lambda: save_texts(c.admin, kept_words(c, signer="Siti Rahma"), COLUMNS),
    ),
    "pk_settings": ("settings", lambda c: lambda: change_settings(c.admin, {"voting_days": 5})),
    "pk_opening_hours": ("opening_hours", hours),
    "pk_special_hours": (
        "special_hours", lambda c: lambda: set_special_hours(c.admin, DAY, DAY, "Ramadan", WEEK),
    ),
    "pk_holidays": ("holidays", lambda c: lambda: add_holiday(c.admin, DAY, "Pilkada")),
    "pk_national_days": (
        "national_days", lambda c: lambda: set_national_days(c.office_id, 2031, [DayOff(date(2031, 1, 1), "A")], "uji"),
    ),
    "pk_officer_qrs": ("officer_qrs", lambda c: lambda: renew_qr(c.officer)),
    "uq_competence_rounds_open": ("competence_rounds", lambda c: lambda: open_round(c.head, "Oktober 2026")),
    "uq_guest_book_qrs_current": ("guest_book_qrs", lambda c: lambda: issue_book_qr(c.admin)),
    "uq_webapi_links_office_id_kind_domain_var_part_place": (
        "webapi_links", lambda c: lambda: save_link(c.editor, Link(TABLE, "0000", "12", "")),
    ),
    "uq_table_mappings_office_id_signature": (
        "table_mappings", lambda c: lambda: remember_table(c.editor, "tanda", "Tabel 1", TableMap()),
    ),
    "uq_webapi_pulls_running": ("webapi_pulls", lambda c: lambda: start_pull(c.office_id, FIGURES, actor=c.editor)),
    "uq_bank_questions_office_id_key": (
        "bank_questions", lambda c: lambda: import_questions(c.office_id, "uji", [QUESTION]),
    ),
    "uq_pack_guides_office_id_name": (
        "pack_guides", lambda c: lambda: import_guides(c.other_office_id, "uji", PackGuides([], first_week={"days": []})),
    ),
    "uq_competence_items_office_id_key": (
        "competence_items", lambda c: lambda: import_guides(c.office_id, "uji", PackGuides([ITEM])),
    ),
    "uq_appeals_comment_id": ("appeals", appeal),
    "uq_standard_versions_office_id_name": (
        "standard_versions", lambda c: lambda: note_version(c.admin, VersionWords(name="1/2026", effective_on=DAY)),
    ),
    "uq_yearly_duties_office_id_title": (
        "yearly_duties", lambda c: lambda: save_duty(c.admin, None, DutyWords(title="Survei")),
    ),
    "pk_duty_deeds": ("duty_deeds", duty_deed),
    "uq_service_recaps_standing": (
        "service_recaps", lambda c: lambda: release_recap(c.officer, 2026, 2, ()),
    ),
    "uq_skm_rounds_open": ("skm_rounds", survey),
    "uq_column_templates_office_id_kind_name": (
        "column_templates", lambda c: lambda: add_template(c.admin, REGISTER, "Formulir pusat"),
    ),
    "uq_skd_periods_running": (
        "skd_periods",
        lambda c: lambda: start_skd(c.admin, address="https://skd.bps.go.id", starts_on=AFTER.date(), ends_on=AFTER.date()),
    ),
    "uq_skm_rounds_office_id_question_set_period_year_number": ("skm_rounds", closed_survey),
    "uq_skm_answers_round_id_sheet": ("skm_answers", survey_sheet),
    "pk_call_recordings": (
        "call_recordings", lambda c: lambda: set_recording(c.admin, "id", "nomor", b"OggS" + bytes(60)),
    ),
    "pk_vote_quarters": ("vote_quarters", lambda c: lambda: lock_quarter(c.office_id, 2026, 2)),
    "pk_published_scores": ("published_scores", scores),
}  # fmt: skip

# Where both are right: table, what both do, and of what there is one row afterwards.
QUIET: dict[str, tuple[str, Callable[..., Act], type]] = {
    "uq_open_questions_office_id_text_key": (
        "open_questions", lambda c: lambda: keep_question(c.office_id, "harga cabai di Mars"), OpenQuestion,
    ),
    "uq_page_images_office_id_key": (
        "page_images", lambda c: lambda: keep_image(c.office_id, "kunci", b"gambar", None), PageImage,
    ),
    "pk_check_passes": (
        "check_passes",
        lambda c: lambda: pass_on(c.editor, session().scalar(select(IndicatorValue.id).order_by(IndicatorValue.id))),
        CheckPass,
    ),
    "pk_readiness": ("readiness", lambda c: lambda: be_ready(c.officer, None), Readiness),
    "pk_second_factors": (
        "second_factors",
        lambda c: lambda: second_factor_due(get_person(c.office_id, c.admin.person_id)),
        SecondFactor,
    ),
    "pk_first_week_steps": ("first_week_steps", lambda c: lambda: start_week(c.employee), FirstWeekStep),
}  # fmt: skip

# Why nobody is too late for these: the sentence stands there all the same, should a later act forget it.
LOCKED = "a row above them is locked first"
UPSERTED = "written with ON CONFLICT, tried in the tests of their own act"
RANDOM = "drawn by chance, drawn again or tried again"
ONCE = "written by one job or command at a time"
SETTLED = {
    LOCKED: {
        "uq_page_revisions_page_id_number", "uq_competence_replies_round_id_person_id", "pk_person_roles",
        "uq_award_decisions_period_id", "uq_spot_checks_period_id", "uq_certificates_period_id", "pk_audit_heads",
        "uq_spot_check_visits_spot_check_id_officer_id_place", "uq_signal_notes_period_id_officer_id_code",
        "uq_audit_entries_office_id_seq", "pk_special_days", "uq_visits_office_id_day_letter_number",
        "uq_regions_office_id_code", "pk_visit_sums", "pk_vote_months", "uq_visits_office_id_day_tablet_number",
        "uq_aside_items_office_id_item_id", "pk_complaint_mentions", "uq_month_closings_office_id_month_revision",
        "uq_documents_office_id_kind_year_sequence", "uq_documents_office_id_number", "uq_documents_period_id_kind_edition",
        "uq_signed_copies_document_id_sha256",
        "uq_skm_wordings_on",
        "uq_secret_changes_old_hash",
    },
    UPSERTED: {
        "pk_attempts", "pk_jobs", "pk_clock_marks", "pk_guests", "pk_visits", "pk_visit_services", "pk_data_needs", "pk_help_calls", "pk_complaints",
        "pk_outbox_keys", "pk_queue_counters", "pk_remarks", "uq_contact_promises_visit_id_purpose", "uq_votes_client_key", "uq_votes_visit_id",
        "uq_practice_answers_person_id_question_id_after_id", "uq_drill_cards_person_id_question_id", "pk_arrivals", "pk_dtsen_visits",
        "uq_arrivals_office_id_sign", "pk_journey_counts", "pk_skm_used_links", "pk_document_series", "pk_tablet_commands", "uq_secret_changes_running",
    },
    RANDOM: {
        "uq_sign_ins_token_hash", "uq_recovery_keys_office_id_public_key", "uq_passkeys_credential_id", "pk_devices", "pk_pairings", "uq_pairings_code",
        "uq_officer_qrs_ref", "uq_badges_code", "uq_badges_token_hash", "uq_guest_book_qrs_token_hash", "uq_visits_office_id_code",
        "uq_complaints_office_id_code", "pk_votes", "pk_comments", "uq_certificates_code", "pk_paper_visits",
        "pk_tablet_codes", "pk_vote_claims", "pk_aside_items", "pk_breaches", "pk_displays", "uq_displays_token_hash", "uq_displays_code",
        "pk_skm_answers",
    },
    ONCE: {
        "uq_offices_code", "pk_installation", "uq_packs_office_id_key", "uq_glossary_terms_office_id_term_key",
        "uq_office_releases_office_id_kind_external_id", "pk_past_codes",
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def october():
    with clock.at(AFTER):
        yield


def test_every_unique_rule_says_what_the_loser_hears_and_is_tried_or_reasoned_away():
    rules = {str(rule.name) for rule in unique_rules(db.metadata)}
    assert rules == set(LOST)
    assert rules == set(RACED) | set(QUIET) | set().union(*SETTLED.values())
    assert len(rules) == len(RACED) + len(QUIET) + sum(map(len, SETTLED.values()))


@pytest.mark.parametrize("rule", RACED)
def test_who_comes_a_moment_later_hears_a_sentence(app, cast, rule):
    table, prepare = RACED[rule]
    act = prepare(cast)
    session().commit()
    try:
        with overtaken(app, act, table):
            act()
    except Taken as error:
        assert error.rule == rule and error.status == 409
        assert sentence(error) == LOST[rule]
    except DomainError as error:
        assert db.engine.dialect.name == "sqlite" or isinstance(error.__cause__, IntegrityError), str(error)
        assert error.status in (404, 409, 422)
    else:
        assert db.engine.dialect.name == "sqlite"  # one after the other: the same again, or the last word


@pytest.mark.parametrize("rule", QUIET)
def test_where_both_are_right_nobody_is_refused(app, cast, rule):
    table, prepare, model = QUIET[rule]
    act = prepare(cast)
    before = session().scalar(select(func.count()).select_from(model))
    session().commit()
    with overtaken(app, act, table):
        act()
    session().rollback()
    assert session().scalar(select(func.count()).select_from(model)) == before + 1


def test_an_agency_has_one_row_however_many_register_it_at_once(app, cast):
    def act() -> object:
        return agency_named(cast.office_id, "Dinas Baru", None)

    session().commit()
    with overtaken(app, act, "agencies"):
        act()
    session().rollback()
    named = select(func.count()).select_from(Agency).where(Agency.name == "Dinas Baru")
    assert session().scalar(named) == 1


def test_two_who_ask_the_same_are_counted_twice(app, cast):
    def act() -> object:
        return keep_question(cast.office_id, "harga cabai di Mars")

    session().commit()
    with overtaken(app, act, "open_questions"):
        act()
    session().rollback()
    assert session().scalar(select(OpenQuestion.asked_count).where(OpenQuestion.text.contains("Mars"))) == 2


def test_the_office_is_configured_after_a_lost_race_as_the_winner_said(app, cast):
    def act() -> object:
        return change_settings(cast.admin, {"voting_days": 5})

    session().commit()
    try:
        with overtaken(app, act, "settings"):
            change_settings(cast.admin2, {"voting_days": 6})
    except Taken:
        assert configuration(cast.office_id).settings.voting_days == 5
    else:
        assert configuration(cast.office_id).settings.voting_days == 6


def test_the_admin_who_opens_a_quarter_a_moment_later_reads_who_was_faster(app, cast, sign_in):
    browser, fields = sign_in("admin"), {"quarter": "{}-Q{}".format(*QUARTER), "line": "desk"}
    session().commit()
    page = browser.get("/admin/penghargaan").page
    token = page.select_one("form [name=csrf_token]")["value"]
    with overtaken(app, lambda: open_period(cast.admin2, *QUARTER, "desk"), "award_periods"):
        answer = browser.post("/admin/penghargaan", data=fields | {"csrf_token": token})
    assert answer.status_code == 409 and "dibuka" in answer.page.get_text()
    session().rollback()
    assert len(periods_of_years(cast.office_id).periods) == 1
