"""Masa simpan: every kind says how long it is kept, and what is over its time."""

from pstku.offices.operations.configuring import change_settings


def test_the_page_follows_the_settings_and_is_for_admins(cast, sign_in):
    change_settings(cast.admin, {"identity_months": 9})
    page = sign_in("admin").get("/admin/masa-simpan").page
    assert "9 bulan sejak kunjungan terakhir" in page.get_text()
    assert "belum pernah berjalan" in page.get_text()
    assert len(page.select("tbody tr")) == 11
    assert sign_in("officer").get("/admin/masa-simpan").status_code == 403
