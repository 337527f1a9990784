"""What a server reads: the master the whole program, once, and nothing that a fork would break; a worker what it uses."""

import subprocess
import sys

from tests.served.server import ROOT

READ_BY_THE_MASTER = """
import os, runpy, sys, threading
runpy.run_path("deploy/gunicorn.conf.py")
"""


def run(script: str) -> str:
    """What a fresh interpreter prints, in the project's folder."""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_worker_finds_the_program_already_read():
    script = f"""{READ_BY_THE_MASTER}
before = set(sys.modules)
from config import TestConfig
from pstku.app import create_app
create_app(TestConfig(), with_commands=False)
print(*sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ("pstku", "kiosk", "sqlalchemy")))
"""
    assert run(script) == ""


def test_the_master_holds_no_thread_and_no_connection():
    script = f"""{READ_BY_THE_MASTER}
held = [os.readlink(f"/proc/self/fd/{{one}}") for one in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{{one}}")]
print(threading.active_count(), *(name for name in held if "sqlite" in name or name.startswith("socket")))
"""
    assert run(script) == "1"


def test_the_collector_leaves_alone_what_was_read_and_works_again():
    script = f"""{READ_BY_THE_MASTER}
import gc
print(gc.isenabled(), gc.get_freeze_count() > 100_000)
"""
    assert run(script) == "True True"


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
