"""A guest asks about their data while an entry from their phone still waits: it is found, given out and deleted."""

import json

import pytest
from sqlalchemy import select

from pstku.arrivals.operations.personal import (
    erase_entry,
    erase_person,
    export_entry,
    export_person,
    find_people,
)
from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.contact import normal_phone
from pstku.core.db import session
from pstku.core.errors import NotAllowed, NotFound
from pstku.core.vault import blind_index, seal
from tests.arrivals import CLOSED, OPEN, kept, qr_token, send
from tests.factories import make_guest, make_visit
from tests.people import PASSWORD

PHONE = "081234567890"


@pytest.fixture(autouse=True)
def _at_the_counter():
    with clock.at(OPEN):
        yield


@pytest.fixture
def waiting(app, cast):
    """One entry with a number, and somebody else's without."""
    token = qr_token(cast)
    return {
        "Budi Santoso": send(cast, token, name="Budi Santoso", phone=PHONE, consents=("follow_up",)),
        "Siti Rahma": send(cast, token, name="Siti Rahma"),
    }


def test_an_entry_is_found_by_number_and_by_part_of_the_name_by_an_admin_alone(cast, waiting):
    for sought, names in (("0812-3456-7890", ["Budi Santoso"]), ("rahm", ["Siti Rahma"]), ("Yusran", [])):
        assert [sent.entry.name for sent in find_people(cast.admin, sought)[1]] == names, sought
    assert find_people(cast.stranger, "budi")[1] == []
    for act in (find_people, export_entry, erase_entry):
        with pytest.raises(NotAllowed):
            act(cast.officer, "budi" if act is find_people else waiting["Siti Rahma"])
    said = " ".join(str(row.detail) for row in session().scalars(select(AuditEntry)))
    assert str(waiting["Budi Santoso"]) in said and "Budi" not in said


def test_what_is_known_of_a_guest_holds_what_they_sent_from_their_phone(cast, waiting):
    sealed = {
        "phone_sealed": seal(normal_phone(PHONE)),
        "phone_index": blind_index(cast.office_id, normal_phone(PHONE)),
    }
    guest = make_guest(cast.office_id, name="Budi S", **sealed)
    make_visit(cast.office_id, state="done", guest=guest)
    told = export_person(cast.admin, guest.id)
    assert [sent["name"] for sent in told["arrivals"]] == ["Budi Santoso"]
    erase_person(cast.admin, guest.id)
    assert [one.id for one in kept()] == [waiting["Siti Rahma"]]
    with pytest.raises(NotFound):
        export_person(cast.admin, guest.id)


def test_an_entry_that_outlived_its_day_is_found_until_the_night(cast, waiting):
    with clock.at(CLOSED):
        assert [sent.entry.name for sent in find_people(cast.admin, "siti")[1]] == ["Siti Rahma"]


def test_an_admin_gives_one_out_and_deletes_it_on_screen(cast, waiting, sign_in):
    admin, entry_id = sign_in("admin"), waiting["Siti Rahma"]
    found = admin.post_form("/admin/data-pribadi", {"sought": "siti", "password": PASSWORD}).page
    assert "Isian dari HP, belum dikonfirmasi petugas" in found.select_one(f"#isian-{entry_id}").parent.get_text()
    path, proof = f"/admin/data-pribadi/isian/{entry_id}", {"password": PASSWORD}
    refused = admin.post_form(f"{path}/hapus", {"password": "salah"}, page="/admin/data-pribadi")
    assert refused.status_code == 422 and "Siti" not in refused.page.get_text()
    told = admin.post_form(f"{path}/ekspor", proof, page="/admin/data-pribadi")
    assert json.loads(told.data)["name"] == "Siti Rahma" and "attachment" in told.headers["Content-Disposition"]
    assert admin.post_form(f"{path}/hapus", proof, page="/admin/data-pribadi").status_code == 303
    assert admin.post_form(f"{path}/hapus", proof, page="/admin/data-pribadi").status_code == 404
    assert entry_id not in [one.id for one in kept()]
