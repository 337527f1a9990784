"""/readyz is 503 for each fault that keeps guests away, names it, and is 200 again when it is over; /healthz is always 200."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT
from pstku.core import ballast, clock, installation, keys, probe, readiness, shared
from pstku.core.db import atomic, db
from pstku.core.installation import WrongPlaceError
from pstku.core.probe import refuse_bad_start
from pstku.http import health, proxies
from pstku.jobs.operations import confirm_clock
from pstku.nightly import run_night
from pstku.offices.queries import configuration
from tests import places
from tests.page import PageClient

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def place(app, own_folder, monkeypatch) -> Path:
    """The data folder of a sound installation, asked anew each time."""
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 0)
    db.session.remove()
    return own_folder


@pytest.fixture
def ready(client, place):
    """`ready()` gives the status and the faults."""

    def ask() -> tuple[int, list[str]]:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        return answer.status_code, answer.json["faults"]

    assert ask() == (200, [])
    return ask


def test_a_database_that_is_gone(app, ready, place):
    with places.gone():
        code = probe.MISSING if places.is_sqlite() else probe.AWAY
        assert ready() == (503, [code])
    assert ready() == (200, [])


@pytest.mark.both_engines
def test_a_database_that_can_only_be_read(ready):
    with places.read_only():
        assert ready() == (503, [probe.READ_ONLY])
    assert ready() == (200, [])


@pytest.mark.both_engines
def test_a_database_somebody_holds_locked(ready, monkeypatch):
    monkeypatch.setattr(probe, "WAIT", 50)
    probe._engine.cache_clear()
    with db.engine.connect() as other:
        other.execution_options(sqlite_begin="IMMEDIATE").execute(text("UPDATE installation SET probed_at = NULL"))
        assert ready() == (503, [probe.LOCKED])
        other.rollback()
    assert ready() == (200, [])
    probe._engine.cache_clear()


@pytest.mark.both_engines
@pytest.mark.parametrize(("revision", "code"), [("0001", probe.BEHIND), ("9999", probe.AHEAD)])
def test_a_schema_of_another_version(ready, place, revision, code):
    set_revision(revision)
    assert ready() == (503, [code])
    with pytest.raises(WrongPlaceError):
        refuse_bad_start(db.engine.url.render_as_string(hide_password=False), place)
    set_revision(probe.newest_revision())
    assert ready() == (200, [])


def set_revision(revision: str) -> None:
    with atomic() as s:
        s.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})


@pytest.mark.both_engines
def test_the_newest_revision_is_the_one_alembic_knows(app):
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == probe.newest_revision()


def test_another_key_or_another_installation(app, ready, place, monkeypatch):
    monkeypatch.setattr(keys, "_current", keys._current)
    keys.configure(app.config["SECRET_KEY"], "another-data-key-of-forty-characters-003")
    assert ready() == (503, [probe.KEY])
    keys.configure(app.config["SECRET_KEY"], app.config["DATA_KEY"])
    mine = installation.folder_id(place)
    installation.mark_folder(place, uuid4())
    assert ready() == (503, [probe.FOREIGN])
    installation.mark_folder(place, mine)
    assert ready() == (200, [])


def test_a_disk_with_too_little_room(ready, monkeypatch):
    monkeypatch.setattr(probe, "LEAST_FREE_BYTES", 2**60)
    assert ready() == (503, [probe.DISK])
    monkeypatch.undo()
    assert readiness.FRESH_SECONDS == 2


def hurt_file(file: Path, content: bytes) -> None:
    """As a careless copy does: in place, with nothing left beside it; no connection is open."""
    db.session.remove()
    db.engine.dispose()
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    file.write_bytes(content)


@ON_SQLITE
def test_a_file_that_was_emptied_or_overwritten(app, ready, database_url):
    file = Path(db.engine.url.database)
    db.session.remove()
    db.engine.dispose()  # which writes back what stands beside the file
    whole = file.read_bytes()
    middle = whole[: 4096 * 20] + b"\xa5" * 4096 * 10 + whole[4096 * 30 :]
    for hurt, code in ((b"", probe.EMPTY), (b"\0" * 200 + whole[200:], probe.DAMAGED), (middle, probe.DAMAGED)):
        hurt_file(file, hurt)
        assert ready() == (503, [code])
        with pytest.raises(WrongPlaceError):
            refuse_bad_start(database_url, app.config["DATA"])
        hurt_file(file, whole)
        assert ready() == (200, [])


@pytest.mark.both_engines
def test_whoever_asks_within_two_seconds_hears_what_was_found(client, place, monkeypatch):
    asked = []
    monkeypatch.setattr(probe, "faults", lambda url, _folder: asked.append(url) or [])
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 60)
    assert [client.get("/readyz").status_code for _ in range(5)] == [200] * 5
    assert len(asked) == 1


@pytest.mark.both_engines
def test_a_database_that_went_since_the_last_probe_is_told_as_json_too(client, place, monkeypatch):
    monkeypatch.setattr(probe, "faults", lambda _url, _folder: [])
    with places.gone():
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json["faults"]) == (503, [probe.AWAY])


def test_a_fault_that_passes_refuses_no_start(app, place, database_url, monkeypatch):
    monkeypatch.setattr(probe, "LEAST_FREE_BYTES", 2**60)
    assert refuse_bad_start(database_url, place) == [probe.DISK]


def test_what_an_admin_should_mend_is_a_warning_and_keeps_no_guest_away(app, client, sign_in, place, monkeypatch):
    monkeypatch.setattr(health, "AMPLE_BYTES", 2**60)
    answer = client.get("/readyz")
    assert answer.status_code == 200 and {"backup", "disk_low"} <= set(answer.json["warnings"])
    assert "Ruang cakram tinggal sedikit" in sign_in("admin").get("/admin/").page.get_text()


def test_a_date_that_cannot_be_right_and_nights_that_were_missed_are_warnings(cast, client, place, tmp_path):
    run_night(cast.office_id, tmp_path)
    assert not {"clock", "nightly"} & set(client.get("/readyz").json["warnings"])
    with clock.at(clock.now() + timedelta(days=4)):
        assert {"clock", "nightly"} & set(client.get("/readyz").json["warnings"]) == {"nightly"}
    with clock.at(clock.now() + timedelta(days=100)):
        answer = client.get("/readyz")
        assert answer.status_code == 200 and {"clock", "nightly"} <= set(answer.json["warnings"])
        confirm_clock(cast.admin, clock.local_day(clock.now(), configuration(cast.office_id).tz))
        assert "clock" not in client.get("/readyz").json["warnings"]


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("postgresql+psycopg://pstku@/pstku", True),
        ("postgresql+psycopg://pstku@/pstku?host=/run/postgresql", True),
        ("postgresql+psycopg://pstku@localhost/pstku", True),
        ("postgresql+psycopg://pstku@10.0.0.7/pstku", False),
    ],
)
def test_the_disk_of_a_postgresql_on_this_machine_is_watched_too(tmp_path, monkeypatch, url, is_here):
    monkeypatch.setattr(probe, "POSTGRESQL", tmp_path / "postgresql")
    assert probe.places(url, tmp_path) == [tmp_path], "another system keeps it elsewhere"
    (tmp_path / "postgresql").mkdir()
    assert probe.places(url, tmp_path) == ([tmp_path / "postgresql", tmp_path] if is_here else [tmp_path])


def test_a_fault_that_still_lets_pages_open_is_told_on_the_admins_first_page(sign_in, place, monkeypatch):
    monkeypatch.setattr(probe, "LEAST_FREE_BYTES", 2**60)
    said = sign_in("admin").get("/admin/").page.get_text()
    assert "Tamu tidak dapat dilayani" in said and "Ruang cakram hampir habis" in said


@pytest.mark.parametrize("hops", [0, 1])
def test_a_proxy_that_is_not_set_up_is_noticed(app, place, sign_in, monkeypatch, hops):
    """Without hops the proxy's header is not read; with hops it does not send one."""
    shared.change(lambda known: known.pop("only_proxy", None))
    app.extensions["proxy_count"] = 0
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)
    silent, told = ({}, {"X-Forwarded-For": "10.0.0.7"}) if hops else ({"X-Forwarded-For": "10.0.0.7"}, {})
    client = PageClient(app)
    for _ in range(proxies.ENOUGH):
        assert client.get("/static/img/favicon.svg", headers=silent).status_code == 200
    assert "proxy" in client.get("/readyz").json["warnings"]
    assert client.get("/static/img/favicon.svg", headers=told).status_code == 200
    assert "proxy" not in client.get("/readyz").json["warnings"]


