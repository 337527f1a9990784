"""Isi buku tamu: one visit per id, one number per guest, and nothing of another office."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.tokens import CODE_ALPHABET, uuid7
from pstku.core.vault import blind_index, unseal
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Agency, Consent, Guest, QueueCounter, Visit, VisitEvent, VisitService
from pstku.guestbook.operations import registering
from pstku.guestbook.operations.recognising import recognise_guest
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration

TABLET = Origin(channel="tablet")
MORNING = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)  # 09.41 WITA


def entry(office_id: int, code: str = "konsultasi", **fields) -> Entry:
    service = next(item for item in configuration(office_id).services if item.code == code)
    return Entry(service_id=service.id, **({"name": "Rahmawati"} | fields))


def register(cast, visit_id=None, origin=TABLET, **fields):
    return register_visit(cast.office_id, visit_id or uuid7(), entry(cast.office_id, **fields), origin)


def count(model) -> int:
    session().rollback()  # see what other threads wrote meanwhile
    return session().query(model).count()


def test_a_guest_gets_the_next_number_of_the_day_and_a_code_of_the_alphabet(app, cast):
    with clock.at(MORNING):
        first, second = register(cast), register(cast, name="Budi")
    assert (first.letter, first.number, second.number) == ("A", 1, 2)
    assert len(first.code) == 4 and set(first.code) <= set(CODE_ALPHABET)
    visit = session().get(Visit, first.visit_id)
    assert (visit.state, visit.channel, visit.day.isoformat()) == ("waiting", "tablet", "2026-11-23")
    assert session().get(Guest, visit.guest_id).name == "Rahmawati"


def test_the_day_is_the_offices_day_and_numbers_begin_again(app, cast):
    with clock.at(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)):
        assert register(cast).day.isoformat() == "2026-11-23"
    with clock.at(datetime(2026, 11, 23, 16, 1, tzinfo=UTC)):  # past midnight in Gorontalo
        following = register(cast)
    assert (following.day.isoformat(), following.number) == ("2026-11-24", 1)


def test_the_same_request_again_is_the_same_visit_and_takes_no_number(app, cast):
    visit_id = uuid7()
    answers = {register(cast, visit_id).code for _ in range(3)}
    assert len(answers) == 1
    assert count(Visit) == 1
    assert session().query(QueueCounter).one().last_number == 1


def test_a_repeat_inside_a_larger_act_leaves_no_guest_and_no_number_behind(app, cast):
    visit_id = uuid7()
    register(cast, visit_id)
    with atomic():
        assert register(cast, visit_id).is_repeat
    assert (count(Visit), count(Guest)) == (1, 1)
    assert session().query(QueueCounter).one().last_number == 1


def test_the_same_id_with_another_entry_is_refused_and_changes_nothing(app, cast):
    visit_id = uuid7()
    register(cast, visit_id)
    with pytest.raises(Conflict):
        register(cast, visit_id, name="Orang Lain")
    assert session().query(Guest).one().name == "Rahmawati"


def test_an_id_known_in_another_office_is_refused(app, cast):
    visit_id = uuid7()
    register(cast, visit_id)
    with pytest.raises(Conflict):
        register_visit(cast.other_office_id, visit_id, entry(cast.other_office_id), TABLET)


def test_a_service_of_another_office_does_not_exist(app, cast):
    with pytest.raises(InvalidInput, match="Pilih layanan lain"):
        register_visit(cast.office_id, uuid7(), entry(cast.other_office_id), TABLET)
    assert count(Visit) == 0


@pytest.mark.parametrize("name", ["", " ", "B", "\u202e\u200f"])
def test_a_name_has_two_letters_unless_the_guest_is_a_child(app, cast, name):
    with pytest.raises(InvalidInput) as refusal:
        register(cast, name=name)
    assert refusal.value.field == "name"
    register(cast, name="", is_minor=True, age_group="under_17", phone="081234567890", consents=("follow_up",))
    guest = session().query(Guest).one()
    assert (guest.is_minor, guest.name, guest.phone_sealed) == (True, None, None)
    assert count(Consent) == 0


def test_a_child_who_only_tapped_the_age_gives_no_phone_number_either(app, cast):
    register(cast, name="Ani", age_group="under_17", phone="081234567890")
    guest = session().query(Guest).one()
    assert (guest.is_minor, guest.phone_sealed) == (True, None)


def test_a_phone_number_is_kept_sealed_and_found_by_its_index(app, cast):
    register(cast, phone="0812 3456 7890", consents=("follow_up", "rating_invitation", "something_else"))
    guest = session().query(Guest).one()
    assert b"81234567890" not in guest.phone_sealed
    assert unseal(guest.phone_sealed) == "+6281234567890"
    assert guest.phone_index == blind_index(cast.office_id, "+6281234567890")
    assert {consent.purpose for consent in guest.consents} == {"follow_up", "rating_invitation"}
    assert all(consent.notice_version and consent.source == "tablet" for consent in guest.consents)


def test_consent_without_any_contact_is_no_consent(app, cast):
    register(cast, consents=("follow_up",))
    assert count(Consent) == 0


def test_one_agency_has_one_row_however_it_is_spelled_and_a_merged_one_leads_on(app, cast):
    register(cast, agency="Univ. Negeri Gorontalo", agency_category="research_education")
    register(cast, agency="UNIV NEGERI  gorontalo")
    first = session().query(Agency).one()
    with atomic() as s:
        target = Agency(office_id=cast.office_id, name="UNG", name_key="ung")
        s.add(target)
        s.flush()
        s.get_one(Agency, first.id).merged_into_id = target.id
    merged = register(cast, agency="univ negeri gorontalo")
    assert session().get(Visit, merged.visit_id).agency_id == target.id


def test_a_further_service_is_kept_once_and_never_the_first_one_again(app, cast):
    office = configuration(cast.office_id)
    first, other = office.services[1].id, office.services[2].id
    register(cast, more_service_ids=(other, other, first))
    assert [row.service_type_id for row in session().query(VisitService)] == [other]


def test_a_value_that_is_not_on_the_list_is_refused(app, cast):
    with pytest.raises(InvalidInput) as refusal:
        register(cast, education="s9")
    assert refusal.value.field == "education"


def test_a_group_cannot_hold_more_men_and_women_than_people(app, cast):
    with pytest.raises(InvalidInput):
        register(cast, party_size=3, party_male=2, party_female=2)
    with pytest.raises(InvalidInput):
        register(cast, party_size=0)


def test_the_servers_clock_decides_and_a_wrong_tablet_clock_is_flagged(app, cast):
    with clock.at(MORNING):
        ahead = MORNING + timedelta(days=2)
        wrong = register(cast, origin=Origin(channel="tablet", written_at=ahead, sent_at=ahead))
        right = register(cast, origin=Origin(channel="tablet", sent_at=MORNING + timedelta(minutes=4)))
    visit = session().get(Visit, wrong.visit_id)
    assert (visit.created_at, visit.client_created_at, visit.day) == (MORNING, ahead, right.day)
    flagged = session().query(VisitEvent).filter_by(kind="flagged").all()
    assert [(event.visit_id, event.note) for event in flagged] == [(wrong.visit_id, "clock_skew")]


def test_a_staff_phone_number_given_as_a_guests_is_flagged(app, cast):
    from pstku.accounts.models import Person

    with atomic() as s:
        person = s.get_one(Person, cast.officer.person_id)
        person.phone_index = blind_index(cast.office_id, "+6281234567890")
    register(cast, phone="081234567890", consents=("follow_up",))
    assert session().query(VisitEvent).filter_by(kind="flagged").one().note == "staff_phone"


def test_a_returning_guest_tells_nothing_twice(app, cast):
    told = {"education": "s2", "occupation": "researcher", "agency": "UNG", "name": "Budi Santoso"}
    register(cast, phone="081234567890", consents=("recognition",), **told)
    known = recognise_guest(cast.office_id, "+62 812-3456-7890", tried_by="tablet")
    assert (known.name, known.phone) == ("Budi S•••••", "••••7890")
    again = register(cast, name="", returning=known.token, education="s3")
    visit = session().get(Visit, again.visit_id)
    assert count(Guest) == 1
    assert (visit.education, visit.occupation, visit.agency_id is not None) == ("s3", "researcher", True)


def test_a_token_of_a_guest_ends_after_a_quarter_of_an_hour(app, cast):
    with clock.at(MORNING):
        register(cast, phone="081234567890", name="Budi Santoso", consents=("recognition",))
        known = recognise_guest(cast.office_id, "081234567890", tried_by="tablet")
    with clock.at(MORNING + timedelta(minutes=16)), pytest.raises(InvalidInput):
        register(cast, name="", returning=known.token)


def test_a_code_that_is_taken_is_drawn_again(app, cast, monkeypatch):
    drawn = iter(["C7QF", "C7QF", "2345"])
    monkeypatch.setattr(registering, "draw_code", lambda: next(drawn))
    assert [register(cast).code, register(cast).code] == ["C7QF", "2345"]


def in_threads(app, work, threads: int = 4) -> list[BaseException]:
    faults: list[BaseException] = []

    def run(number: int) -> None:
        with app.app_context():
            try:
                work(number)
            except BaseException as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    running = [Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return faults


def test_four_guests_at_once_never_share_a_number(app, cast):
    each = 25

    def enter(number: int) -> None:
        for turn in range(each):
            register(cast, name=f"Tamu {number} {turn}")

    assert in_threads(app, enter) == []
    session().rollback()
    numbers = sorted(number for (number,) in session().query(Visit.number))
    assert numbers == list(range(1, 4 * each + 1))
    assert len({code for (code,) in session().query(Visit.code)}) == 4 * each


def test_one_entry_sent_four_times_at_once_is_one_visit(app, cast):
    for _ in range(5):
        visit_id, told, answers = uuid7(), entry(cast.office_id), []
        work = lambda _n, v=visit_id, t=told, a=answers: a.append(register_visit(cast.office_id, v, t, TABLET))  # noqa: E731
        assert in_threads(app, work) == []
        assert len({(answer.number, answer.code) for answer in answers}) == 1
        assert sorted(answer.is_repeat for answer in answers) == [False, True, True, True]
    assert count(Visit) == 5


def test_without_the_counter_four_guests_at_once_do_share_numbers(app, cast, monkeypatch):
    """The twin of the test above: reading the last number and adding one is not enough."""
    from sqlalchemy import func, select

    def read_then_add(office_id, day, letter):
        return (session().scalar(select(func.max(Visit.number)).where(Visit.office_id == office_id)) or 0) + 1

    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        pytest.skip("SQLite lets one writer in at a time, so the race cannot be shown there")
    monkeypatch.setattr(registering, "take_number", read_then_add)
    faults = in_threads(app, lambda n: [register(cast, name=f"Tamu {n} {t}") for t in range(25)])
    assert faults, "the constraint must have refused a shared number"


def test_a_number_for_which_nothing_was_ticked_is_not_kept(app, cast):
    register(cast, phone="081234567890", email="budi@contoh.id")
    guest = session().query(Guest).one()
    assert (guest.phone_sealed, guest.phone_index, guest.email_sealed, guest.email_index) == (None, None, None, None)
    assert session().query(Consent).count() == 0


def test_what_a_returning_guest_agrees_to_now_is_kept(app, cast):
    register(cast, phone="081234567890", consents=("recognition",))
    known = recognise_guest(cast.office_id, "081234567890", tried_by="tablet")
    register(cast, name="", returning=known.token, consents=("follow_up", "recognition"))
    assert sorted(row.purpose for row in session().query(Consent)) == ["follow_up", "recognition"]
    known = recognise_guest(cast.office_id, "081234567890", tried_by="tablet")
    register(cast, name="", returning=known.token, phone="0813 1111 2222", consents=("follow_up",))
    guest = session().query(Guest).one()
    assert unseal(guest.phone_sealed) == "+6281311112222"
    assert session().query(Consent).count() == 2


def test_a_returning_guest_without_a_way_to_reach_them_agrees_to_nothing(app, cast):
    register(cast)
    code = session().query(Visit.code).scalar()
    known = recognise_guest(cast.office_id, code, tried_by="tablet")
    register(cast, name="", returning=known.token, consents=("follow_up",))
    assert session().query(Consent).count() == 0


def test_which_help_a_guest_needs_is_never_kept(app, cast):
    register(cast, needs_help=True, help_note="kursi roda")
    visit = session().query(Visit).one()
    assert (visit.needs_help, visit.help_note) == (True, "")


def test_no_card_number_reaches_the_book(app, cast):
    number = "7571010101010007"
    register(
        cast,
        name=f"Ani / NIK {number}",
        agency=f"UNG {number}",
        help_note=f"kartu 7571 0101 0101 0007 {number}",
        question=f"apakah NIK {number} terdaftar?",
    )
    guest, visit, agency = session().query(Guest).one(), session().query(Visit).one(), session().query(Agency).one()
    assert (guest.name, agency.name) == ("Ani", "UNG (nomor dihapus)")
    assert visit.question == "apakah NIK (nomor dihapus) terdaftar?"
    assert "7571" not in visit.help_note + agency.name_key


@pytest.mark.parametrize("typed", ["tidak ada", "-", "Tdk ada", "Umum", " . "])
def test_saying_that_there_is_no_agency_makes_none(app, cast, typed):
    register(cast, agency=typed)
    assert session().query(Agency).count() == 0


def purpose_of(registered) -> str | None:
    return session().get(Visit, registered.visit_id).purpose


def test_what_data_are_for_is_kept_of_whom_it_is_asked(app, cast):
    first = register(cast, purpose="study", phone="081234561234", consents=("recognition",))
    assert purpose_of(first) == "study"
    known = recognise_guest(cast.office_id, "081234561234", tried_by="tablet")
    for code in ("konsultasi_dtsen", "rekomendasi", "lainnya"):
        assert purpose_of(register(cast, code=code, purpose="study")) is None
        assert purpose_of(register(cast, code=code, name="", returning=known.token)) is None
    sought = entry(cast.office_id).service_id
    both = register(cast, code="konsultasi_dtsen", more_service_ids=(sought,), purpose="study")
    assert purpose_of(both) == "study"
    typed = register(cast, code="lainnya", purpose="study", origin=Origin(channel="desk", actor=cast.officer))
    assert purpose_of(typed) == "study"  # an officer who writes it down knows it
