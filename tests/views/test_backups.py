"""The admin's room of backups: a key shown once, its paper tested, a file made and taken away."""

import re
from contextvars import Context
from datetime import timedelta

import pytest

from pstku.audit.queries import entries
from pstku.backups.operations import staging
from pstku.backups.operations.backing_up import back_up
from pstku.backups.operations.backup_job import COPYING
from pstku.backups.operations.journal import read_journal
from pstku.backups.operations.recovery_keys import asked_places, make_recovery_key
from pstku.backups.place import place_of
from pstku.backups.queries import backup_files, recovery_keys
from pstku.backups.rules.recovery_key import printed_groups
from pstku.core import clock
from pstku.jobs.operations import running
from pstku.jobs.queries import BACKUP, BEGINS_WITHIN
from tests.backups import members
from tests.factories import make_guest
from tests.people import PASSWORD


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def place(app):
    return place_of(app.config)


@pytest.fixture
def at_once(app):
    """The process that makes a backup has ended before the answer."""

    def run(*words):
        Context().run(app.test_cli_runner().invoke, args=["pstku", *words])

    app.config["START_COMMAND"] = run


def words(answer) -> str:
    return " ".join(answer.page.get_text(" ").split())


def test_the_home_page_asks_for_a_key_then_a_backup_then_a_test(cast, admin, place):
    assert "Belum ada cadangan." in words(admin.get("/admin/"))
    made = make_recovery_key(cast.admin, "brankas")
    assert "Cadangan terakhir sudah lama." in words(admin.get("/admin/"))
    back_up(cast.office_id, place)
    assert "Kunci pemulihan belum diuji." in words(admin.get("/admin/"))
    path = f"/admin/cadangan/kunci/{made.id}/uji"
    typed = [made.groups[n - 1] for n in asked_places(recovery_keys(cast.office_id)[0])]
    admin.post_form(
        path, dict(zip(("first", "second", "third"), typed, strict=True)), page="/admin/cadangan/kunci/1/uji"
    )
    home = words(admin.get("/admin/"))
    assert "cadangan" not in home.partition("Orang dan konter")[0].lower().partition("perlu perhatian")[2]
    with clock.at(clock.now() + timedelta(days=3)):
        assert backup_files(place.backups)


@pytest.mark.both_engines
def test_a_key_is_shown_once_and_its_three_groups_are_asked(cast, admin):
    shown = admin.post_form("/admin/cadangan/kunci", {"kept_at": "brankas kepala"}, page="/admin/cadangan")
    groups = [item.get_text() for item in shown.page.select("ol.codes b")]
    assert [len(group) for group in groups] == [4] * 14 + [2] and shown.page.select_one("svg.qr")
    assert [item.get_text() for item in shown.page.select("ol.codes span")] == [str(n) for n in range(1, 16)]
    assert "no-store" in shown.headers["Cache-Control"]
    room = admin.get("/admin/cadangan")
    assert "belum diuji" in words(room) and not [group for group in groups[:-1] if group in room.get_data(as_text=True)]
    test = admin.get("/admin/cadangan/kunci/1/uji")
    asked = [int(n) for n in re.findall(r"Kelompok (\d+)", words(test))]
    assert asked == asked_places(recovery_keys(cast.office_id)[0])
    wrong = admin.post_form("/admin/cadangan/kunci/1/uji", {"first": "AAAA", "second": "BB", "third": "CCCC"})
    assert wrong.status_code == 422 and "tidak cocok" in words(wrong)
    assert wrong.page.select_one("#second")["value"] == "BB", "what was typed is kept"
    right = dict(zip(("first", "second", "third"), [groups[n - 1].lower() for n in asked], strict=True))
    assert admin.post_form("/admin/cadangan/kunci/1/uji", right).location.endswith("/admin/cadangan")
    assert "belum diuji" not in words(admin.get("/admin/cadangan"))


def test_making_and_retiring_a_key_ask_for_the_password_after_a_while(cast, admin):
    with clock.at(clock.now() + timedelta(minutes=6)):
        refused = admin.post_form("/admin/cadangan/kunci", {"kept_at": "brankas"}, page="/admin/cadangan")
        assert refused.status_code == 422 and recovery_keys(cast.office_id) == []
        assert refused.page.select_one("#kept_at")["value"] == "brankas"
        values = {"kept_at": "brankas", "password": PASSWORD}
        assert admin.post_form("/admin/cadangan/kunci", values, page="/admin/cadangan").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=13)):
        path = "/admin/cadangan/kunci/1/hentikan"
        assert (
            admin.post_form(path, {"password": "salah sekali"}, page="/admin/cadangan/kunci/1/uji").status_code == 422
        )
        assert recovery_keys(cast.office_id)
        admin.post_form(path, {"password": PASSWORD}, page="/admin/cadangan/kunci/1/uji")
        assert recovery_keys(cast.office_id) == []


