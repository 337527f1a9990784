"""Every QR we draw has four light modules around it, on screens and on paper: no reader finds one on a dark plate without."""

from io import BytesIO

import pytest
import typst
import zxingcpp
from PIL import Image

from pstku.core import clock
from pstku.guestbook.visit_tokens import visit_token
from pstku.http.links import qr_matrix
from pstku.officers.operations.personal_qr import issue_badge, renew_qr
from pstku.offices.queries import office_by_code
from pstku.printing.pdf import compile_pdf
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_visit
from tests.unit.test_print import VALUES

QUIET = 4
LIGHT = 200  # of 255
FILM_EDGE = 0.2  # of a module, which an edge between two pixels may take


def check_quiet(picture: bytes, sees: int = 1) -> None:
    """As many codes as `sees`, each read by zxing-cpp, with nothing dark within four modules of any."""
    image = Image.open(BytesIO(picture)).convert("L")
    found = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    assert len(found) == sees
    for code in found:
        place = code.position
        across = [point.x for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
        down = [point.y for point in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]
        left, right, top, bottom = min(across), max(across), min(down), max(down)
        side = len(qr_matrix(code.text))
        edge = (right - left) / side * (QUIET - FILM_EDGE)
        box = (left - edge, top - edge, right + edge, bottom + edge)
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= image.width and box[3] <= image.height, "cut off"
        around = image.crop(tuple(round(at) for at in box))
        around.paste(
            255, (round(edge) - 1, round(edge) - 1, round(edge + right - left) + 2, round(edge + bottom - top) + 2)
        )
        assert around.getextrema()[0] >= LIGHT, f"something dark stands beside {code.text}"


@pytest.fixture
def visit_path(look_up):
    return look_up(lambda: f"/n/{visit_token(make_visit(office_by_code('7571').id, code='C7QF').id)}")


def test_on_an_officers_screen_and_badge(enter, served, look_up):
    def make():
        renew_qr(served[0][0])
        issue_badge(served[0][0])

    look_up(make)
    page = enter("officer", DESKTOP)
    for path, sees in (("/qr-saya", 2), ("/qr-saya/penuh", 1), ("/qr-saya/kartu", 1)):
        page.goto(path)
        page.locator("svg.qr").first.wait_for()
        check_quiet(page.screenshot(full_page=True), sees)


def test_on_a_guests_phone_and_on_the_tablet(open_browser, tablet, visit_path):
    phone = open_browser(PHONE)
    phone.goto(visit_path)
    check_quiet(phone.locator(".keep").screenshot())
    page = tablet()
    page.goto(f"/kiosk/qr/{visit_path.removeprefix('/n/')}")
    check_quiet(page.screenshot())


def test_on_a_card_and_a_sheet_to_take_home(enter, office):
    page = enter("employee", DESKTOP)
    for size in ("a6", "a5"):
        page.goto(f"/kartu?k=ipm:7571:2022&ukuran={size}")
        check_quiet(page.screenshot(full_page=True))


@pytest.mark.parametrize("template", ["badge", "certificate"])
def test_on_paper(template, monkeypatch):
    address = "https://pst.bpsgorontalo.example/n/AbCdEfGhIjKlMnOpQrStUv"
    rows = ["".join(str(int(dark)) for dark in row) for row in qr_matrix(address)]
    make = typst.compile

    def draw(*args, pdf_standards, **kwargs):
        return make(*args, format="png", ppi=200, **kwargs)

    monkeypatch.setattr(typst, "compile", draw)
    check_quiet(compile_pdf(template, VALUES[template] | {"qr": rows}, clock.now()))
