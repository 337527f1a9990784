"""What a server reads: the master the whole program, once, and nothing that a fork would break; a worker what it uses."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.served.server import ROOT

AS_A_MASTER = """
import gc, json, os, runpy, sys, threading
runpy.run_path("deploy/gunicorn.conf.py")
fds = [f"/proc/self/fd/{one}" for one in os.listdir("/proc/self/fd")]
held = [os.readlink(one) for one in fds if os.path.exists(one)]
told = {
    "threads": threading.active_count(),
    "connections": [name for name in held if "sqlite" in name or name.startswith("socket")],
    "collects": gc.isenabled(),
    "frozen": gc.get_freeze_count(),
}
before = set(sys.modules)
from config import TestConfig
from pstku.app import create_app
create_app(TestConfig(), with_commands=False)
heavy = HEAVY
told["read"] = sorted(name for name in heavy if name in sys.modules)
late = sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ("pstku", "kiosk", "sqlalchemy"))
print(json.dumps(told | {"late": late}))
"""
# Read by the few pages, commands and nights that need them: each would cost every start a hundredth of its time, or more.
HEAVY = (
    "OpenSSL", "PIL", "aiohttp", "alembic", "asn1crypto", "cbor2", "docx", "docxtpl", "flask_migrate", "lxml", "multiprocessing",
    "openpyxl", "psycopg", "pyasn1", "pyhanko", "pyhanko_certvalidator", "pyrage", "qrcode", "requests", "sqlite3", "typst",
    "unittest", "webauthn", "xlrd", "xlsxwriter", "zxingcpp",
)  # fmt: skip


def run(script: str) -> str:
    """What a fresh interpreter prints, in the project's folder."""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="session")
def master() -> dict[str, Any]:
    """What a master has read and holds, and what a worker would still have to read: one program tells it all."""
    return json.loads(run(AS_A_MASTER.replace("HEAVY", repr(HEAVY))))


def test_a_worker_finds_the_program_already_read(master):
    assert master["late"] == []


def test_no_start_waits_for_what_a_server_hardly_needs(master):
    assert master["read"] == []


def test_the_master_holds_no_thread_and_no_connection(master):
    assert (master["threads"], master["connections"]) == (1, [])


def test_the_collector_leaves_alone_what_was_read_and_works_again(master):
    assert master["collects"] and master["frozen"] > 100_000


def test_showing_the_sign_in_page_reads_nothing_that_only_checking_a_key_needs():
    script = """
import sys
from config import TestConfig
from pstku.app import create_app
from pstku.http.passkeys import key_sign_in
with create_app(TestConfig(), with_commands=False).test_request_context("/masuk"):
    assert key_sign_in()
print(*(name for name in ("webauthn", "OpenSSL", "pyasn1", "cbor2") if name in sys.modules))
"""
    assert run(script) == ""
