"""What a guest does at the tablet, step by step, and what the office then holds."""

import re

from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.accounts.models import Person
from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.complaints.models import Complaint
from pstku.core.actor import Actor
from pstku.core.db import atomic, db, session
from pstku.devices.models import Device
from pstku.devices.operations import revoke_device
from pstku.guestbook.models import Visit
from pstku.offices.models import Setting
from pstku.offices.operations import changed
from pstku.offices.queries import office_by_code


def settings(live_server, **values) -> None:
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.add_all(Setting(office_id=office.id, key=key, value=value) for key, value in values.items())
            changed(office.id)
        db.session.remove()


def admin() -> Actor:
    return actor_of(find_person_by_username(office_by_code("7571").id, "admin"))


def revoke(live_server) -> None:
    with live_server.app.app_context():
        revoke_device(admin(), session().scalars(select(Device.id)).one())
        db.session.remove()


def visits(live_server) -> list[Visit]:
    with live_server.app.app_context():
        rows = list(session().scalars(select(Visit)))
        db.session.remove()
    return rows


def complaints_about(live_server) -> list[str]:
    """Call names of whom the complaints are about."""
    with live_server.app.app_context():
        wanted = select(Person.call_name).join(Complaint, Complaint.about_person_id == Person.id)
        names = list(session().scalars(wanted))
        db.session.remove()
    return names


def state(page: Page, name: str):
    return page.locator(f".k-state[data-state={name}]")


def begin(page: Page, service: str = "Konsultasi statistik") -> None:
    page.get_by_role("link", name="Isi buku tamu").click()
    state(page, "service").locator(".choice", has_text=service).locator("input").click()


def press(page: Page, name: str, words: str) -> None:
    state(page, name).locator(".k-bottom").get_by_role("button", name=words, exact=True).click()


def to_check(page: Page, name: str = "Rahmawati") -> None:
    begin(page)
    page.get_by_label("Nama", exact=True).locator("visible=true").fill(name)
    press(page, "name", "Lanjut")
    press(page, "about", "Lewati")
    press(page, "contact", "Lewati")
    expect(state(page, "check")).to_be_visible()


def save(page: Page) -> str:
    press(page, "check", "Simpan")
    expect(page.locator("[data-done=code]")).to_have_text(re.compile("^[2-9CFGHJMPQRVWX]{4}$"))
    return page.locator("[data-done=code]").text_content()


def leftovers(page: Page) -> list[str]:
    """Every value a next person could find in the page."""
    return page.evaluate(
        """() => [...document.querySelectorAll("input, textarea")]
          .filter((f) => f.name !== "csrf_token" && ((f.type === "radio" || f.type === "checkbox") ? f.checked : f.value))
          .map((f) => `${f.name}=${f.value}`)"""
    )
