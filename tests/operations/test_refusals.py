"""What was taken back or refused after a backup stays so when that backup is restored."""

import re
from contextvars import Context
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from pstku.accounts.models import Passkey, Person, PersonRole, RecoveryCode, SecondFactor, SignIn
from pstku.accounts.operations.passkeys import remove_passkey
from pstku.accounts.operations.people import add_person, deactivate_person, edit_person, reactivate_person
from pstku.accounts.operations.portraits import remove_photo
from pstku.accounts.operations.second_factor import print_recovery_codes, reset_second_factor
from pstku.accounts.operations.signing_in import change_password, sign_in
from pstku.app import create_app
from pstku.backups.models import RecoveryKey
from pstku.backups.operations.backing_up import back_up
from pstku.backups.operations.journal import FILE, note_forgotten, read_journal
from pstku.backups.operations.recovery_keys import make_recovery_key, retire_recovery_key
from pstku.backups.operations.refusals import AGAIN
from pstku.backups.queries import recovery_keys
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import atomic, db, session
from pstku.core.errors import InvalidInput
from pstku.devices.models import Device
from pstku.devices.operations import revoke_device
from pstku.guestbook.models import Consent
from pstku.guestbook.operations.privacy import correct_guest
from pstku.library.models import IndicatorValue
from pstku.library.operations.withdrawing import _withdraw
from pstku.officers.models import Badge, OfficerQr
from pstku.officers.operations.personal_qr import issue_badge, renew_qr, revoke_badge, revoke_qr
from tests.backups import empty_place
from tests.conftest import config_for
from tests.factories import make_device, make_guest
from tests.operations.test_restoring import restored
from tests.people import PASSWORD

NEW_PASSWORD = "kuda terbang ke pasar sentral"


@pytest.fixture
def put_in_place(cast):
    """One of everything that can be taken back."""
    guest, now, me = make_guest(cast.office_id), clock.now(), cast.officer.person_id
    device_id = make_device(cast.office_id)
    renew_qr(cast.officer)
    issue_badge(cast.officer)
    mine = {"office_id": cast.office_id, "person_id": me}
    with atomic() as s:
        s.add(Consent(guest_id=guest.id, purpose="follow_up", notice_version="1", source="tablet", given_at=now))
        s.add(Passkey(**mine, credential_id=b"1", public_key=b"2", sign_count=0, label="HP", created_at=now))
        s.add(SecondFactor(**mine, asked_at=now, totp_sealed=b"sealed", last_step=1))
        s.add(RecoveryCode(**mine, code_index="old", created_at=now))
        s.execute(update(Person).where(Person.id == me).values(photo=b"jpeg", has_photo=True))
        value = IndicatorValue(
            office_id=cast.office_id, indicator_key="tpt", region_code="7571", period="2025", period_kind="year",
            vintage=1, scaled=46, decimals=1, status="final", series="", source="BPS", entered_at=now, checked_at=now,
        )  # fmt: skip
        s.add(value)
        s.flush()
    return guest.id, device_id, value.id


def count(column, *where) -> int:
    return session().scalar(select(func.count(column)).where(*where))


def take_back_everything(cast, guest_id, device_id, value_id) -> None:
    me = cast.officer.person_id
    consent_id = session().scalars(select(Consent.id)).one()
    fields = {"name": "Budi Santoso", "salutation": "", "phone": "", "email": ""}
    correct_guest(cast.admin, guest_id, withdrawn=[consent_id], **fields)
    revoke_device(cast.admin, device_id)
    remove_passkey(cast.officer, session().scalars(select(Passkey.id)).one())
    print_recovery_codes(cast.officer)
    revoke_badge(cast.officer)
    revoke_qr(cast.officer)
    remove_photo(cast.officer, me)
    with atomic() as s:
        _withdraw(cast.editor, s.get(IndicatorValue, value_id), "salah ketik")
    person = session().get(Person, cast.editor.person_id)
    names = {"name": person.name, "call_name": person.call_name, "salutation": "", "function": ""}
    edit_person(cast.admin, cast.editor.person_id, roles=set(), **names)
    change_password(cast.officer, PASSWORD, NEW_PASSWORD)
    deactivate_person(cast.admin, cast.officer2.person_id)
    deactivate_person(cast.admin, cast.head.person_id)
    reactivate_person(cast.admin, cast.head.person_id)


