"""Long work in a process of its own: no worker is kept from its guests, and none is ended in the middle of it."""

import subprocess
import sys
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
