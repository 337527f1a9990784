"""Services, lists and news in English: shipped, written by the admin, and a gap where nobody has."""

import pytest
from sqlalchemy import select

from pstku.core.db import session
from pstku.core.errors import NotAllowed, NotFound
from pstku.offices.models import CodeItem, ServiceType
from pstku.offices.operations import code_lists, improvements
from pstku.offices.operations.english import write_english
from pstku.offices.queries import configuration, guest_rows
from tests.factories import make_device

PAGE = "/admin/bahasa-inggris"


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def gaps(cast):
    session().rollback()
    return [(row.kind, row.field, row.indonesian) for row in guest_rows(cast.office_id) if row.is_gap]


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


def test_the_same_words_again_keep_their_english(cast):
    code_lists.rename_code_item(cast.admin, item(cast).id, "Laki-laki")
    assert item(cast).label_en == "Male"


def test_only_an_admin_of_the_office_writes_it(cast):
    service = session().scalars(select(ServiceType).where(ServiceType.office_id == cast.office_id)).first()
    with pytest.raises(NotAllowed):
        write_english(cast.officer, "service_type", service.id, "guest_label", "Data")
    with pytest.raises(NotFound):
        write_english(cast.stranger, "service_type", service.id, "guest_label", "Data")
    for kind, field in (("service_type", "name"), ("person", "name"), ("code_item", "text")):
        with pytest.raises(NotFound):
            write_english(cast.admin, kind, service.id, field, "Data")
