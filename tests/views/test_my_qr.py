"""QR saya, Hasil saya, Tinjauan: for whom, what they show, what a bad input keeps."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.officers.operations.personal_qr import issue_badge, renew_qr
from pstku.officers.scanning import current_badge, screen_token
from pstku.ratings.models import Comment, Remark
from pstku.ratings.operations.appeals import appeal_comment
from pstku.ratings.operations.publishing import publish_scores
from pstku.ratings.queries.published import released_comments
from tests.factories import make_visit, make_vote


def rate(cast, count, visit=(), **fields):
    for _ in range(count):
        at = clock.now() - timedelta(days=2)
        served = make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id, **dict(visit))
        make_vote(served, 4, **fields)
    publish_scores(cast.office_id)


def test_the_first_visit_offers_to_make_a_qr_and_makes_nothing_itself(cast, sign_in):
    officer = sign_in("officer")
    page = officer.get("/qr-saya").page
    assert "Buat QR saya" in page.get_text()
    assert screen_token(cast.officer.person_id) is None
    officer.post_form("/qr-saya/perbarui", {}, page="/qr-saya")
    assert officer.get("/qr-saya").page.select_one("#live_qr svg.qr")


def test_htmx_gets_only_the_next_qr(cast, sign_in):
    renew_qr(cast.officer)
    answer = sign_in("officer").get("/qr-saya", headers={"HX-Request": "true", "HX-Target": "live_qr"})
    assert answer.get_data(as_text=True).lstrip().startswith('<div id="live_qr"')


def test_the_whole_screen_shows_the_qr_alone(cast, sign_in):
    renew_qr(cast.officer)
    assert sign_in("officer").get("/qr-saya/penuh").page.select_one("svg.qr")


def test_a_badge_is_made_printed_and_revoked(cast, sign_in):
    officer = sign_in("officer")
    assert officer.get("/qr-saya/kartu").status_code == 404
    officer.post_form("/qr-saya/kartu", {}, page="/qr-saya")
    code = current_badge(cast.officer.person_id).code
    assert code in officer.get("/qr-saya").page.get_text()
    assert code in officer.get("/qr-saya/kartu").page.get_text()
    pdf = officer.get("/qr-saya/kartu.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    officer.post_form("/qr-saya/kartu/cabut", {}, page="/qr-saya")
    assert officer.get("/qr-saya/kartu.pdf").status_code == 404


@pytest.mark.parametrize("username, status", [("employee", 403), ("admin", 403), ("officer", 200)])
def test_the_qr_is_for_officers(cast, sign_in, username, status):
    issue_badge(cast.officer)
    assert sign_in(username).get("/qr-saya").status_code == status


def test_a_stranger_sees_neither_page(client):
    for path in ("/qr-saya", "/hasil-saya", "/admin/tinjauan"):
        assert client.get(path).status_code == 303


def test_under_five_votes_the_officer_sees_nothing(cast, sign_in):
    rate(cast, 4)
    text = sign_in("officer").get("/hasil-saya").page.get_text()
    assert "Hasil tampil mulai 5 penilaian" in text
    assert "4 penilaian" not in text


@pytest.mark.both_engines
def test_five_votes_are_provisional_and_ten_are_not(cast, sign_in):
    rate(cast, 5)
    officer = sign_in("officer")
    text = officer.get("/hasil-saya").page.get_text(" ", strip=True)
    assert "Sementara" in text
    assert "83" in text
    assert "Cakupan 100 %" in text
    rate(cast, 5)
    assert "Sementara" not in officer.get("/hasil-saya").page.get_text()


@pytest.mark.both_engines
def test_votes_beyond_the_coverage_are_explained(cast, sign_in):
    rate(cast, 10)
    sentence = "penilaian lain datang lewat tautan atau dari luar konter"
    assert sentence not in sign_in("officer").get("/hasil-saya").page.get_text()
    rate(cast, 5, visit={"channel": "whatsapp"}, line="remote")
    assert f"5 {sentence}" in sign_in("officer").get("/hasil-saya").page.get_text()


def test_nobody_sees_anothers_results(cast, sign_in):
    rate(cast, 10)
    assert "Belum ada yang dapat ditampilkan" in sign_in("officer2").get("/hasil-saya").page.get_text()


def test_an_appeal_goes_to_an_admin_who_writes_why(cast, sign_in):
    rate(cast, 5, comment="AC panas")
    officer = sign_in("officer")
    page = officer.get("/hasil-saya").page
    vote_id = page.select_one("input[name=comment]")["value"]
    empty = officer.post_form("/hasil-saya/sanggah", {"comment": vote_id, "reason": "x"}, page="/hasil-saya")
    assert empty.status_code == 422
    assert "Tulis mengapa" in empty.page.get_text()
    assert empty.page.select_one("details[open] textarea").get_text() == "x"
    sent = {"comment": vote_id, "reason": "Tentang ruangan"}
    assert officer.post_form("/hasil-saya/sanggah", sent, page="/hasil-saya").status_code == 303
    assert officer.post_form("/hasil-saya/sanggah", sent, page="/hasil-saya").status_code == 409

    admin = sign_in("admin")
    form = admin.get("/admin/tinjauan").page.select_one("form[action*=sanggahan]")
    without = admin.post_form(form["action"], {"verdict": "upheld", "reason": ""}, page="/admin/tinjauan")
    assert without.status_code == 422
    decided = {"verdict": "upheld", "reason": "Benar, tentang ruangan"}
    assert admin.post_form(form["action"], decided, page="/admin/tinjauan").status_code == 303
    assert admin.post_form(form["action"], decided, page="/admin/tinjauan").status_code == 409
    assert "Benar, tentang ruangan" in officer.get("/hasil-saya").page.get_text()


def test_another_offices_comment_or_appeal_is_not_found(cast, sign_in):
    rate(cast, 5, comment="AC panas")
    session().rollback()
    comment = released_comments(cast.office_id, cast.officer.person_id)[0]
    appeal_comment(cast.officer, comment.id, "Tentang ruangan")
    other = sign_in("officer2")
    sent = {"comment": str(comment.id), "reason": "Bukan milik saya"}
    assert other.post_form("/hasil-saya/sanggah", sent, page="/hasil-saya").status_code == 404
    assert (
        other.post_form("/hasil-saya/sanggah", {"comment": "rusak", "reason": "aaaaa"}, page="/hasil-saya").status_code
        == 404
    )


def test_reviews_show_flags_but_no_score(cast, sign_in):
    rate(cast, 1, flags=["fast", "burst"])
    text = sign_in("admin").get("/admin/tinjauan").page.get_text(" ", strip=True)
    assert "Sentuhan terlalu cepat" in text and "Nurain Lestari, SST" in text
    assert "Sangat puas" not in text
    assert sign_in("officer").get("/admin/tinjauan").status_code == 403


@pytest.mark.both_engines
def test_flagged_votes_stand_fifty_a_page_and_are_counted_over_all(cast, sign_in):
    rate(cast, 51, flags=["fast"])
    admin = sign_in("admin")
    first = admin.get(f"/admin/tinjauan?petugas={cast.officer.person_id}").page
    assert len(first.select("tbody tr")) == 50 and "Sentuhan terlalu cepat: 51" in first.get_text()
    onward = first.select_one("#tanda nav a")["href"]
    second = admin.get(onward).page
    assert len(second.select("tbody tr")) == 1 and "Sentuhan terlalu cepat: 51" in second.get_text()
    assert f"petugas={cast.officer.person_id}" in onward
    assert len(admin.get("/admin/tinjauan?halaman=99").page.select("tbody tr")) == 1


@pytest.mark.both_engines
@pytest.mark.parametrize("name", ["saran", "kata"])
def test_words_of_guests_stand_twenty_a_page(cast, sign_in, name):
    with atomic() as s:
        mine = {"office_id": cast.office_id}
        for number in range(41):
            at = clock.now() - timedelta(minutes=number // 2)  # two came in the same moment
            pooled = {"year": 2026, "quarter": 1, "line": "desk", "released_on": at.date()}
            words = {"id": uuid7(), "text": f"Kursi {number} kurang"}
            s.add(Remark(**mine, **words, created_at=at) if name == "saran" else Comment(**mine, **words, **pooled))
    admin, found, sizes = sign_in("admin"), [], []
    address = f"/admin/tinjauan?petugas={cast.officer.person_id}"
    while address:
        page = admin.get(address).page
        texts = [item.get_text() for item in page.select(f"#{name} li p:first-child")]
        found, sizes = found + texts, [*sizes, len(texts)]
        links = {link.get_text().strip(): link["href"] for link in page.select(f"#{name} nav a")}
        address = links.get("Berikutnya")
        assert address is None or f"petugas={cast.officer.person_id}" in address
    assert sizes == [20, 20, 1] and len(set(found)) == 41 and set(links) == {"Dari awal"}


@pytest.mark.both_engines
def test_a_place_that_is_gone_begins_the_words_anew(sign_in):
    assert sign_in("admin").get(f"/admin/tinjauan?saran={uuid7()}&kata=rusak").status_code == 200


def test_reviews_open_for_one_officer_and_quarter(cast, sign_in):
    rate(cast, 1, flags=["fast"])
    admin = sign_in("admin")
    quarter = "-Q".join(str(part) for part in clock.quarter_of(clock.now().date()))
    mine = admin.get(f"/admin/tinjauan?masa={quarter}&petugas={cast.officer.person_id}").page
    assert "Sentuhan terlalu cepat" in mine.get_text()
    assert mine.select_one(f"option[value='{quarter}']").has_attr("selected")
    assert (
        "Sentuhan terlalu cepat" not in admin.get(f"/admin/tinjauan?petugas={cast.officer2.person_id}").page.get_text()
    )
    assert "Sentuhan terlalu cepat" not in admin.get("/admin/tinjauan?masa=2024-Q1").page.get_text()
    assert admin.get("/admin/tinjauan?masa=rusak&petugas=x").status_code == 200
