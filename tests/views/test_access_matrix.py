"""Who may call what: the declarations against every address, strangers' ids, tokens, and that a GET changes nothing."""

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from pstku.complaints.operations.filing import file_complaint
from pstku.core.actor import Role
from pstku.core.db import Model, db, session
from pstku.core.tokens import uuid7
from pstku.devices.operations import revoke_device
from pstku.http.access import declared_access
from pstku.officers.queries.desks import desks
from pstku.offices.queries import code_items, configuration
from tests.conftest import ENGINES
from tests.factories import make_device, make_guest
from tests.lone_tablets import PROOF
from tests.page import PageClient
from tests.people import PASSWORD, PEOPLE

PLACEHOLDER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>")
ROLES = ("employee", "officer", "editor", "admin", "head")
# Roles are told apart before a page asks the database. What admin and officer may open is opened on both engines further down.
OPENED = [(who, engine) for engine in ENGINES for who in (ROLES if engine == "sqlite" else ("editor", "head"))]
SAMPLES = {"int": "999999", "uuid": "00000000-0000-7000-8000-000000000000", "path": "x", None: "x", "string": "x"}


def rules(app: Flask):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def sample_path(rule) -> str:
    """The rule's address with an id that no row has."""
    return PLACEHOLDER.sub(lambda found: SAMPLES[found[1]], str(rule))


def method_of(rule) -> str:
    return "GET" if "GET" in rule.methods else "POST"


def call(browser: PageClient, rule):
    return (browser.get if method_of(rule) == "GET" else browser.post)(sample_path(rule), check=False)


@pytest.mark.both_engines
def test_nobody_signed_in_reaches_a_staff_page(app, client):
    for rule in rules(app):
        if declared_access(rule.endpoint).kind != "staff":
            continue
        answer = call(client, rule)
        refused = answer.status_code == 400 if method_of(rule) == "POST" else answer.location.startswith("/masuk?next=")
        assert refused, f"{rule} answered {answer.status_code} to a stranger"


@pytest.mark.parametrize(("who", "engine"), OPENED, indirect=["engine"])
def test_each_role_opens_exactly_what_was_declared_for_it(app, sign_in, who):
    browser, roles = sign_in(who), PEOPLE[who][3] | {Role.EMPLOYEE}
    wrong = []
    for rule in rules(app):
        access = declared_access(rule.endpoint)
        if access.kind != "staff" or method_of(rule) != "GET":
            continue
        is_refused = call(browser, rule).status_code == 403
        if is_refused == bool(access.roles & roles):
            wrong.append(f"{rule}: {'refused' if is_refused else 'opened'}")
    assert wrong == []


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("employee", "/jawab", 200),
        ("employee", "/saya", 200),
        ("employee", "/admin/", 403),
        ("employee", "/admin/pengaduan", 200),
        ("officer", "/qr-saya", 200),
        ("officer", "/admin/pegawai", 403),
        ("officer", "/admin/data-pribadi", 403),
        ("officer", "/ringkasan", 403),
        ("editor", "/belajar/periksa", 200),
        ("editor", "/admin/aturan", 403),
        ("head", "/ringkasan", 200),
        ("head", "/admin/pengaduan", 200),
        ("head", "/admin/perbaikan", 200),
        ("head", "/admin/pegawai", 403),
        ("head", "/admin/jejak", 403),
        ("admin", "/admin/", 200),
        ("admin", "/admin/jejak", 200),
        ("admin", "/qr-saya", 403),
    ],
)
def test_spot_checks_that_do_not_trust_the_declarations(sign_in, who, path, status):
    assert sign_in(who).get(path).status_code == status


def test_a_tablet_opens_no_staff_page_and_staff_no_tablet_page(app, cast, client, sign_in):
    make_device(cast.office_id, token="kios-satu")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "kios-satu")
    staff = sign_in("admin")
    for rule in rules(app):
        if method_of(rule) != "GET":
            continue
        kind = declared_access(rule.endpoint).kind
        if kind == "staff":
            assert call(client, rule).status_code == 303, str(rule)
        if kind == "device":
            assert call(staff, rule).status_code == 401, str(rule)


AT_A_STRANGERS_TABLET = {
    "/kiosk/",
    "/kiosk/daftar",
    "/kiosk/daftar/keadaan",
    "/kiosk/daftar/contoh",
    "/kiosk/pembaca-qr.js",
}


@pytest.mark.both_engines
@pytest.mark.parametrize("token", ["kios-dicabut", "never-given", ""])
def test_an_unknown_or_revoked_tablet_is_answered_401_at_every_address(app, cast, client, token):
    revoke_device(cast.admin, make_device(cast.office_id, token="kios-dicabut"))
    if token:
        client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], token)
    headers = PROOF | {"X-CSRFToken": client.get("/kiosk/").page.select_one("[name=csrf_token]")["value"]}
    seen = set()
    for rule in rules(app):
        kind = declared_access(rule.endpoint).kind
        if kind == "public" and str(rule).startswith("/kiosk"):
            assert str(rule) in AT_A_STRANGERS_TABLET
        if "device" not in kind:
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = client.http.open(
                sample_path(rule), method=method, headers=headers, json={} if method == "POST" else None
            )
            assert answer.status_code == 401, f"{method} {rule} answered {answer.status_code}"
            seen.add((method, str(rule)))
    assert len(seen) > 25, "the kiosk has as many addresses"


def test_every_unsafe_method_is_refused_without_a_token(app, sign_in):
    browser = sign_in("admin")
    for rule in rules(app):
        for method in rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
            answer = browser.http.open(sample_path(rule), method=method)
            assert answer.status_code in (400, 401, 403, 415), f"{method} {rule} answered {answer.status_code}"


