"""What an admin changes of the office: services, lists, hours, settings, improvements."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.offices.operations import code_lists, configuring, hours, improvements, service_types, special_hours
from pstku.offices.operations.national_days import set_national_days
from pstku.offices.queries import Hours, code_items, configuration, days_off, latest_improvement
from pstku.offices.queries import improvements as all_improvements
from pstku.offices.rules.calendar import DayOff, add_working_days, hours_of
from pstku.offices.rules.services import ServiceWords

WORDS = ServiceWords(
    name="Konsultasi peta",
    guest_label="Tanya peta",
    guest_hint="",
    icon="globe",
    queue_letter="b",
    destination="Petugas",
    standard_minutes=15,
    standard_text="Paling lama 15 menit",
    fee="Gratis",
    counts_as="pst",
    seeks_data=True,
    is_complaint=False,
    is_example=False,
    is_active=True,
)


def service(cast, code):
    return next(item for item in configuration(cast.office_id).services if item.code == code)


def test_a_new_service_is_the_last_card_and_every_worker_sees_it(cast):
    before = configuration(cast.office_id)
    service_types.add_service_type(cast.admin, WORDS)
    after = configuration(cast.office_id)
    assert after.version > before.version
    assert (after.services[-1].guest_label, after.services[-1].queue_letter) == ("Tanya peta", "B")
    assert after.services[-1].code == "konsultasi_peta"


def test_two_services_of_one_name_have_different_codes(cast):
    for _ in range(2):
        service_types.add_service_type(cast.admin, replace(WORDS, queue_letter="A"))
    assert {"konsultasi_peta", "konsultasi_peta_2"} <= {s.code for s in configuration(cast.office_id).services}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("queue_letter", "AB"),
        ("queue_letter", "1"),
        ("counts_as", "lain"),
        ("standard_minutes", 0),
        ("name", " "),
        ("guest_label", ""),
    ],
)
def test_an_unfit_service_is_refused_beside_its_field(cast, field, value):
    with pytest.raises(InvalidInput) as refusal:
        service_types.add_service_type(cast.admin, replace(WORDS, **{field: value}))
    assert refusal.value.field == field


def test_an_edited_service_keeps_its_code(cast):
    old = service(cast, "konsultasi")
    service_types.edit_service_type(cast.admin, old.id, WORDS)
    assert service(cast, "konsultasi").guest_label == "Tanya peta"


def test_the_last_service_stays_on_the_tablet(cast):
    shown, hidden = configuration(cast.office_id).active_services(), replace(WORDS, queue_letter="A", is_active=False)
    for item in shown[:-1]:
        service_types.edit_service_type(cast.admin, item.id, hidden)
    with pytest.raises(InvalidInput):
        service_types.edit_service_type(cast.admin, shown[-1].id, hidden)


def test_services_move_one_place_and_stop_at_the_ends(cast):
    codes = [s.code for s in configuration(cast.office_id).services]
    first, second = service(cast, codes[0]), service(cast, codes[1])
    service_types.move_service_type(cast.admin, first.id, up=True)
    assert [s.code for s in configuration(cast.office_id).services] == codes
    service_types.move_service_type(cast.admin, second.id, up=True)
    assert [s.code for s in configuration(cast.office_id).services][:2] == [codes[1], codes[0]]


def test_a_retired_value_stays_readable_but_is_no_longer_offered(cast):
    item = code_items(cast.office_id, "education")[0]
    code_lists.set_code_item_active(cast.admin, item.id, False)
    office = configuration(cast.office_id)
    assert item.code not in [code for code, _ in office.choices("education")]
    assert office.label("education", item.code) == item.label
    code_lists.set_code_item_active(cast.admin, item.id, True)
    assert item.code in [code for code, _ in configuration(cast.office_id).choices("education")]


def test_renaming_keeps_the_code_and_refuses_a_repeat(cast):
    first, second, *_ = code_items(cast.office_id, "education")
    code_lists.rename_code_item(cast.admin, first.id, "Sampai SMA")
    assert configuration(cast.office_id).label("education", first.code) == "Sampai SMA"
    with pytest.raises(InvalidInput):
        code_lists.rename_code_item(cast.admin, second.id, "sampai  sma")


def test_new_values_get_codes_of_their_own_and_lists_are_not_invented(cast):
    code_lists.add_code_item(cast.admin, "education", "Pesantren")
    assert code_items(cast.office_id, "education")[-1].code == "pesantren"
    with pytest.raises(InvalidInput):
        code_lists.add_code_item(cast.admin, "education", "PESANTREN")
    with pytest.raises(NotFound):
        code_lists.add_code_item(cast.admin, "zodiac", "Aries")


def test_a_list_never_becomes_empty(cast):
    male, female = code_items(cast.office_id, "sex")
    code_lists.set_code_item_active(cast.admin, male.id, False)
    with pytest.raises(Conflict):
        code_lists.set_code_item_active(cast.admin, female.id, False)


def test_values_move_within_their_list(cast):
    codes = [item.code for item in code_items(cast.office_id, "purpose")]
    code_lists.move_code_item(cast.admin, code_items(cast.office_id, "purpose")[0].id, up=False)
    assert [item.code for item in code_items(cast.office_id, "purpose")][:2] == [codes[1], codes[0]]


def test_hours_replace_the_whole_week(cast):
    week = [Hours(4, time(8), time(16), time(11, 30), time(13, 30))]
    hours.set_opening_hours(cast.admin, week)
    assert list(configuration(cast.office_id).hours) == week


@pytest.mark.parametrize(
    "wrong",
    [
        Hours(0, time(16), time(8), None, None),
        Hours(0, time(8), time(16), time(11), None),
        Hours(0, time(8), time(16), time(15), time(17)),
        Hours(0, time(8), time(16), time(13), time(12)),
    ],
)
def test_hours_out_of_order_are_refused_by_day(cast, wrong):
    with pytest.raises(InvalidInput) as refusal:
        hours.set_opening_hours(cast.admin, [wrong])
    assert refusal.value.field == "day_0"


def test_a_holiday_can_be_named_again_and_removed(cast):
    day = date(2027, 3, 20)
    hours.add_holiday(cast.admin, day, "Idulfitri")
    hours.add_holiday(cast.admin, day, "Idulfitri 1448")
    assert configuration(cast.office_id).holidays[day] == "Idulfitri 1448"
    hours.remove_holiday(cast.admin, day)
    assert day not in configuration(cast.office_id).holidays
    with pytest.raises(NotFound):
        hours.remove_holiday(cast.admin, day)


def test_settings_change_and_go_back_to_their_default(cast):
    assert configuring.change_settings(cast.admin, {"mode": "queue", "ring_minutes": 3}) == ["mode"]
    assert configuration(cast.office_id).settings.mode == "queue"
    assert configuring.change_settings(cast.admin, {"mode": "queue"}) == []
    configuring.change_settings(cast.admin, {"mode": "quiet"})
    assert configuration(cast.office_id).settings.mode == "quiet"


@pytest.mark.parametrize(
    ("name", "value"),
    [("mode", "loud"), ("ring_minutes", 0), ("ring_minutes", "3"), ("complaint_days", 61)],
)
def test_a_setting_outside_its_limits_changes_nothing(cast, name, value):
    with pytest.raises(InvalidInput) as refusal:
        configuring.change_settings(cast.admin, {"voting_days": 5, name: value})
    assert refusal.value.field == name
    assert configuration(cast.office_id).settings.voting_days == 7


def test_settings_of_one_office_leave_the_other_alone(cast):
    configuring.change_settings(cast.admin, {"mode": "queue"})
    assert configuration(cast.other_office_id).settings.mode == "quiet"


def test_the_profile_keeps_no_empty_line(cast):
    office = configuration(cast.office_id)
    profile = {name: getattr(office, name) for name in configuring.EDITABLE_PROFILE}
    configuring.change_profile(cast.admin, profile | {"address": "Jalan Baru 1"})
    assert configuration(cast.office_id).address == "Jalan Baru 1"
    with pytest.raises(InvalidInput):
        configuring.change_profile(cast.admin, profile | {"address": " "})


def test_the_newest_shown_improvement_stands_on_the_tablet(cast):
    improvements.add_improvement(cast.head, "Kursi ditambah.")
    improvements.add_improvement(cast.admin, "Colokan ditambah.")
    assert latest_improvement(cast.office_id) == ("Colokan ditambah.", "")
    newest = all_improvements(cast.office_id)[0]
    improvements.set_improvement_shown(cast.admin, newest.id, False)
    assert latest_improvement(cast.office_id) == ("Kursi ditambah.", "")
    improvements.remove_improvement(cast.admin, newest.id)
    assert [item.text for item in all_improvements(cast.office_id)] == ["Kursi ditambah."]


def test_only_an_admin_changes_the_office(cast):
    item = code_items(cast.office_id, "sex")[0]
    for act in (
        lambda: service_types.add_service_type(cast.head, WORDS),
        lambda: service_types.move_service_type(cast.officer, service(cast, "konsultasi").id, True),
        lambda: code_lists.rename_code_item(cast.editor, item.id, "Pria"),
        lambda: hours.set_opening_hours(cast.officer, []),
        lambda: configuring.change_settings(cast.head, {"mode": "queue"}),
        lambda: improvements.add_improvement(cast.officer, "Saya hebat"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_rows_of_another_office_are_not_found(cast):
    mine, item = service(cast, "konsultasi"), code_items(cast.office_id, "sex")[0]
    improvements.add_improvement(cast.admin, "Kursi ditambah.")
    told = all_improvements(cast.office_id)[0]
    for act in (
        lambda: service_types.edit_service_type(cast.stranger, mine.id, WORDS),
        lambda: service_types.move_service_type(cast.stranger, mine.id, True),
        lambda: code_lists.rename_code_item(cast.stranger, item.id, "Pria"),
        lambda: code_lists.set_code_item_active(cast.stranger, item.id, False),
        lambda: improvements.set_improvement_shown(cast.stranger, told.id, False),
        lambda: improvements.remove_improvement(cast.stranger, told.id),
    ):
        with pytest.raises(NotFound):
            act()


# ---- the one calendar ----


def test_the_pack_brings_national_days_with_their_decree(cast):
    office = configuration(cast.office_id)
    counted = [sum(day.on.year == year for day in days_off(cast.office_id)) for year in (2025, 2026, 2027)]
    assert counted == [28, 25, 26]
    eve = next(day for day in days_off(cast.office_id) if day.on == date(2026, 12, 24))
    assert (eve.kind, eve.is_own, eve.is_estimate) == ("cuti bersama", False, False)
    assert "1497/2025" in eve.decree
    assert not office.works_on(date(2026, 12, 24))
    assert [day.on for day in days_off(cast.office_id) if day.is_estimate] == [
        date(2027, 3, 10), date(2027, 3, 11), date(2027, 5, 17),
    ]  # fmt: skip


def test_objections_announced_before_ascension_end_a_working_day_later(cast):
    assert add_working_days(date(2027, 5, 4), 7, configuration(cast.office_id).calendar) == date(2027, 5, 14)


def test_a_national_day_can_be_kept_open_and_given_back(cast):
    eve = date(2026, 12, 24)
    hours.add_holiday(cast.admin, eve, "Tetap melayani", is_open=True)
    assert configuration(cast.office_id).works_on(eve)
    hours.remove_holiday(cast.admin, eve)
    assert not configuration(cast.office_id).works_on(eve)


def test_a_range_is_closed_changed_in_part_and_forgotten(cast):
    first, last = date(2027, 4, 5), date(2027, 4, 9)
    hours.add_holiday(cast.admin, first, "Pindah gedung", last)
    hours.add_holiday(cast.admin, last, "Peresmian")
    closed = configuration(cast.office_id).holidays
    assert [closed[first + timedelta(days=n)] for n in range(5)] == ["Pindah gedung"] * 4 + ["Peresmian"]
    hours.remove_holiday(cast.admin, first, last)
    assert configuration(cast.office_id).works_on(first)
    for start, end in ((last, first), (first, first + timedelta(days=400))):
        with pytest.raises(InvalidInput):
            hours.add_holiday(cast.admin, start, "Terbalik", end)


def test_what_an_admin_said_stays_when_the_pack_tells_the_year_anew(cast):
    eve = date(2026, 12, 24)
    hours.add_holiday(cast.admin, eve, "Tetap melayani", is_open=True)
    one = [DayOff(eve, "Cuti bersama", "cuti bersama", "SKB", False)]
    assert set_national_days(cast.office_id, 2026, one, "uji")
    assert not set_national_days(cast.office_id, 2026, one, "uji")
    office = configuration(cast.office_id)
    assert office.works_on(eve) and office.works_on(date(2026, 12, 25)) and not office.works_on(date(2027, 1, 1))


def test_a_stretch_has_hours_of_its_own_and_never_overlaps_another(cast):
    first, last = date(2027, 2, 8), date(2027, 3, 9)
    week = [Hours(day, time(8), time(15), None, None) for day in range(5)]
    special_hours.set_special_hours(cast.admin, first, last, "Ramadan", week)
    monday = date(2027, 2, 8)
    assert hours_of(monday, configuration(cast.office_id).calendar).closes == time(15)
    with pytest.raises(InvalidInput, match="Ramadan"):
        special_hours.set_special_hours(cast.admin, last, last + timedelta(days=3), "Syawal", week)
    special_hours.set_special_hours(cast.admin, first, last - timedelta(days=1), "Puasa", week[:4], instead_of=first)
    assert [(p.name, p.last, len(p.week)) for p in configuration(cast.office_id).hours_periods] == [
        ("Puasa", last - timedelta(days=1), 4)
    ]
    special_hours.remove_special_hours(cast.admin, first)
    assert configuration(cast.office_id).hours_periods == ()
    with pytest.raises(NotFound):
        special_hours.remove_special_hours(cast.admin, first)