def test_an_admin_makes_a_backup_and_takes_it_away(cast, admin, place, at_once):
    made = make_recovery_key(cast.admin, "brankas")
    admin.post_form("/admin/cadangan/buat", {}, page="/admin/cadangan")
    name = backup_files(place.backups)[0].name
    room = words(admin.get("/admin/cadangan"))
    assert name in room and "MB" in room
    taken = admin.post_form(f"/admin/cadangan/{name}/unduh", {}, page="/admin/cadangan")
    assert taken.headers["Content-Disposition"] == f"attachment; filename={name}"
    (place.data / "taken.age").write_bytes(taken.get_data())
    assert members(place.data / "taken.age", made.secret)
    assert printed_groups(made.secret) == made.groups
    done = entries(cast.office_id, before=None, action="download_backup", actor_id=None, without=[])
    assert done[0].entity_id == name and done[0].actor_id == cast.admin.person_id


def test_without_a_key_the_button_says_what_to_do_first(cast, admin, place):
    assert admin.post("/admin/cadangan/buat", check=False).status_code == 400, "not without its token"
    admin.post_form("/admin/cadangan/buat", {}, page="/admin/")
    assert "Buat dahulu di bawah" in words(admin.get("/admin/cadangan")) and backup_files(place.backups) == []


@pytest.mark.parametrize(
    "name", ["pstku.sqlite", "secrets", "..%2Fsecrets", "pstku-7571-20260101T000000Z-penuh.tar.gz.age"]
)
def test_nothing_but_a_backup_is_given_out(cast, admin, place, name):
    place.backups.mkdir()
    (place.backups / "secrets").write_text("x")
    answer = admin.post_form(f"/admin/cadangan/{name}/unduh", {}, page="/admin/cadangan", check=False)
    assert answer.status_code == 404


def test_a_running_backup_is_watched_and_seen_among_the_jobs(app, cast, admin, place):
    make_recovery_key(cast.admin, "brankas")
    begun = []
    app.config["START_COMMAND"] = lambda *words: begun.append(words)
    for _ in range(2):
        admin.post_form("/admin/cadangan/buat", {}, page="/admin/cadangan")
    assert begun == [("jobs",)], "a second press begins no second one"
    page = admin.get("/admin/cadangan")
    assert "Sedang dibuat" in words(page) and page.page.select_one("#now[hx-get]")
    with running(cast.office_id, BACKUP, asked=True) as job:
        job.at(COPYING)
        assert "Sedang dibuat" in words(admin.get("/admin/cadangan"))
        assert "mengunci basis data" in words(admin.get("/admin/pekerjaan"))
    ended = admin.get("/admin/cadangan", headers={"HX-Request": "true", "HX-Target": "now"}, check=False)
    assert ended.headers["HX-Refresh"] == "true"


def test_a_backup_that_failed_or_was_killed_says_so_until_one_succeeds(app, cast, admin, place, at_once, monkeypatch):
    make_recovery_key(cast.admin, "brankas")
    monkeypatch.setattr(staging, "LEAST_LEFT", 10**15)
    admin.post_form("/admin/cadangan/buat", {}, page="/admin/cadangan")
    assert "Ruang disk kurang" in words(admin.get("/admin/cadangan"))
    monkeypatch.undo()
    app.config["START_COMMAND"] = lambda *words: None
    admin.post_form("/admin/cadangan/buat", {}, page="/admin/cadangan")
    with clock.at(clock.now() + BEGINS_WITHIN):
        assert "Yang terakhir terputus." in words(admin.get("/admin/cadangan"))
        told = Context().run(app.test_cli_runner().invoke, args=["pstku", "jobs"])
        assert told.exit_code == 0 and "Cadangan" in told.output, told.output
        room = words(admin.get("/admin/cadangan"))
        assert "Yang terakhir" not in room and len(backup_files(place.backups)) == 1
        made = entries(cast.office_id, before=None, action="back_up", actor_id=None, without=[])
        assert [entry.actor_id for entry in made] == [cast.admin.person_id]
        assert cast.admin.name in words(admin.get("/admin/pekerjaan"))


@pytest.mark.both_engines
def test_erasing_a_guest_is_written_beside_the_backups_at_once(cast, admin, place):
    guest_id = make_guest(cast.office_id).id
    make_recovery_key(cast.admin, "brankas")
    back_up(cast.office_id, place)
    fields = {"password": PASSWORD, "complaints": ""}
    admin.post_form(f"/admin/data-pribadi/{guest_id}/hapus", fields, page="/admin/data-pribadi")
    assert [line["id"] for line in read_journal(place.backups) if line["what"] == "guest"] == [str(guest_id)]
