"""Fixtures: a migrated template per engine, copied for each test; two offices and their people."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import make_url

from pstku.accounts import passwords
from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.app import create_app
from pstku.audit.exports import begin_exports
from pstku.core import clock, shared
from pstku.core import db as database
from pstku.core.actor import Actor
from pstku.core.db import db, session
from pstku.core.installation import claim_folder
from pstku.offices.queries import configurations, office_by_code
from tests.engines import pytest_addoption, pytest_collection_modifyitems  # noqa: F401  (hooks)
from tests.images import Images
from tests.known import known
from tests.lent import LentApp, config_for
from tests.meeting import Meeting
from tests.page import PageClient
from tests.people import found_offices
from tests.put_back import PutBack
from tests.server import POSTGRES, connection_to, copy_on_server, drop_on_server, let_go, postgres_url, run_on_server
from tests.signing_in import cookies_of

_numbers = count()
ENGINES = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]


def pytest_collection_finish() -> None:
    """Let Python look for cycles rarely, and not among what it has loaded: a tenth of the processors' time went there.

    And hear who changes the configuration.
    """
    gc.set_threshold(100_000, 50, 100)
    gc.freeze()
    known.listen()


def fill(url: str, data: Path) -> None:
    """Migrate an empty database and found the two offices in it: today, wherever the first test to ask stands in time."""
    app = create_app(config_for(url, data))
    with app.app_context(), clock.at(datetime.now(UTC)):
        upgrade()
        found_offices()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder of this run that all its workers share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Inside the block no other worker is in such a block: what one of them makes there the others find."""
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory, shared_folder) -> Path:
    file = shared_folder / "template.sqlite"
    with alone_in(shared_folder):
        if not file.exists():
            folder = tmp_path_factory.mktemp("template")
            fill(f"sqlite:///{folder / file.name}", folder)
            (folder / file.name).rename(file)
    return file


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory, shared_folder) -> str:
    return template_on_server(tmp_path_factory, shared_folder)


def template_on_server(tmp_path_factory, shared_folder: Path) -> str:
    """The name of the migrated and peopled database of this run; the first to ask makes it."""
    made = shared_folder / "postgres_template"  # holds the name of a database that is ready
    with alone_in(shared_folder):
        if not made.exists():
            name = f"template_{os.getpid()}"
            run_on_server(f"CREATE DATABASE {name}")
            fill(postgres_url(name), tmp_path_factory.mktemp("template"))
            connection_to(name).execute("VACUUM")  # every table's size is known, as when it is put back
            let_go(name)
            made.write_text(name, encoding="ascii")
    return made.read_text(encoding="ascii")


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    """The engine this test runs on."""
    return request.param


@contextmanager
def fresh_database(engine: str, template: Path | str, folder: Path, name: str = "") -> Iterator[str]:
    """A copy of an engine's template for as long as the block runs; gives its address.

    Without a `name` it gets one that no other had: the configuration is kept by database and version.
    """
    name = name or f"test_{os.getpid()}_{next(_numbers)}"
    if engine == "sqlite":
        file = folder / f"{name}.sqlite"
        shutil.copy(template, file)
        yield f"sqlite:///{file}"
    else:
        copy_on_server(name, template)
        yield postgres_url(name)
        drop_on_server(name)


@pytest.fixture(scope="session")
def put_back(postgres_template) -> Iterator[PutBack]:
    """This worker's database on the server, lent to one test after the other."""
    database = PutBack(f"test_{os.getpid()}", postgres_template)
    yield database
    drop_on_server(database.name)


@pytest.fixture
def template(request, engine) -> Path | str:
    """The migrated and peopled database of this engine: a file, or a name on the server."""
    return request.getfixturevalue("sqlite_template" if engine == "sqlite" else "postgres_template")


@pytest.fixture(scope="session")
def _seat(tmp_path_factory) -> Path:
    """A folder that is another one in each test, so that its database has the same address in all of them."""
    return tmp_path_factory.mktemp("seat") / "now"


