"""What leaves the printer: the size of the paper, and what stays off it."""

import re
import zlib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, picture

POINTS = 72 / 25.4  # per millimetre


def pages_of(page: Page) -> list[tuple[float, float]]:
    """Width and height in millimetres of every page that would be printed."""
    content = page.pdf(prefer_css_page_size=True)
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            content += zlib.decompress(stream)
        except zlib.error:
            continue
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", content)
    return [(float(wide) / POINTS, float(high) / POINTS) for wide, high in boxes]


def test_a_card_comes_out_on_its_own_paper(enter, office):
    page = enter("employee", DESKTOP)
    for size, wide, high in (("a6", 148, 105), ("a5", 148, 210)):
        page.goto(f"/kartu?k=ipm:7571:2022&ukuran={size}")
        assert [pytest.approx(found, abs=1) for found in pages_of(page)] == [(wide, high)]


def test_three_figures_fit_the_sheet_to_take_home_and_many_leave_the_name_of_the_office_whole(enter, office):
    page = enter("employee", DESKTOP)
    three = "k=ipm:7571:2022&k=inflasi-yoy:7571:2025-12&k=ipm:7571:2022"
    page.goto(f"/kartu?{three}&ukuran=a5")
    assert len(pages_of(page)) == 1
    page.goto(f"/kartu?{'&'.join([three] * 4)}&ukuran=a5")
    assert page.locator(".home-sheet footer .brand b").bounding_box()["height"] < 40


def test_an_answer_is_printed_on_a4_and_without_the_way_around(enter, office):
    page = enter("employee", DESKTOP)
    page.goto("/jawab?q=inflasi")
    assert [pytest.approx(found, abs=1) for found in pages_of(page)] == [(210, 297)]
    page.emulate_media(media="print")
    expect(page.locator(".big")).to_be_visible()
    for name in (".side", ".search", ".also", ".related", ".miss", ".a-act"):
        expect(page.locator(name).first).to_be_hidden()


def test_the_print_page_fits_a_phone_and_its_buttons_have_words(enter, office):
    page = enter("employee", PHONE)
    page.goto("/kartu/ipm/7571/2022")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto("/jawab?q=inflasi")
    for words in ("Kartu dan QR", "Salin untuk WA", "Catat: saya ditanya ini"):
        box = page.locator(".a-act").get_by_text(words).bounding_box()
        assert box and box["width"] > 60, words
    picture(page, "kartu-jawaban-ponsel")


def test_the_smallest_phone_needs_no_sideways_scrolling(enter, office):
    page = enter("employee", {"width": 320, "height": 640})
    for path in ("/catat", "/luring/keadaan", "/kartu/ipm/7571/2022", "/jawab?q=inflasi"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