def test_a_disk_that_fills_up_gives_the_ballast_away(app, tmp_path, monkeypatch):
    monkeypatch.setattr(ballast, "LEAST_FREE_BYTES", 0)
    monkeypatch.setattr(ballast, "SIZE", 4096)
    assert ballast.take_on(tmp_path) and not ballast.take_on(tmp_path)
    assert (tmp_path / ballast.FILE).stat().st_blocks * 512 >= 4096, "its room is really taken"
    assert ballast.throw_off(tmp_path) and not ballast.throw_off(tmp_path)
    monkeypatch.setattr(ballast, "LEAST_FREE_BYTES", 2**60)
    assert not ballast.take_on(tmp_path), "no ballast where there is no room for guests"


def test_every_fault_says_what_to_do():
    codes = {value for name, value in vars(probe).items() if name.isupper() and isinstance(value, str)}
    assert codes - set(probe.WHAT_TO_DO) == set() and set(probe.WHAT_TO_DO) >= probe.PASSING


def test_the_proxys_own_page_for_an_application_that_is_away_is_ours(client):
    named = re.search(r"error_page 502 504 (/static/\S+);", (ROOT / "deploy" / "nginx.conf").read_text())[1]
    shown = client.get(named)
    assert shown.status_code == 200 and "mencoba lagi sendiri" in shown.page.get_text()
    for link in shown.page.select("link[href]"):
        assert client.get(link["href"]).status_code == 200, link["href"]


def test_every_code_is_explained_to_whoever_runs_the_server():
    guide = (ROOT / "docs" / "how-to" / "faults.md").read_text()
    assert [code for code in probe.WHAT_TO_DO if f"`{code}`" not in guide] == []
