"""Instansi: found in pages, ticked over several searches, merged into the right name."""

import pytest

from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.queries.agencies import agency_lines
from tests.factories import make_visit


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def spelled(cast):
    """Ids of "Bappeda" with two visits, "Bapeda" with one, and of "Dinkes"."""
    ids = [agency_named(cast.office_id, name, None) for name in ("Bappeda", "Bapeda", "Dinkes")]
    for agency_id in (ids[0], ids[0], ids[1]):
        make_visit(cast.office_id, letter="Z", agency_id=agency_id)
    return ids


def ticked(answer):
    return [int(box["value"]) for box in answer.page.select("input[name=ejaan][checked]")]


@pytest.mark.both_engines
def test_ticks_stay_while_other_agencies_are_looked_for(cast, admin, spelled):
    right, other, third = spelled
    page = admin.get(f"/admin/instansi?cari=dinkes&ejaan={right}&ejaan={other}&ejaan=99999")
    assert sorted(ticked(page)) == sorted([right, other])
    assert page.page.select_one(f"input[name=ejaan][value='{third}']")
    nothing = admin.get("/admin/instansi?cari=tidak+ada+ini").page
    assert "Tidak ada instansi seperti itu." in nothing.get_text() and not nothing.select("table")


def test_spellings_are_merged_into_the_name_that_is_chosen_with_the_most_visited_offered(cast, admin, spelled):
    right, other, _third = spelled
    address = f"/admin/instansi/gabung?ejaan={other}&ejaan={right}&cari=ba"
    form = admin.get(address).page
    assert form.select_one("input[name=nama][checked]")["value"] == str(right)
    sent = {"ejaan": [right, other], "cari": "ba"}
    refused = admin.post_form("/admin/instansi/gabung", sent, page=address)
    assert refused.status_code == 422 and "Pilih nama yang benar." in refused.page.get_text()
    done = admin.post_form("/admin/instansi/gabung", {**sent, "nama": right}, page=address)
    assert done.status_code == 303 and done.location.endswith("/admin/instansi?cari=ba")
    (line,) = agency_lines(cast.office_id, sought="bapeda")
    assert (line.id, line.visits, line.spellings) == (right, 3, ("Bapeda",))


def test_one_ticked_agency_is_nothing_to_merge(cast, admin, spelled):
    answer = admin.get(f"/admin/instansi/gabung?ejaan={spelled[0]}")
    assert answer.status_code == 303
    assert ticked(admin.get(answer.location)) == [spelled[0]]


def test_pages_of_agencies_follow_one_another(cast, admin):
    for n in range(60):
        agency_named(cast.office_id, f"Dinas {n:03}", None)
    first = admin.get("/admin/instansi").page
    onward = first.select_one("button[name=sesudah]")
    assert len(first.select("tbody tr")) == 50 and onward["value"] == "dinas 049"
    second = admin.get("/admin/instansi", query_string={"sesudah": onward["value"]}).page
    assert len(second.select("tbody tr")) == 10 and not second.select("button[name=sesudah]")
