"""Writers stand in line: in their order, not for ever, and nobody holds the place who is gone."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, TimeoutError

from pstku.app import create_app
from pstku.core import write_queue
from pstku.core.db import atomic, db, session
from pstku.core.outage import is_busy
from pstku.core.write_queue import Line, turn
from tests.conftest import config_for

LONG, SHORT = 20_000, 30  # milliseconds


@pytest.fixture(autouse=True)
def in_vain(monkeypatch) -> list[int]:
    """Waits in vain are noted here instead: they would make the next tests impatient."""
    noted: list[int] = []
    monkeypatch.setattr(write_queue, "waited_in_vain", lambda: noted.append(1))
    return noted


@pytest.fixture
def worker(database_url, tmp_path):
    app = create_app(config_for(database_url, tmp_path), with_commands=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def waiting(folder: Path) -> int:
    """How many stand in line, as the kernel tells."""
    place = f":{folder.stat().st_ino} "
    return sum(" -> FLOCK" in line and place in line for line in Path("/proc/locks").read_text().splitlines())


def until_in_line(folder: Path, count: int) -> None:
    while waiting(folder) < count:
        pass


def test_who_came_first_writes_first(tmp_path):
    came: list[int] = []

    def write(number: int) -> None:
        with turn(Line(tmp_path, LONG)):
            came.append(number)

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    with turn(Line(tmp_path, LONG)):
        for number, thread in enumerate(threads, start=1):
            thread.start()
            until_in_line(tmp_path, number)
        assert came == []
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3]


def test_nobody_waits_for_ever_and_who_gave_up_takes_no_place(tmp_path, in_vain):
    with turn(Line(tmp_path, LONG)):
        with pytest.raises(TimeoutError) as late, turn(Line(tmp_path, SHORT)):
            pass
        assert is_busy(late.value) and in_vain == [1]
        until_in_line(tmp_path, 1)  # still there, to let go as soon as the turn comes
    with turn(Line(tmp_path, LONG)) as left:
        assert 0 < left <= LONG
    while waiting(tmp_path):
        pass


HOLD = """
from pathlib import Path
from sys import argv
from pstku.core.write_queue import Line, turn

with turn(Line(Path(argv[1]), 1)):
    print(flush=True)
    input()
"""


def test_the_kernel_lets_go_of_a_writer_that_was_killed(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"\n"
        with pytest.raises(TimeoutError), turn(Line(tmp_path, SHORT)):
            pass
        writer.kill()
        with turn(Line(tmp_path, LONG)):
            pass


def test_a_folder_that_is_away_is_told_by_sqlite_itself(tmp_path):
    with turn(Line(tmp_path / "gone", SHORT)) as left:
        assert left == SHORT


def test_an_act_stands_in_line_and_leaves_it_however_it_ends(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps lines of its own")
    folder = Path(db.engine.url.database).parent
    for end in (None, RuntimeError("half way")):
        try:
            with atomic():
                with pytest.raises(TimeoutError), turn(Line(folder, SHORT)):
                    pass
                if end:
                    raise end
        except RuntimeError:
            pass
        with turn(Line(folder, SHORT)):
            pass
    with atomic() as s:
        assert s.execute(text("PRAGMA busy_timeout")).scalar() == 30_000


def test_what_is_left_of_the_wait_is_all_that_sqlite_waits(worker):
    """Somebody outside the line holds the file: an act that has waited for its turn already gives up at once."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL bounds its waits itself")
    with db.engine.connect() as other:
        other.execution_options(sqlite_begin="IMMEDIATE").execute(text("SELECT 1"))
        with pytest.raises(OperationalError) as refused:
            session().begin_act(-1)
        assert is_busy(refused.value)
        session().leave_act()
        other.rollback()
