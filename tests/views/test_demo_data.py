"""Data contoh: counted on the page, taken away by an admin who stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from pstku.accounts.models import Person
from pstku.audit.queries import entries
from pstku.backups.models import RecoveryKey
from pstku.backups.queries import recovery_keys
from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.operations.handling import assign_complaint
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.demo.removal import demo_rows, remove_demo_as
from pstku.guestbook.models import Visit
from pstku.practice.models import CompetenceRound
from tests.factories import make_visit, make_vote
from tests.people import PASSWORD


def mark_as_demo(*person_ids: int) -> None:
    with atomic() as s:
        s.execute(update(Person).where(Person.id.in_(person_ids)).values(is_demo=True))


def test_an_admin_sees_the_count_and_takes_everything_away(cast, sign_in):
    admin = sign_in("admin")
    assert "/admin/contoh" not in str(admin.get("/admin/").page)
    assert "Tidak ada data contoh" in admin.get("/admin/contoh").page.select_one("main").get_text()
    mark_as_demo(cast.officer2.person_id)
    kept = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
    gone = make_visit(cast.office_id, state="done", officer_id=cast.officer2.person_id)
    make_vote(gone)
    assert admin.get("/admin/").page.select_one('a[href="/admin/contoh"]')
    page = admin.get("/admin/contoh").page
    cells = [cell.get_text(strip=True) for cell in page.select("td.n")]
    assert cells[:3] == ["1", "1", "1"] and "1 kunjungan tamu sungguhan" in page.select_one("main").get_text()
    total = demo_rows(cast.office_id).total
    assert cells[-1] == str(total)
    with clock.at(clock.now() + timedelta(minutes=6)):  # the password of the sign-in counts for five
        refused = admin.post_form("/admin/contoh/hapus", {"password": "bukan ini"}, page="/admin/contoh")
    assert refused.status_code == 422 and session().get(Visit, gone.id, populate_existing=True)
    done = admin.post_form("/admin/contoh/hapus", {"password": PASSWORD}, page="/admin/contoh")
    assert done.status_code == 303
    session().expire_all()
    assert list(session().scalars(select(Visit.id))) == [kept.id]
    assert session().get(Person, cast.officer2.person_id) is None
    [said] = [entry for entry in entries(cast.office_id) if entry.action == "remove_demo"]
    assert (said.actor_id, said.detail["rows"]) == (cast.admin.person_id, total)


def test_who_is_demo_would_go_too_and_is_sent_to_make_an_own_admin(cast, sign_in):
    mark_as_demo(cast.admin.person_id)
    admin = sign_in("admin")
    page = admin.get("/admin/contoh").page
    assert page.select_one('a[href="/admin/pegawai/tambah"]') and not page.select_one(
        'form[action="/admin/contoh/hapus"]'
    )
    assert admin.post("/admin/contoh/hapus", data={"password": PASSWORD}).status_code in (400, 403)
    assert session().get(Person, cast.admin.person_id)


@pytest.mark.both_engines
def test_what_real_people_and_the_office_own_stays_though_a_demo_person_had_a_hand_in_it(cast):
    now, complaint_id = clock.now(), uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak di tempat.")
    assign_complaint(cast.admin2, complaint_id, handler_id=cast.admin.person_id, kind="plain")
    key = {"kept_at": "brankas", "public_key": "age1", "checks": [], "made_at": now, "made_by_id": cast.admin.person_id}
    asked = {"title": "November", "items": [], "target": 85, "opened_at": now, "opened_by_id": cast.head.person_id}
    with atomic() as s:
        s.add(RecoveryKey(office_id=cast.office_id, **key))
        closed = {"closed_at": now, "closed_by_id": cast.admin.person_id}
        s.add(CompetenceRound(office_id=cast.office_id, **asked, **closed))
    mark_as_demo(cast.admin.person_id)
    remove_demo_as(cast.admin2)
    session().expire_all()
    assert session().get(Person, cast.admin.person_id) is None
    [kept] = recovery_keys(cast.office_id)
    assert (kept.public_key, kept.made_by_id) == ("age1", None)
    assert session().get(Complaint, complaint_id).handler_id is None
    assert session().scalars(select(CompetenceRound)).one().closed_by_id is None