@pytest.fixture
def database_url(request, engine, template, tmp_path, _seat) -> Iterator[str]:
    """A fresh database, already migrated and peopled, on each engine; on SQLite it lies in the test's own folder."""
    _seat.unlink(missing_ok=True)
    _seat.symlink_to(tmp_path)
    number = next(_numbers)
    shared.change(lambda known: known.clear())
    if engine == "sqlite":
        lent = fresh_database(engine, template, _seat, f"test_{os.getpid()}")
    else:
        lent = request.getfixturevalue("put_back").lent()
    with lent as url, pytest.MonkeyPatch.context() as patch:
        # What a process keeps of a database it keeps by name, and this test's database is another one than the last's.
        patch.setattr(database, "_name_of", lambda asked: f"{asked.url} of test {number}")
        own = f"{make_url(url)} of test {number}"
        patch.setattr(configurations, "_configuration", known.reading(engine, own, configurations._configuration))
        yield url


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(shared_folder) -> Iterator[None]:
    """What Jinja compiles for one application is kept for those that other workers and some tests make."""
    folder = shared_folder / "pages"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", FileSystemBytecodeCache(str(folder)))
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hashed in a thousandth of the memory: a password is set or asked in nearly every test.

    What the real costs are is held by tests/unit/test_passwords.py.
    """
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "_nobody", quick.hash("kata sandi siapa pun"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _meets_postgres(tmp_path_factory, shared_folder) -> Iterator[None]:
    """What the pages' tests ask SQLite for, PostgreSQL can answer too; an error here names the statements it refuses."""
    meeting = Meeting()
    with meeting.listening():
        yield
    if not POSTGRES or not meeting.asked:
        return
    marks, name = shared_folder / "met_by_postgres", f"meeting_{os.getpid()}"
    template = template_on_server(tmp_path_factory, shared_folder)
    with alone_in(shared_folder):
        known_marks = set(marks.read_text(encoding="ascii").split()) if marks.exists() else set()
        copy_on_server(name, template)
        faults = meeting.put_to(connection_to(name), known_marks)
        drop_on_server(name)
        marks.write_text("\n".join(sorted(known_marks)), encoding="ascii")
    assert not faults, "PostgreSQL refuses what pages ask:\n" + "\n".join(faults)


_apps: dict[str, LentApp] = {}


@pytest.fixture
def app(engine, database_url, tmp_path) -> Iterator[Flask]:
    """The application of this engine, on the test's own database and data folder."""
    if engine not in _apps:
        _apps[engine] = LentApp(database_url, tmp_path)
    with _apps[engine].lent(tmp_path) as app:
        yield app


_images: dict[str, Images] = {}


@pytest.fixture
def built_once(request, app, engine, template, tmp_path_factory) -> Callable:
    """`built_once(build, …)` fills the test's database as `build(…)` does, and returns what that returned."""
    if engine not in _images:
        on_server = request.getfixturevalue("put_back") if engine == "postgresql" else None
        _images[engine] = Images(tmp_path_factory.mktemp("images"), on_server)
    return partial(_images[engine].after, template)


@pytest.fixture
def own_folder(app) -> Path:
    """The data folder, bound to the test's database as `office-init` leaves it: for migrations, starts and exports."""
    folder = app.config["DATA"]
    claim_folder(folder)
    begin_exports(folder)
    session().commit()
    return folder


@dataclass
class Cast:
    """The people of the test office, as actors; `stranger` belongs to the other office."""

    office_id: int
    other_office_id: int
    admin: Actor
    admin2: Actor
    head: Actor
    officer: Actor
    officer2: Actor
    editor: Actor
    employee: Actor
    stranger: Actor


_casts: dict[str, Cast] = {}


@pytest.fixture
def cast(app, engine) -> Cast:
    """Read once from each engine's template: every test begins with a copy of it."""
    if engine not in _casts:
        _casts[engine] = read_cast()
    return _casts[engine]


def read_cast() -> Cast:
    home, away = office_by_code("7571"), office_by_code("1371")
    names = ("admin", "admin2", "head", "officer", "officer2", "editor", "employee")
    found = {name: actor_of(find_person_by_username(home.id, name)) for name in names}
    stranger = actor_of(find_person_by_username(away.id, "stranger"))
    session().commit()
    return Cast(home.id, away.id, **found, stranger=stranger)


@pytest.fixture
def still_clock() -> Iterator[None]:
    """The moment stands: tries are counted by windows of the clock, and a test must not cross from one into the next."""
    with clock.at(clock.now()):
        yield


@pytest.fixture
def client(app) -> PageClient:
    """A browser without a sign-in."""
    return PageClient(app)


@pytest.fixture
def sign_in(app):
    """`sign_in("officer")` gives a browser in which that person is signed in."""

    def enter(username: str) -> PageClient:
        client = PageClient(app)
        for name, value in cookies_of(app, username).items():
            client.http.set_cookie(name, value)
        return client

    return enter