def whole_database() -> dict[str, list[tuple]]:
    """Every row of every table, but when a sign-in, a tablet or a probe was last there, and the unknown certificates."""
    session().expire_all()
    found = {}
    for table in Model.metadata.sorted_tables:
        if table.name == "attempts":
            continue
        columns = [column for column in table.columns if column.name not in ("last_seen_at", "probed_at")]
        found[table.name] = sorted(map(repr, session().execute(select(*columns))))
    db.session.rollback()
    return found


@pytest.mark.both_engines
def test_no_page_changes_a_row_when_it_is_read(app, own_folder, cast, sign_in):
    make_device(cast.office_id, token="kios-satu")
    browsers = [sign_in(who) for who in ("admin", "officer")]
    browsers[0].http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "kios-satu")
    before = whole_database()
    for rule in rules(app):
        if "GET" not in rule.methods:
            continue
        for browser in browsers:
            assert call(browser, rule).status_code < 500, str(rule)
    after = whole_database()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == [], f"a GET wrote to {changed}"


def test_an_id_that_no_row_can_have_is_not_found(app, sign_in):
    browser = sign_in("admin")
    for rule in rules(app):
        if "<int:" in str(rule) and "GET" in rule.methods and declared_access(rule.endpoint).kind != "device":
            path = PLACEHOLDER.sub(lambda found: "9" * 30 if found[1] == "int" else SAMPLES[found[1]], str(rule))
            assert browser.get(path, check=False).status_code == 404, str(rule)
    for path in ("/admin/jejak?sebelum=" + "9" * 30, "/admin/jejak?orang=" + "9" * 30):
        assert browser.get(path).status_code == 200


def test_a_week_out_of_this_age_is_not_found(sign_in):
    for day in ["0001-01-01", "9999-12-31", "kemarin"]:
        browser = sign_in("admin")
        assert browser.get(f"/briefing?pekan={day}", check=False).status_code == 404
        assert browser.get(f"/admin/piket?minggu={day}").status_code == 200


@pytest.fixture
def theirs(cast) -> list[str]:
    """Addresses of things that belong to the other office."""
    office = cast.other_office_id
    complaint_id: UUID = uuid7()
    file_complaint(office, complaint_id, text="Pengaduan di kantor lain.")
    item = code_items(office, "sex")[0]
    guest, device = make_guest(office), make_device(office, token="kios-sana")
    service, desk = configuration(office).services[0], desks(office)[0]
    return [
        f"/admin/pegawai/{cast.stranger.person_id}",
        f"/admin/pegawai/{cast.stranger.person_id}/nonaktifkan",
        f"/admin/pegawai/{cast.stranger.person_id}/kata-sandi",
        f"/admin/pegawai/{cast.stranger.person_id}/sanksi",
        f"/admin/pegawai/{cast.stranger.person_id}/foto/hapus",
        f"/admin/loket/{desk.id}",
        f"/admin/layanan/{service.id}",
        f"/admin/layanan/{service.id}/pindah",
        f"/admin/daftar/sex/{item.id}/pindah",
        f"/admin/daftar/sex/{item.id}/tawarkan",
        f"/admin/tablet/{device}/cabut",
        f"/admin/tablet/{device}/loket",
        f"/admin/tablet/{device}",
        f"/admin/tablet/{device}/muat-ulang",
        f"/admin/tablet/{device}/tutup",
        f"/admin/tablet/{device}/buka",
        f"/admin/tablet/{device}/rahasia",
        f"/admin/pengaduan/{complaint_id}",
        f"/admin/pengaduan/{complaint_id}/penangan",
        f"/admin/pengaduan/{complaint_id}/jawab",
        f"/admin/data-pribadi/{guest.id}/hapus",
        f"/admin/data-pribadi/{guest.id}/ekspor",
        f"/foto/{cast.stranger.person_id}",
    ]


def test_what_belongs_to_another_office_is_not_found(app, sign_in, theirs):
    browser = sign_in("admin")
    for path in theirs:
        answer = browser.get(path, check=False)
        if answer.status_code == 405:
            fields = {"password": PASSWORD, "desk_id": "", "handler_id": "", "about_person_id": ""}
            answer = browser.post_form(path, fields, page="/saya", check=False)
        assert answer.status_code == 404, f"{path} answered {answer.status_code}"


def test_under_https_cookies_are_bound_to_the_host_and_forms_still_post(database_url, tmp_path, monkeypatch):
    from pstku.app import create_app
    from tests.conftest import config_for

    monkeypatch.setenv("PSTKU_PUBLIC_URL", "https://pst.contoh.go.id")
    app = create_app(config_for(database_url, tmp_path))
    with app.app_context():
        browser = PageClient(app)
        secure = {"base_url": "https://pst.contoh.go.id", "headers": {"Referer": "https://pst.contoh.go.id/masuk"}}
        shown = browser.get("/masuk", **secure)
        assert "Strict-Transport-Security" in shown.headers
        token = shown.page.select_one("input[name=csrf_token]")["value"]
        data = {"csrf_token": token, "username": "admin", "password": PASSWORD}
        answer = browser.post("/masuk", data=data, **secure)
        assert answer.status_code == 303
        cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-pstku="))
        assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/;" in f"{cookie};" and "Domain" not in cookie
        assert browser.get("/admin/", **secure).status_code == 200
        foreign = {"base_url": "https://pst.contoh.go.id", "headers": {"Referer": "https://jahat.example/"}}
        token = browser.get("/saya", **secure).page.select_one("meta[name=csrf-token]")["content"]
        assert browser.post("/keluar", data={"csrf_token": token}, check=False, **foreign).status_code == 400
        db.session.remove()
        db.engine.dispose()
