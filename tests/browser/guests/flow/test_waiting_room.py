"""The waiting room's screen in a real browser: what is said and when, what is not, and a night without anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import db, session
from pstku.guestbook.operations.serving import call_next_visit, start_called
from pstku.officers.operations.desks import edit_desk
from pstku.officers.queries.desks import desks
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import office_by_code
from pstku.waitingroom.operations.displays import revoke_display
from pstku.waitingroom.queries.displays import displays
from tests.browser.conftest import picture
from tests.browser.waiting import until
from tests.factories import make_display, make_visit

WALL = {"width": 1280, "height": 720}
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
# Remembers which clip was set to begin when; a clip lasts a tenth of a second for each kilobyte.
EARS = """
window.heard = [];
window.AudioContext = class extends EventTarget {
  state = window.name === "held" ? "suspended" : "running";
  destination = null;
  get currentTime() { return performance.now() / 1000; }
  async resume() { if (this.isTouched) { this.state = "running"; this.dispatchEvent(new Event("statechange")); } }
  async decodeAudioData(bytes) { return { clip: bytes.clip, duration: bytes.byteLength / 10240 }; }
  createBufferSource() {
    return { connect() {}, start(at) { window.heard.push({ at, clip: this.buffer.clip, duration: this.buffer.duration }); } };
  }
  constructor() {
    super();
    document.addEventListener("pointerdown", () => { this.isTouched = true; }, { capture: true });
  }
};
const read = Response.prototype.arrayBuffer;
Response.prototype.arrayBuffer = async function () {
  return Object.assign(await read.call(this), { clip: new URL(this.url).pathname.split("/").at(-1).replace(".opus", "") });
};
"""


class Office:
    """The office around the screen: guests come, officers call them, the clock goes on."""

    def __init__(self, app, monkeypatch) -> None:
        self.app, self.now = app, MORNING
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.do(lambda office_id: change_settings(self.actor("admin"), {"mode": "queue"}))

    def do(self, act):
        """An act in the office, with its id."""
        with self.app.app_context():
            found = act(office_by_code("7571").id)
            db.session.remove()
        return found

    def actor(self, name):
        actor = actor_of(find_person_by_username(office_by_code("7571").id, name))
        session().rollback()
        return actor

    def come(self, number, **fields) -> None:
        """A guest signs the book, and the trail says so, as it does of every act."""

        def sign(office_id: int) -> None:
            visit = make_visit(office_id, number=number, at=self.now, **fields)
            record(office_id, "register_visit", "visit", visit.id)

        self.do(sign)

    def call(self):
        """The next guest is called to the first desk."""
        desk = self.do(lambda office_id: desks(office_id)[0].id)
        return self.do(lambda _office_id: call_next_visit(self.actor("officer"), desk_id=desk))


@pytest.fixture
def office(live_server, monkeypatch) -> Office:
    return Office(live_server.app, monkeypatch)


@pytest.fixture
def screen(live_server, open_browser, office) -> Page:
    """An enrolled screen whose page's clock the test moves."""
    office.do(lambda office_id: make_display(office_id))
    page = open_browser(WALL)
    page.add_init_script(EARS)
    cookie = {"name": "layar", "value": "display-token", "url": live_server.url, "sameSite": "Strict"}
    page.context.add_cookies([cookie])
    page.clock.install()
    page.goto("/layar")
    return page


def until_polled(page: Page, happens) -> None:
    """Let the screen ask again and again until it happens."""

    def polled() -> bool:
        page.clock.run_for(3000)
        return happens()

    until(page, polled)


def heard(page: Page) -> str:
    return " ".join(one["clip"] for one in page.evaluate("window.heard"))


def mark(page: Page) -> str:
    return page.locator("#suara").get_attribute("data-state") or ""


def polls(page: Page, count: int = 2) -> None:
    """So many more answers have come."""
    answers: list = []
    page.on("response", lambda answer: answers.append(answer) if "/layar/keadaan" in answer.url else None)
    until_polled(page, lambda: len(answers) >= count)


