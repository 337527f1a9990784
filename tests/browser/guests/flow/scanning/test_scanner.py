"""A scanner that types: a whole code or none, whatever stands before and after it."""

from urllib.parse import urlsplit

import pytest

from pstku.officers.operations.personal_qr import issue_badge
from pstku.officers.scanning import current_badge

PRESS = (
    "([keys, end, pauses]) => { let at = 10_000; const send = (key) => document.dispatchEvent(Object.defineProperty("
    "new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }), 'timeStamp', { value: at }));"
    "[...keys].forEach((key, n) => { at += pauses.includes(n) ? 400 : 60; send(key); }); at += 60; send(end); }"
)
AGAIN, NOT_OURS, ARABIC = "Pindai sekali lagi", "Ini bukan QR petugas kami", "Alat pemindai mengirim huruf Arab"
READ = "QR Ibu Nurain terbaca"


@pytest.fixture
def page(tablet):
    """The tablet's page, which notes what it asks the server."""
    page = tablet()
    page.asked = []
    page.on("request", lambda request: page.asked.append(urlsplit(request.url).path))
    return page


def sent(page) -> int:
    return page.asked.count("/kiosk/penilaian/pindai")


def test_a_code_counts_as_a_whole(page, served, look_up, live_server):
    def make():
        issue_badge(served[0][0])
        return current_badge(served[0][0].person_id).token

    address = f"{live_server.url}/n/{look_up(make)}"
    end = len(address)
    cases = [  # what is typed, the key at its end, before which keys the sender pauses, what is said, whether it is asked for
        (address, "Enter", [], READ, True),
        (address, "Tab", [], READ, True),
        (f"]Q1{address}", "Enter", [], READ, True),
        (address, "Enter", [4], READ, True),  # the token is whole
        (address, "Enter", [end - 9], AGAIN, False),
        (address, "Enter", [end - 14, end - 11], AGAIN, False),  # a second pause mends nothing
        (address, "Enter", [end - 20, end - 18], AGAIN, False),
        ("WIFI:T:WPA;S=Tamu;;", "Enter", [], NOT_OURS, True),
        ("8991234567890", "Enter", [], NOT_OURS, True),
        ("اففحس:ظظحسف/د/شلاؤيثب", "Enter", [], ARABIC, True),
    ]
    for keys, key, pauses, words, is_asked in cases:
        page.evaluate("document.dispatchEvent(new CustomEvent('kiosk:home'))")
        before = sent(page)
        page.evaluate(PRESS, [keys, key, pauses])
        page.locator("section[data-state='rate-code']").get_by_text(words).wait_for()
        assert sent(page) - before == int(is_asked), (keys, pauses)
