"""The trail on screen: pages, filters, and a change that is told."""

from datetime import date, timedelta

import pytest

from pstku.offices.operations import hours


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.mark.both_engines
def test_the_trail_pages_and_filters(cast, admin):
    for n in range(60):
        admin_of = cast.admin if n % 2 else cast.admin2
        hours.add_holiday(admin_of, date(2028, 1, 1) + timedelta(days=n), "Libur")
    page = admin.get("/admin/jejak").page
    assert len(page.select(".trail li")) == 50
    older = page.with_text("a", "lebih lama")
    rest = admin.get(older["href"]).page.select(".trail li")
    assert rest and not {li.text for li in rest} & {li.text for li in page.select(".trail li")}
    only = admin.get(f"/admin/jejak?tindakan=add_holiday&orang={cast.admin2.person_id}").page.select(".trail li")
    assert len(only) == 30


@pytest.mark.both_engines
def test_a_changed_trail_is_told(app, cast, admin, own_folder):
    from sqlalchemy import update

    from pstku.audit.models import AuditEntry
    from pstku.core.db import atomic

    with atomic() as s:
        s.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(action="tidak_terjadi"))
    app.test_cli_runner().invoke(args=["pstku", "check-audit"])
    words = admin.get("/admin/pekerjaan").page.get_text()
    assert "TIDAK utuh" in words and "baris 2 diubah" in words
