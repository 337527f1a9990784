"""A guest whom no server answers goes with a number and a code, and rates by a code that nobody looks up."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.core.db import db, session
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.serving import start_service
from pstku.offices.queries import office_by_code
from pstku.outbox.models import TabletCode
from pstku.ratings.models import Vote
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guests.kept import POSTED, emptied, hear_again, ready, silence, stored
from tests.browser.guests.steps import leftovers, press, state, to_check, visits
from tests.browser.waiting import until

STORE = "/static/js/kiosk/outbox/store.js"
HELD = f"""async () => (await import("{STORE}")).heldCodes()"""
EMPTY_POOL = f"""async () => {{
  const {{ heldCodes, takeNumber }} = await import("{STORE}");
  for (const _ of await heldCodes()) await takeNumber(0, "Z");
}}"""
NUMBER, CODE = ".t-num .big", ".t-code .code"


def filled(page: Page, count: int = 200) -> list[str]:
    """The codes of the pool, once there are so many: the server fills it, or a guest took one."""
    until(page, lambda: len(page.evaluate(HELD)) == count)
    return page.evaluate(HELD)


def alone(page: Page) -> Page:
    """The tablet knows that nobody answers."""
    silence(page, "**/kiosk/api/**", "**/kiosk/penilaian/**", "**/kiosk/suara")
    with page.expect_event("requestfailed"):  # a poll
        pass
    return page


def sign_in_book(page: Page, name: str = "Rahmawati") -> tuple[str, str]:
    """A guest saves; returns the number and the code on the last screen."""
    to_check(page, name)
    press(page, "check", "Simpan")
    expect(state(page, "stored").locator(NUMBER)).to_be_visible()
    shown = state(page, "stored").locator(NUMBER).text_content(), state(page, "stored").locator(CODE).text_content()
    press(page, "stored", "Selesai")
    return shown


def serve(live_server) -> None:
    with live_server.app.app_context():
        officer = actor_of(find_person_by_username(office_by_code("7571").id, "officer"))
        for visit_id in session().scalars(select(Visit.id).where(Visit.state == "waiting")).all():
            start_service(officer, visit_id)
            close_with_contact(officer, visit_id, Asked(), outcome="done_on_the_spot")
        db.session.remove()


def votes(live_server) -> list[Vote]:
    with live_server.app.app_context():
        rows = list(session().scalars(select(Vote)))
        db.session.remove()
    return rows


def test_the_guest_reads_number_and_code_and_keeps_both(live_server, tablet):
    page = ready(tablet())
    pool = filled(page)
    alone(page)
    to_check(page)
    press(page, "check", "Simpan")
    place = state(page, "stored")
    expect(place.locator(NUMBER)).to_have_text("A-T1-01")
    code = place.locator(CODE).text_content()
    assert code in pool and code[0] in "VWX"
    picture(page, "kiosk-nomor-di-tablet")
    assert violations(page) == [] and leftovers(page) == []
    press(page, "stored", "Selesai")
    assert code not in page.content() and "A-T1-01" not in page.content()
    assert sign_in_book(page, "Budi")[0] == "A-T1-02"
    hear_again(page)
    emptied(page)
    found = {visit.tablet_number: visit.code for visit in visits(live_server)}
    assert found["A-T1-01"] == code and sorted(found) == ["A-T1-01", "A-T1-02"]
    filled(page, 198)


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (960, 600)], ids=str)
def test_number_and_code_stand_on_the_screen_without_scrolling(live_server, tablet, size):
    page = ready(tablet())
    page.set_viewport_size({"width": size[0], "height": size[1]})
    filled(page)
    alone(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored").locator(CODE)).to_be_visible()
    picture(page, f"kiosk-nomor-di-tablet-{size[0]}")
    ticket, bar = (state(page, "stored").locator(part).bounding_box() for part in (".ticket", ".k-bottom"))
    assert ticket["y"] >= 0 and ticket["y"] + ticket["height"] <= bar["y"]


def test_who_was_answered_too_late_keeps_the_number_that_was_shown(live_server, tablet):
    """The server took the entry, and its answer never came."""
    page = ready(tablet())
    filled(page)

    def lose(route) -> None:
        route.fetch()
        route.abort()

    page.route(POSTED, lose)
    silence(page, "**/kiosk/api/kiriman")
    shown = sign_in_book(page)
    assert [visit.tablet_number for visit in visits(live_server)] == [None]
    hear_again(page)
    emptied(page)
    assert [(visit.tablet_number, visit.code) for visit in visits(live_server)] == [shown]


def test_without_codes_the_guest_still_gets_a_number(live_server, tablet):
    page = ready(tablet())
    filled(page)
    alone(page)
    page.evaluate(EMPTY_POOL)
    to_check(page)
    press(page, "check", "Simpan")
    place = state(page, "stored")
    expect(place.locator(NUMBER)).to_have_text("A-T1-01")
    expect(place.get_by_text("Kali ini tanpa kode.")).to_be_visible()
    expect(place.locator(CODE)).to_have_count(0)


def test_the_pool_is_filled_again_below_half(live_server, tablet):
    page = ready(tablet())
    filled(page)
    page.evaluate(f"""async () => {{
      const {{ takeNumber }} = await import("{STORE}");
      for (let taken = 0; taken < 101; taken += 1) await takeNumber(0, "Z");
    }}""")
    page.reload()
    ready(page)
    held = filled(page)
    with live_server.app.app_context():
        assert set(session().scalars(select(TabletCode.code))) == set(held)
        db.session.remove()


def test_the_numbers_of_a_new_day_begin_anew_and_a_clock_set_back_repeats_none(live_server, tablet):
    page = ready(tablet())
    taken = page.evaluate(f"""async () => {{
      const {{ takeNumber }} = await import("{STORE}");
      const counts = [];
      for (const [day, letter] of [[9, "A"], [9, "A"], [9, "B"], [8, "A"], [10, "A"]])
        counts.push((await takeNumber(day, letter)).count);
      return counts;
    }}""")
    assert taken == [1, 2, 1, 3, 1]


def test_a_guest_rates_by_a_code_that_nobody_can_look_up(live_server, tablet):
    page = ready(tablet())
    filled(page)
    alone(page)
    code = sign_in_book(page)[1]
    rate(page, code.lower())
    expect(state(page, "rate-face").get_by_role("heading")).to_have_text("Seberapa puas Anda dengan layanan kami?")
    picture(page, "kiosk-nilai-tanpa-server")
    assert violations(page) == []
    state(page, "rate-face").get_by_role("button", name="Sangat puas", exact=True).click()
    expect(state(page, "rate-why")).to_be_visible()
    state(page, "rate-why").get_by_role("button", name="Selesai").click()
    until(page, lambda: [item["kind"] for item in stored(page)] == ["visit", "vote"])
    assert code not in str(stored(page))
    hear_again(page)
    emptied(page)
    assert [vote.unattributed_reason for vote in votes(live_server)] == ["waits"]
    serve(live_server)
    [vote] = votes(live_server)
    assert (vote.score, vote.unattributed_reason) == (4, None) and vote.visit_id == visits(live_server)[0].id


def test_what_is_no_code_is_told_so_although_nobody_answers(live_server, tablet):
    page = ready(tablet())
    filled(page)
    alone(page)
    rate(page, "C7")
    expect(state(page, "rate-code").locator(".error")).to_contain_text(re.compile("Periksa keempat hurufnya"))
    assert stored(page) == []


def rate(page: Page, code: str) -> None:
    page.get_by_role("link", name="Beri penilaian").click()
    page.locator("#rate-code-input").fill(code)
    press(page, "rate-code", "Lanjut")
