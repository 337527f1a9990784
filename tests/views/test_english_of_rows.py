"""Services, lists and news in English: shipped, written by the admin, and a gap where nobody has."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotAllowed, NotFound
from pstku.officers.operations import desks, roster
from pstku.officers.queries.desks import desk_names
from pstku.officers.rules import DayPlan
from pstku.offices.models import CodeItem, ServiceType
from pstku.offices.operations import code_lists, improvements
from pstku.offices.operations.configuring import change_settings
from pstku.offices.operations.english import LONGEST, name_days_in_english, say_setting_in_english, write_english
from pstku.offices.operations.hours import add_holiday
from pstku.offices.operations.national_days import set_national_days
from pstku.offices.operations.service_types import edit_service_type
from pstku.offices.queries import configuration, guest_rows, national_days
from pstku.offices.rules.calendar import DayOff
from pstku.offices.rules.services import ServiceWords
from pstku.offices.settings import Settings
from tests.factories import make_device

PAGE = "/admin/bahasa-inggris"


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def gaps(cast):
    session().rollback()
    rows = guest_rows(cast.office_id) + desk_names(cast.office_id)
    return [(row.kind, row.field, row.indonesian) for row in rows if row.is_gap]


def item(cast, code="male"):
    wanted = (CodeItem.office_id == cast.office_id, CodeItem.list_code == "sex", CodeItem.code == code)
    return session().scalars(select(CodeItem).where(*wanted).execution_options(populate_existing=True)).one()


def test_an_office_starts_without_a_gap(cast):
    assert gaps(cast) == []
    assert configuration(cast.office_id).services[0].guest_label_en == "Find data"


def test_other_indonesian_words_leave_a_gap_that_the_guest_reads_as_indonesian(cast, tablet):
    code_lists.rename_code_item(cast.admin, item(cast).id, "Pria")
    improvements.add_improvement(cast.admin, "Kursi tunggu ditambah.")
    assert gaps(cast) == [("code_item", "label", "Pria"), ("improvement", "text", "Kursi tunggu ditambah.")]
    english, indonesian = (tablet.get(f"/kiosk/?bahasa={code}").page for code in ("en", "id"))
    assert english.with_text(".tap span", "Pria")["lang"] == "id"
    assert english.with_text(".strip p", "Kursi")["lang"] == "id"
    assert not english.with_text(".tap span", "Female").has_attr("lang")
    assert not indonesian.with_text(".tap span", "Pria").has_attr("lang")


@pytest.mark.both_engines
def test_the_pledge_is_a_gap_until_an_admin_says_it_in_english(cast, sign_in):
    pledge = "Kami sanggup melayani sesuai standar."
    change_settings(cast.admin, {"display_pledge": pledge})
    assert gaps(cast) == [("setting", "display_pledge", pledge)]
    admin = sign_in("admin")
    line = admin.get(PAGE).page.select_one("#kosong tbody tr")
    assert pledge in line.get_text() and "Layar ruang tunggu" in line.get_text()
    told = {one["name"]: one.get("value", "") for one in line.select("input[name]")} | {
        "words": "We keep our standards."
    }
    assert admin.post_form(PAGE, told, page=PAGE).status_code == 303
    assert gaps(cast) == [] and configuration(cast.office_id).settings.display_pledge_en == "We keep our standards."
    with pytest.raises(NotFound):
        say_setting_in_english(cast.admin, "display_voice", "yes")
    with pytest.raises(NotAllowed):
        say_setting_in_english(cast.officer, "display_pledge", "We do.")
    longest = next(one.metadata["longest"] for one in fields(Settings) if one.name == "display_pledge_en")
    assert LONGEST["display_pledge"] == longest


def test_another_standard_is_a_gap_until_an_admin_says_it_in_english(cast):
    service = configuration(cast.office_id).services[0]
    assert service.standard_text_en == "Served within 5 minutes after the guest book"
    words = ServiceWords(**{one.name: getattr(service, one.name) for one in fields(ServiceWords)})
    edit_service_type(cast.admin, service.id, replace(words, standard_text="Paling lama 7 menit"))
    assert gaps(cast) == [("service_type", "standard_text", "Paling lama 7 menit")]
    write_english(cast.admin, "service_type", service.id, "standard_text", "Within 7 minutes")
    assert gaps(cast) == []
    assert configuration(cast.office_id).services[0].standard_text_en == "Within 7 minutes"


@pytest.mark.both_engines
def test_the_admin_fills_a_gap_and_the_tablet_reads_it(cast, client, sign_in):
    code_lists.rename_code_item(cast.admin, item(cast).id, "Pria")
    improvements.add_improvement(cast.admin, "Kursi tunggu ditambah.")
    admin = sign_in("admin")
    page = admin.get(PAGE).page
    lines = page.select("#kosong tbody tr")
    assert [line.select("td")[1].text.strip() for line in lines] == ["Pria", "Kursi tunggu ditambah."]
    assert PAGE in [link["href"] for link in admin.get("/admin/").page.select("a")]
    for line, words in zip(lines, ("Man", "More chairs."), strict=True):
        fields = {field["name"]: field.get("value", "") for field in line.select("input")} | {"words": words}
        assert admin.post(PAGE, data=fields).status_code == 303
    assert gaps(cast) == []
    assert admin.get(PAGE).page.select("#kosong tbody tr") == []
    office = configuration(cast.office_id)
    assert [choice.label_en for choice in office.lists["sex"]] == ["Man", "Female"]
    thanks = client.get("/n/terima-kasih?bahasa=en").page
    assert thanks.select_one(".heard p").text == "More chairs."


@pytest.mark.both_engines
def test_the_same_words_again_keep_their_english(cast):
    code_lists.rename_code_item(cast.admin, item(cast).id, "Laki-laki")
    assert item(cast).label_en == "Male"


@pytest.mark.both_engines
def test_the_tablet_names_a_day_without_service_and_a_desk_in_english(cast, tablet, sign_in):
    anniversary = date(2027, 3, 22)
    desk = desk_names(cast.office_id)[0]
    with clock.at(datetime(2027, 3, 22, 2, tzinfo=UTC)):
        admin = sign_in("admin")
        add_holiday(cast.admin, anniversary, "Hari jadi kota", date(2027, 3, 23))
        desks.edit_desk(cast.admin, desk.id, "Meja depan", True)
        roster.set_roster(cast.admin, {anniversary: DayPlan({desk.id: cast.officer.person_id})})
        assert gaps(cast) == [("holiday", "name", "Hari jadi kota"), ("desk", "name", "Meja depan")]

        def shown() -> list[tuple[str, str]]:
            page = tablet.get("/kiosk/?bahasa=en").page
            hours, place = page.select_one(".strip b.tnum"), page.select_one(".strip .row .soft")
            return [(words.text, words.get("lang")) for words in (hours, place)]

        assert shown() == [("Hari jadi kota", "id"), ("Meja depan", "id")]
        for row, words in (("holiday", "Day of the city"), ("desk", "Front desk")):
            line = next(
                line for line in admin.get(PAGE).page.select("#kosong tbody tr") if line.select_one(f"[value={row}]")
            )
            fields = {field["name"]: field.get("value", "") for field in line.select("input")} | {"words": words}
            assert admin.post(PAGE, data=fields).status_code == 303
        assert gaps(cast) == []
        assert shown() == [("Day of the city", None), ("Front desk", None)]
        assert tablet.get("/kiosk/").page.select_one(".strip b.tnum").text == "Hari jadi kota"


@pytest.mark.both_engines
def test_a_day_keeps_its_english_from_year_to_year_and_a_numbered_desk_has_it(cast):
    new_year = [DayOff(date(year, 1, 1), "Tahun Baru", "libur nasional", "SKB") for year in (2030, 2031)]
    set_national_days(cast.office_id, 2030, new_year[:1], "uji")
    name_days_in_english(cast.admin, "Tahun Baru", "New Year")
    assert not set_national_days(cast.office_id, 2030, new_year[:1], "uji")
    assert set_national_days(cast.office_id, 2031, new_year[1:], "uji")
    add_holiday(cast.admin, date(2032, 1, 1), "Tahun Baru")
    assert {day.name_en for day in national_days(cast.office_id) if day.name == "Tahun Baru"} == {"New Year"}
    assert configuration(cast.office_id).english_of_days["Tahun Baru"] == "New Year"
    desks.add_desk(cast.admin, "Loket 9")
    assert desk_names(cast.office_id)[-1].english == "Counter 9"
    for actor, error in ((cast.officer, NotAllowed), (cast.stranger, NotFound)):
        with pytest.raises(error):
            name_days_in_english(actor, "Tahun Baru", "x")
        with pytest.raises(error):
            desks.name_desk_in_english(actor, desk_names(cast.office_id)[0].id, "x")


@pytest.mark.both_engines
def test_only_an_admin_of_the_office_writes_it(cast):
    service = session().scalars(select(ServiceType).where(ServiceType.office_id == cast.office_id)).first()
    with pytest.raises(NotAllowed):
        write_english(cast.officer, "service_type", service.id, "guest_label", "Data")
    with pytest.raises(NotFound):
        write_english(cast.stranger, "service_type", service.id, "guest_label", "Data")
    for kind, field in (("service_type", "name"), ("person", "name"), ("code_item", "text")):
        with pytest.raises(NotFound):
            write_english(cast.admin, kind, service.id, field, "Data")


@pytest.mark.both_engines
@pytest.mark.parametrize("number", ["9" * 30, "-1", str(2**31)])
def test_an_id_no_row_can_have_is_not_found(cast, sign_in, number):
    for kind in ("service_type", "desk"):
        told = {"kind": kind, "id": number, "field": "guest_label", "words": "Data"}
        assert sign_in("admin").post_form(PAGE, told, page=PAGE).status_code == 404