def test_calls_are_said_in_their_order_back_to_back_and_once(screen, office):
    until_polled(screen, lambda: mark(screen) == "on")
    office.come(1)
    office.come(7, tablet_number="A-T2-07", language="en")
    office.call()
    office.now += timedelta(seconds=4)
    office.call()
    first = "gong nomor a 0 0 1 menuju loket 1"
    second = "gong nomor a t 2 0 7 menuju loket 1 nomor a t 2 0 7 menuju loket 1"
    until_polled(screen, lambda: heard(screen) == f"{first} {second}")
    clips = screen.evaluate("window.heard")
    one, two = clips[: len(first.split())], clips[len(first.split()) :]
    for call in (one, two):
        ends = [clip["at"] + clip["duration"] for clip in call]
        assert [clip["at"] for clip in call[1:]] == pytest.approx(ends[:-1], abs=1e-9), "no gap and no overlap"
    assert two[0]["at"] >= one[-1]["at"] + one[-1]["duration"], "one call after the other"
    expect(screen.locator(".w-now")).to_contain_text("Silakan menuju Loket 1")
    expect(screen.locator(".w-now [lang=en]")).to_have_text("Please go to Counter 1")
    expect(screen.locator(".w-now .w-num")).to_have_text("A-T2-07")
    picture(screen, "layar-memanggil")
    screen.reload()
    until_polled(screen, lambda: mark(screen) == "on")
    polls(screen)
    assert heard(screen) == "", "what was said is not said again by a page that is read anew"


CUT = """() => [...document.querySelectorAll(".w-num, .w-go, .w-desk h2, .w-all b, .w-next li:not([hidden]) b")].filter((one) => {
  const card = one.closest("section").getBoundingClientRect(), words = one.getBoundingClientRect();
  const side = document.querySelector(".w-side").getBoundingClientRect();
  if (one.closest(".w-side") && words.bottom > side.bottom) return true;
  return words.top < card.top || words.bottom > card.bottom || words.right > card.right;
}).map((one) => one.textContent)"""


def test_no_number_that_is_called_is_cut_off_however_many_and_long_the_desks(screen, office):
    pledge = "Kami sanggup melayani sesuai standar dan menerima sanksi bila tidak menepatinya. " * 2
    name = "Meja Pelayanan Statistik Terpadu dan DTS"
    office.do(lambda _office_id: change_settings(office.actor("admin"), {"display_pledge": pledge}))
    office.do(lambda office_id: edit_desk(office.actor("admin"), desks(office_id)[0].id, name, is_active=True))
    for number in range(1, 9):
        office.come(number, language="en", **({"tablet_number": f"A-T2-{number:02}"} if number == 1 else {}))
    for _ in range(4):
        office.call()
        office.now += timedelta(seconds=1)
    until_polled(screen, lambda: screen.locator(".w-desk").count() == 3)
    for size in (WALL, {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}):
        screen.set_viewport_size(size)
        assert screen.evaluate(CUT) == [], size
        picture(screen, f"layar-empat-{size['width']}")


@pytest.mark.parametrize("count", [5, 9, 25])
def test_every_open_call_stands_on_the_screen_however_many(screen, office, count):
    pledge = "Kami sanggup melayani sesuai standar dan menerima sanksi bila tidak menepatinya. " * 2
    office.do(lambda _office_id: change_settings(office.actor("admin"), {"display_pledge": pledge}))
    for number in range(1, count + 10):
        office.come(number, **({"tablet_number": f"A-T2-{number:02}"} if number % 4 == 1 else {}))
    called = []
    for _ in range(count):
        called.append(office.call())
        office.now += timedelta(seconds=1)
    office.do(lambda _office_id: start_called(office.actor("officer"), called[0]))
    stand = count - (1 if count < 12 else 2)  # beside the large one; whoever is served gives way to who is to come
    until_polled(screen, lambda: screen.locator(".w-all b").count() == stand)
    for size in (WALL, {"width": 1920, "height": 1080}, {"width": 1080, "height": 1920}):
        screen.set_viewport_size(size)
        picture(screen, f"layar-{count}-{size['width']}")
        assert screen.locator(".w-now .w-num").count() == 1
        assert screen.evaluate(CUT) == [], size
        assert screen.evaluate(SHORTENED) == [], size
        until(screen, lambda: screen.evaluate(BEHIND) == 9)
    smallest = screen.locator(".w-all b").first.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert smallest >= 30, "of 1080 by 1920: readable from three metres"


