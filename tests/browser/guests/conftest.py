"""An enrolled tablet of an office that is open; with a service worker, where a test asks for one."""

from datetime import time

import pytest
from playwright.sync_api import Page

from pstku.core.db import atomic, db
from pstku.devices.operations import enrol_demo_device
from pstku.offices.models import OpeningHours
from pstku.offices.operations import changed
from pstku.offices.queries import office_by_code
from tests.browser.conftest import TABLET
from tests.browser.waiting import until

WORKING = "async () => Boolean(await caches.match('/kiosk/luring'))"


@pytest.fixture
def secret(live_server) -> str:
    """The secret of an enrolled tablet in an office that is open all day and all week."""
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.query(OpeningHours).filter_by(office_id=office.id).delete()
            s.add_all(
                OpeningHours(office_id=office.id, weekday=d, opens=time(0), closes=time(23, 59, 59)) for d in range(7)
            )
            changed(office.id)
        secret = enrol_demo_device(office.id, name="Tablet", desk_id=None)
        db.session.remove()
    return secret


@pytest.fixture
def tablet(live_server, open_browser, secret):
    """`tablet(size)` gives the idle page of the enrolled tablet."""

    def start(size=TABLET, **options) -> Page:
        # With a service worker not every request can be held back: `working_tablet` has one.
        page = open_browser(size, has_touch=True, service_workers="block", **options)
        page.context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
        page.goto("/kiosk/")
        page.wait_for_selector("html[data-ready]")
        return page

    return start


@pytest.fixture
def working_tablet(live_server, open_browser, secret):
    """`working_tablet()` gives the idle page of a tablet whose service worker keeps all it needs."""

    def start(*, at: str | None = None) -> Page:
        url = at or live_server.url
        page = open_browser(TABLET, at=url, has_touch=True)
        page.context.add_cookies([{"name": "kios", "value": secret, "url": url, "sameSite": "Strict"}])
        page.goto("/kiosk/")
        page.wait_for_selector("html[data-outbox]")
        if at is None:
            page.wait_for_selector(".ready-mark")
            until(page, lambda: page.evaluate(WORKING))
        return page

    return start
