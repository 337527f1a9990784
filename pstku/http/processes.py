"""Long work in a process of its own: no worker is kept from its guests, and none is ended in the middle of it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import current_app

from config import ROOT


def start_command(*arguments: str) -> None:
    """Begin `flask pstku …` beside this worker, with its own environment; nobody waits for it here.

    Who it is and how it ended stands on the page of jobs. `START_COMMAND` of the configuration takes its place in tests.
    """
    if (stand_in := current_app.config.get("START_COMMAND")) is not None:
        stand_in(*arguments)
        return
    command = [sys.executable, "-m", "flask", "--app", "pstku.app:create_app", "pstku", *arguments]
    started = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    Thread(target=started.wait, daemon=True, name=f"wait-{started.pid}").start()  # or it would stay as a zombie


@contextmanager
def ending_when_told() -> Iterator[None]:
    """Inside the block SIGTERM, as a restart of the service sends it, raises SystemExit: what is held is given back."""

    def end(*_: object) -> None:
        sys.exit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