SHORTENED = """() => [...document.querySelectorAll(".w-all span")].filter((one) => one.scrollWidth > one.clientWidth)
  .map((one) => one.parentElement.textContent)"""
BEHIND = """() => {
  const shown = document.querySelectorAll(".w-next li:not([hidden])").length;
  return shown + Number(document.querySelector(".w-more").textContent.match(/\\d+/)?.[0] ?? 0);
}"""


def test_no_number_waits_for_clips_that_do_not_come(screen, office):
    asked: list = []
    screen.route("**/static/calls/**", lambda route: asked.append(route))  # and no answer
    screen.reload()
    until_polled(screen, lambda: bool(asked))
    office.come(1)
    office.call()
    until_polled(screen, lambda: "A-001" in screen.locator(".w-now").inner_text())
    expect(screen.locator("#suara")).to_be_hidden()  # nothing is known of its voice yet


def test_after_a_lost_connection_only_what_still_matters_is_said(screen, office):
    until_polled(screen, lambda: mark(screen) == "on")
    screen.route("**/layar/keadaan*", lambda route: route.abort())
    for number in (1, 2, 3):
        office.come(number)
    office.call()  # their three minutes pass
    office.now += timedelta(minutes=5)
    came = office.call()
    office.do(lambda _office_id: start_called(office.actor("officer"), came))
    office.call()
    until_polled(screen, lambda: screen.locator("#lost").is_visible())
    expect(screen.locator("#lost")).to_contain_text("Sambungan terputus")
    picture(screen, "layar-terputus")
    screen.unroute("**/layar/keadaan*")
    until_polled(screen, lambda: heard(screen) == "gong nomor a 0 0 3 menuju loket 1")
    expect(screen.locator("#lost")).to_be_hidden()
    expect(screen.locator(".w-now .w-num")).to_have_text("A-003")
    expect(screen.locator(".w-desk")).to_have_count(2)
    polls(screen)
    assert heard(screen) == "gong nomor a 0 0 3 menuju loket 1"


def test_a_night_passes_by_itself_and_a_revoked_screen_asks_to_be_paired(screen, office):
    office.come(1)
    until_polled(screen, lambda: "A-001" in screen.locator(".w-next").inner_text())
    screen.evaluate("window.isTheSamePage = true")
    office.now = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # half past two
    until_polled(screen, lambda: "Selasa, 24 November 2026" in screen.locator(".w-clock").inner_text())
    expect(screen.locator(".w-next")).to_contain_text("Belum ada yang menunggu.")
    expect(screen.locator(".w-foot")).to_contain_text("Buka lagi hari ini pukul 08.00 WITA.")
    screen.route("**/layar/keadaan*", lambda route: route.fulfill(status=502, body="<html>"))  # a restart
    until_polled(screen, lambda: screen.locator("#lost").is_visible())
    screen.unroute("**/layar/keadaan*")
    office.now = MORNING + timedelta(days=1)
    office.come(1)
    until_polled(screen, lambda: "A-001" in screen.locator(".w-next").inner_text())
    assert screen.evaluate("window.isTheSamePage"), "it was never read anew"
    office.do(lambda office_id: revoke_display(office.actor("admin"), displays(office_id)[0].id))
    until_polled(screen, lambda: screen.get_by_role("heading", name="Layar ini sudah dicabut").is_visible())


def test_a_voice_that_the_browser_holds_back_says_so_until_somebody_touches_the_screen(screen, office):
    screen.evaluate("window.name = 'held'")
    screen.reload()
    until_polled(screen, lambda: mark(screen) == "off")
    expect(screen.locator("#suara")).to_have_text("Suara mati. Sentuh layar ini sekali.")
    office.come(1)
    office.call()
    until_polled(screen, lambda: "A-001" in screen.locator(".w-now").inner_text())
    assert heard(screen) == "", "it is not said late, when somebody touches the screen"
    screen.locator(".w-now").click()
    until_polled(screen, lambda: mark(screen) == "on")
    polls(screen)
    assert heard(screen) == ""
    screen.locator("#suara").click()
    until(screen, lambda: heard(screen) == "gong nomor a 0 1 4")
    told = office.do(lambda office_id: displays(office_id)[0].sound)
    assert told == "on"