def test_what_was_refused_after_the_backup_is_refused_again(app, cast, place, key, put_in_place, tmp_path):
    sign_in(cast.office_id, "officer", PASSWORD, address="10.0.0.5")
    second = make_recovery_key(cast.admin, "rumah admin")
    made = back_up(cast.office_id, place)
    take_back_everything(cast, *put_in_place)
    retire_recovery_key(cast.admin, second.id)
    note_forgotten(cast.office_id, place.backups)
    with restored(made.path, key, place, tmp_path) as (done, _empty):
        assert count(Consent.id, Consent.withdrawn_at.is_(None)) == 0
        assert count(Device.id, Device.revoked_at.is_(None)) == 0
        assert count(Badge.id, Badge.revoked_at.is_(None)) == 0
        for column in (Passkey.id, RecoveryCode.id, OfficerQr.ref, SignIn.id):
            assert count(column) == 0, column
        assert session().scalars(select(SecondFactor.totp_sealed)).all() == [None]
        assert session().get(Person, cast.officer.person_id).has_photo is False
        assert session().get(IndicatorValue, put_in_place[2]).withdrawn_at
        assert count(PersonRole.role, PersonRole.person_id == cast.editor.person_id) == 0
        assert not session().get(Person, cast.officer2.person_id).is_active
        assert session().get(Person, cast.head.person_id).is_active, "who was let in again is in"
        assert [each.id for each in recovery_keys(cast.office_id)] != [second.id]
        assert count(RecoveryKey.id, RecoveryKey.retired_at.is_(None)) == 1
        with pytest.raises(InvalidInput):
            sign_in(cast.office_id, "officer", PASSWORD, address="10.0.0.5")
        once = done.refused.passwords["officer"]
        assert sign_in(cast.office_id, "officer", once, address="10.0.0.5")
        assert done.refused.corrected_guests == 1 and done.refused.has_admin


def test_what_was_refused_before_the_backup_is_no_business_of_the_restore(cast, place, key, put_in_place, tmp_path):
    deactivate_person(cast.admin, cast.officer2.person_id)
    change_password(cast.officer, PASSWORD, NEW_PASSWORD)
    made = back_up(cast.office_id, place)
    with restored(made.path, key, place, tmp_path) as (done, _empty):
        assert done.refused.passwords == {} and done.refused.counts == {}
        assert sign_in(cast.office_id, "officer", NEW_PASSWORD, address="10.0.0.5")


def test_a_number_that_was_given_once_more_is_not_mistaken_for_the_one_that_was_refused(cast, place, key, tmp_path):
    first = back_up(cast.office_id, place)
    gone = new_person(cast, "lina")
    deactivate_person(cast.admin, gone)
    note_forgotten(cast.office_id, place.backups)
    lines = (place.backups / FILE).read_text()
    with restored(first.path, key, place, tmp_path) as (_done, empty):
        again = new_person(cast, "rini")
        assert (empty.backups / FILE).read_text().startswith(lines)
        second = back_up(cast.office_id, empty)
        with restored(second.path, key, empty, tmp_path) as (done, _):
            assert again == gone and session().get(Person, again).is_active
            assert done.refused.counts == {}


def new_person(cast, username: str, role: Role = Role.OFFICER) -> int:
    names = {"name": username.title(), "call_name": username.title()}
    return add_person(cast.office_id, username=username, password=NEW_PASSWORD, roles={role}, **names).id


def test_the_journal_holds_no_name_and_no_secret(cast, place, key, put_in_place):
    place.backups.mkdir()
    take_back_everything(cast, *put_in_place)
    reset_second_factor(cast.office_id, cast.officer.person_id)
    note_forgotten(cast.office_id, place.backups)
    lines = [line for line in read_journal(place.backups) if line["what"] in AGAIN]
    assert {line["what"] for line in lines} >= {"correct_guest", "change_password", "revoke_device", "edit_person"}
    assert {name for line in lines for name in line} == {
        "office", "seq", "what", "id", "by", "at", "withdrawn", "taken",
    }  # fmt: skip
    size = (place.backups / FILE).stat().st_size
    note_forgotten(cast.office_id, place.backups)
    assert (place.backups / FILE).stat().st_size == size, "nothing new, nothing written"


def test_whoever_restores_reads_the_new_passwords_and_what_is_to_be_done(app, cast, place, key, tmp_path):
    made = back_up(cast.office_id, place)
    change_password(cast.officer, PASSWORD, NEW_PASSWORD)
    later = [new_person(cast, name, Role.ADMIN) for name in ("lina", "rini")]
    admins = session().scalars(
        select(Person.id).join(PersonRole).where(PersonRole.role == "admin", Person.office_id == cast.office_id)
    )
    for person_id in set(admins) - set(later):
        deactivate_person(replace(cast.admin, person_id=later[0]), person_id)
    note_forgotten(cast.office_id, place.backups)
    (tmp_path / "paper").write_text(key)
    with empty_place(place, tmp_path) as empty:
        there = create_app(config_for(empty.database_url, empty.data))
        words = ["pstku", "restore", str(made.path), "--key-file", str(tmp_path / "paper")]
        told = Context().run(there.test_cli_runner().invoke, args=words)
        assert told.exit_code == 0, told.output
        assert re.search(r"sekali pakai officer .*: \w{4}-\w{4}-\w{4}\n", told.output)
        assert "tempat masuk lama berakhir" in told.output and "Tidak ada admin yang aktif" in told.output
        with there.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_refusal_is_written_beside_the_backups_at_once(cast, place, sign_in, is_there):
    device_id, admin = make_device(cast.office_id), sign_in("admin")
    if is_there:
        place.backups.mkdir()
    admin.post_form(f"/admin/tablet/{device_id}/cabut", {}, page="/admin/tablet")
    written = [line["id"] for line in read_journal(place.backups) if line["what"] == "revoke_device"]
    assert written == ([str(device_id)] if is_there else [])
    assert place.backups.exists() == is_there
