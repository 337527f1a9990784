"""`python -m tests.proof.nights.one_night URL FOLDER MOMENT STEP`: the timer's command in a process of its own, which is
killed in the middle of a step as a power cut does it. The clock is moved to MOMENT.
"""

import os
import signal
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pstku.nightly
from pstku.app import create_app
from pstku.backups import archive
from pstku.backups.operations import long_lived
from pstku.core import clock
from pstku.nightly import Step
from tests.conftest import config_for
from tests.proof.nights.plan import BACKUP, MONTHLY


def main(url: str, folder: str, moment: str, step: str) -> None:
    """Never returns when the step is reached."""
    if step == BACKUP:
        archive.write_archive = _half_written
    if step == MONTHLY:
        long_lived.forget_every_vote = _die
    pstku.nightly.STEPS = tuple(_killed(one) if one.key == step else one for one in pstku.nightly.STEPS)
    app = create_app(config_for(url, Path(folder)))
    with clock.at(datetime.fromisoformat(moment)):
        app.test_cli_runner().invoke(args=["pstku", "nightly", "--if-due"])


def _killed(step: Step) -> Step:
    def act(office_id: int, _after: Any) -> int:
        step.act(office_id, _die)
        _die()
        return 0

    return replace(step, act=act)


def _half_written(target: Path, *_: Any) -> None:
    target.with_name(f".{target.name}.part").write_bytes(b"age-encryption.org/v1")
    _die()


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
