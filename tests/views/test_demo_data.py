"""Data contoh: counted on the page, taken away by an admin who stays."""

from datetime import timedelta

from sqlalchemy import select, update

from pstku.accounts.models import Person
from pstku.audit.queries import entries
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.demo.removal import demo_rows
from pstku.guestbook.models import Visit
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
