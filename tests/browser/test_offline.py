"""A village without signal: the library, its figures and the search on the phone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core.db import session
from pstku.learning.models import IndicatorValue
from pstku.learning.operations.checking import check_value
from pstku.offices.queries import configuration, office_by_code
from tests.browser.conftest import PHONE, picture
from tests.people import PASSWORD


@pytest.fixture
def office(live_server):
    """The configuration of the test office once an editor has checked every figure but one IPM."""
    with live_server.app.app_context():
        home = office_by_code("7571")
        editor = actor_of(find_person_by_username(home.id, "editor"))
        values = session().scalars(select(IndicatorValue).where(IndicatorValue.office_id == home.id)).all()
        wanted = [v.id for v in values if (v.indicator_key, v.period, v.region_code) != ("ind.ipm", "2023", "7571")]
        session().commit()
        for value_id in wanted:
            check_value(editor, value_id, released_on=date(2026, 1, 5))
        yield lambda: configuration(home.id)


@pytest.fixture
def phone(open_browser, office) -> Page:
    """One's own phone, signed in, with the library on it."""
    page = open_browser(PHONE)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("employee")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_label("Ini HP saya sendiri").check()
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/jawab")
    wait_until(page, READY)
    return page


READY = "caches.has('pstku-pustaka').then((is_kept) => is_kept && navigator.serviceWorker.controller !== null)"


def wait_until(page: Page, condition: str) -> None:
    """Until the promise gives true; ten seconds at most."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {condition}")


def has_library(page: Page) -> bool:
    return page.evaluate("caches.has('pstku-pustaka')")


def test_without_signal_a_question_is_answered_from_the_phone(phone):
    phone.context.set_offline(True)
    phone.goto("/jawab")
    expect(phone.locator("#keadaan")).to_contain_text("Tanpa sinyal. Data per")
    phone.get_by_label("Apa yang ditanyakan?").press_sequentially("inflsi")
    expect(phone.locator(".a-name")).to_contain_text("Inflasi")
    expect(phone.locator(".big")).to_have_text("2,50")
    expect(phone.locator(".wa")).to_contain_text("Sumber:")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "tanpa-sinyal-jawab")
    phone.get_by_label("Apa yang ditanyakan?").fill("ipm 2023")
    expect(phone.get_by_text("Belum ada angka terverifikasi di HP ini.")).to_be_visible()
    assert "78,54" not in phone.content()
