"""The server of these tests closes what it opened, also for a browser that hangs up: otherwise another test's end fails."""

import socket
import struct
from threading import Event
from urllib.parse import urlsplit

from flask import Response

from pstku.http.access import public
from tests.browser.waiting import PATIENCE

AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: no farewell, as when a tab is closed while a file arrives
SECONDS = PATIENCE / 1000


class Body:
    """What stands for an open file: whoever reads it to the end waits until the browser is gone."""

    def __init__(self) -> None:
        self.is_asked_for, self.is_gone, self.is_closed = Event(), Event(), Event()

    def __iter__(self):
        yield b"a clip"
        self.is_asked_for.set()
        assert self.is_gone.wait(SECONDS)

    def close(self) -> None:
        self.is_closed.set()


def test_a_body_is_closed_when_the_browser_hangs_up(live_server):
    body = Body()
    answer = Response(body, headers={"Content-Length": "6"}, direct_passthrough=True)
    live_server.app.view_functions["static"] = public(lambda filename: answer)
    address = urlsplit(live_server.url)
    with socket.create_connection((address.hostname, address.port)) as browser:
        browser.sendall(b"GET /static/clip.opus HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert body.is_asked_for.wait(SECONDS)
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    body.is_gone.set()
    assert body.is_closed.wait(SECONDS)
