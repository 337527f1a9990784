"""One request through a WSGI function; only what the application does with it is counted."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Application = Callable[[dict[str, Any], Any], Any]
FINE = ("200", "204")


@dataclass
class Meter:
    """Seconds the applications of this process took so far."""

    cpu: float = 0.0
    wall: float = 0.0


meter = Meter()


def get(path: str, cookie: str = "", **headers: str) -> dict[str, Any]:
    """A GET as a server would hand it over; `headers` by their WSGI names."""
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }


def post(path: str, body: dict[str, Any], cookie: str) -> dict[str, Any]:
    """A JSON post of the tablet's script."""
    data = json.dumps(body).encode()
    return get(path, cookie, HTTP_ORIGIN="http://localhost", HTTP_X_PSTKU="1") | {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": BytesIO(data),
    }


def ask(application: Application, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Status and body; anything but 200 and 204 stops the benchmark."""
    seen: list[str] = []

    def start_response(status: str, *_: Any) -> None:
        seen.append(status)

    cpu, wall = time.process_time(), time.perf_counter()
    answer = application(environ, start_response)
    text = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    meter.cpu += time.process_time() - cpu
    meter.wall += time.perf_counter() - wall
    assert seen[0].startswith(FINE), (environ["PATH_INFO"], seen, text[:300])
    return seen[0], text
