"""Pages of a guest's own phone, opened at the tablet: home is in sight, and nobody's page waits for the next guest."""

import pytest

from pstku.complaints.operations.filing import file_complaint
from pstku.core.tokens import uuid7
from pstku.guestbook.visit_tokens import visit_token
from pstku.offices.operations.addresses import set_address_state
from pstku.offices.queries import configuration
from pstku.skm.links import read_link
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.rules.rounds import Way
from tests.factories import make_device, make_visit
from tests.surveys import all_of, open_quarter, served, token_of


@pytest.fixture
def pages(cast) -> dict[str, tuple[int, int]]:
    """Address -> status, and the seconds after which a tablet leaves it."""
    open_quarter(cast)
    office = configuration(cast.office_id)
    for way in office.addresses:
        set_address_state(cast.editor, way.id, "valid")
    dtsen = next(one.id for one in office.services if one.code == "konsultasi_dtsen")
    waiting = make_visit(cast.office_id, service_type_id=dtsen, number=13)
    done, used = served(cast, number=11), served(cast, number=12)
    token, old = token_of(cast, done, Way.TABLET), token_of(cast, used, Way.TABLET)
    answer_by_link(cast.office_id, read_link(old), all_of(4))
    code = file_complaint(cast.office_id, uuid7(), text="Kursi di ruang tunggu patah.").code
    return {
        f"/n/skm/{token}": (200, 300),
        f"/n/skm/{old}": (200, 180),
        "/n/skm/tidakada": (410, 180),
        "/n/skm/terima-kasih": (200, 4),
        f"/n/terima-kasih?survei={token}": (200, 30),
        "/n/terima-kasih": (200, 4),
        "/pengaduan": (200, 180),
        f"/pengaduan/{code}": (200, 180),
        "/pengaduan/CCCCC-CCCCC": (404, 180),
        "/n/pengaduan": (200, 180),
        "/n/isi/tidakada": (404, 180),
        f"/n/{visit_token(done.id)}": (200, 180),
        f"/n/{visit_token(waiting.id)}": (200, 180),
        "/n/tidakada": (404, 180),
    }


def test_at_a_tablet_every_page_has_a_way_home_and_leaves_by_itself(app, cast, client, pages):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    for address, (status, seconds) in pages.items():
        shown = client.get(address, check=False)
        assert (address, shown.status_code, shown.headers.get("Refresh")) == (
            address,
            status,
            f"{seconds}; url=/kiosk/",
        )
        (home,) = shown.page.select(".k-bottom a[data-home]")
        assert home["href"] == "/kiosk/"
        assert not shown.page.select("a[href^=http]")
        is_form = bool(shown.page.select("form[id=survei], form[id=aduan], form[id=kode], .faces"))
        assert home.get_text(strip=True) == ("Batal" if is_form else "Selesai")


def test_a_guests_own_phone_goes_nowhere_by_itself(client, pages):
    outside = set()
    for address, (status, _) in pages.items():
        shown = client.get(address, check=False)
        outside |= {a["href"] for a in shown.page.select("a[href^=http]")}
        assert (shown.status_code, shown.headers.get("Refresh")) == (status, None)
        assert not shown.page.select("[data-home]")
    assert len(outside) >= 2  # on a phone they may be followed


def test_a_complaint_that_is_filed_at_a_tablet_by_the_phones_page_leaves_too(app, cast, client):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    filed = client.post_form("/n/pengaduan", {"id": str(uuid7()), "text": "Kursi di ruang tunggu patah."})
    assert filed.headers["Refresh"] == "180; url=/kiosk/"
    assert filed.page.select_one("[data-home]").get_text(strip=True) == "Selesai"
