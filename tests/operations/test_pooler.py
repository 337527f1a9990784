"""Behind a pooler that hands a connection on after every transaction, each caller gets its own rows and limits."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from pstku.app import create_app
from pstku.core.db import atomic, db
from tests.conftest import POSTGRES, config_for
from tests.operations.test_atomic import in_threads

POOLER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
SERVER = str(make_url(POSTGRES).query["host"]) if POSTGRES else ""

pytestmark = [
    pytest.mark.skipif(not (POSTGRES and POOLER), reason="no PostgreSQL or no pgbouncer"),
    pytest.mark.parametrize("engine", ["postgresql"], indirect=True),
]


@pytest.fixture
def pooled_url(database_url):
    """The test's database behind pgbouncer: two connections to the server for everybody."""
    place = Path(tempfile.mkdtemp(dir=SERVER))  # a short path: sockets take no more than 107 letters
    place.chmod(0o777)
    (place / "users.txt").write_text('"postgres" ""\n')
    (place / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={SERVER}\n[pgbouncer]\npool_mode = transaction\n"
        f"default_pool_size = 2\nlisten_addr =\nunix_socket_dir = {place}\nauth_type = trust\n"
        f"auth_file = {place}/users.txt\n"
    )
    user = ["-u", "postgres"] if os.geteuid() == 0 else []
    running = subprocess.Popen([POOLER, *user, place / "pgbouncer.ini"], stderr=subprocess.DEVNULL)
    for _ in range(100):
        if list(place.glob(".s.PGSQL.*")):
            break
        time.sleep(0.05)
    url = make_url(database_url).update_query_dict({"host": str(place), "port": "6432"})
    yield url.set(port=6432).render_as_string(hide_password=False)
    running.terminate()
    running.wait()


@pytest.fixture
def worker(pooled_url, tmp_path):
    app = create_app(config_for(pooled_url, tmp_path), with_commands=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_statements_with_commits_give_each_caller_its_own_rows(worker):
    wrong = []

    def ask():
        mine = os.urandom(4).hex()
        for number in range(60):
            for kind in range(8):  # more than five times each: from then on psycopg would prepare it
                with atomic() as s:
                    found = s.execute(text(f"SELECT :told AS told_{kind}"), {"told": f"{mine} {number} {kind}"}).one()
                if found._asdict() != {f"told_{kind}": f"{mine} {number} {kind}"}:
                    wrong.append(found)

    assert in_threads(worker, ask) == []
    assert wrong == []


def limits() -> tuple[str, str]:
    with atomic() as s:
        return s.scalar(text("SHOW lock_timeout")), s.scalar(text("SHOW statement_timeout"))


def test_limits_are_those_of_who_asks_and_are_left_to_nobody(worker, pooled_url, tmp_path):
    assert limits() == ("2s", "15s")
    job = create_app(config_for(pooled_url, tmp_path))
    with job.app_context():
        assert limits() == ("0", "0")
        db.session.remove()
        db.engine.dispose()
    assert limits() == ("2s", "15s")
