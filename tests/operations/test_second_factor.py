"""The second step of signing in: each code opens once, paper is as good as an app, and nobody is locked out quietly."""

from datetime import timedelta
from threading import Thread

import pyotp
import pytest
from sqlalchemy import update

from pstku.accounts.authenticator import new_secret
from pstku.accounts.models import Person, SecondFactor, SignIn
from pstku.accounts.operations import change_password, sign_in
from pstku.accounts.operations.people import edit_person, reset_password
from pstku.accounts.operations.second_factor import (
    give_second_factor,
    print_recovery_codes,
    reset_second_factor,
    set_authenticator,
)
from pstku.accounts.queries import find_pending_sign_in, find_sign_in, get_person, password_resets_of, second_factor_of
from pstku.audit.queries import entries
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooManyTries
from tests.people import PASSWORD

HERE = "10.1.2.3"


def code_of(secret: str, *, later: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * later))


def enter(cast, username: str) -> str:
    return sign_in(cast.office_id, username, PASSWORD, address=HERE)


@pytest.fixture
def secret(cast, still_clock) -> str:
    """The admin's app, set a minute ago."""
    secret = new_secret()
    set_authenticator(cast.admin, secret, code_of(secret, later=-1))
    return secret


def test_a_secret_has_at_least_112_bits_and_is_sealed_in_the_database(cast, secret):
    assert len(secret) * 5 >= 112
    stored = session().get(SecondFactor, cast.admin.person_id).totp_sealed
    assert secret.encode() not in stored


def test_the_right_password_alone_opens_nothing_once_there_is_an_app(cast, secret):
    token = enter(cast, "admin")
    assert find_sign_in(token) is None
    assert find_pending_sign_in(token) is not None
    fresh = give_second_factor(token, code_of(secret), address=HERE)
    assert fresh != token
    assert find_sign_in(token) is None
    assert find_sign_in(fresh)[1].id == cast.admin.person_id


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}{1} ", "{0}{1}\t"])
def test_blanks_in_a_code_do_not_matter(cast, secret, typed):
    code = code_of(secret)
    assert give_second_factor(enter(cast, "admin"), typed.format(code[:3], code[3:]), address=HERE)


def test_a_code_opens_once_and_none_before_it_opens_later(cast, secret):
    give_second_factor(enter(cast, "admin"), code_of(secret), address=HERE)
    for code in (code_of(secret), code_of(secret, later=-1)):
        with pytest.raises(InvalidInput):
            give_second_factor(enter(cast, "admin"), code, address=HERE)
    assert give_second_factor(enter(cast, "admin"), code_of(secret, later=1), address=HERE)


def test_the_code_that_set_the_app_does_not_open_as_well(cast, secret):
    with pytest.raises(InvalidInput):
        give_second_factor(enter(cast, "admin"), code_of(secret, later=-1), address=HERE)


def test_of_two_browsers_with_the_same_code_one_enters(app, cast, secret):
    tokens, code, opened = [enter(cast, "admin"), enter(cast, "admin")], code_of(secret), []

    def try_it(token):
        with app.app_context():
            try:
                opened.append(give_second_factor(token, code, address=HERE))
            except InvalidInput:
                pass
            finally:
                db.session.remove()

    session().rollback()
    threads = [Thread(target=try_it, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1


@pytest.mark.parametrize("typed", ["000000", "", "abc", "１２３４５６", "1" * 20])
def test_a_wrong_code_is_refused_beside_its_field(cast, secret, typed):
    with pytest.raises(InvalidInput) as refusal:
        give_second_factor(enter(cast, "admin"), typed, address=HERE)
    assert refusal.value.field == "code"


def test_guessing_ends_after_ten_codes_from_one_place(cast, secret):
    token = enter(cast, "admin")
    for _ in range(10):
        with pytest.raises(InvalidInput):
            give_second_factor(token, "000000", address=HERE)
    with pytest.raises(TooManyTries):
        give_second_factor(token, code_of(secret), address=HERE)
    assert give_second_factor(token, code_of(secret), address="10.9.9.9")


def test_the_second_step_waits_ten_minutes(cast, secret):
    token = enter(cast, "admin")
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(NotFound):
        give_second_factor(token, code_of(secret), address=HERE)


def test_a_new_password_ends_a_sign_in_that_still_waits(cast, secret):
    token = enter(cast, "admin")
    change_password(cast.admin, PASSWORD, "kuda-laut-teluk-tomini")
    with pytest.raises(NotFound):
        give_second_factor(token, code_of(secret), address=HERE)


def test_ten_codes_on_paper_open_once_each_and_an_old_sheet_opens_nothing(cast, still_clock):
    old = print_recovery_codes(cast.head)
    codes = print_recovery_codes(cast.head)
    assert len(set(codes)) == 10
    with pytest.raises(InvalidInput):
        give_second_factor(enter(cast, "head"), old[0], address=HERE)
    assert give_second_factor(enter(cast, "head"), codes[3].lower().replace("-", " "), address=HERE)
    with pytest.raises(InvalidInput):
        give_second_factor(enter(cast, "head"), codes[3], address=HERE)
    assert second_factor_of(get_person(cast.office_id, cast.head.person_id)).codes_left == 9


def test_nothing_in_the_database_is_a_code_or_its_plain_hash(cast):
    import hashlib

    codes = print_recovery_codes(cast.head)
    stored = str([tuple(row) for row in session().execute(db.text("SELECT * FROM recovery_codes"))])
    for code in codes:
        for form in (code, code.replace("-", "")):
            assert form not in stored and hashlib.sha256(form.encode()).hexdigest() not in stored


def test_one_persons_sheet_opens_nothing_for_another(cast, still_clock):
    codes = print_recovery_codes(cast.head)
    print_recovery_codes(cast.admin)
    with pytest.raises(InvalidInput):
        give_second_factor(enter(cast, "admin"), codes[0], address=HERE)


@pytest.mark.parametrize(("who", "is_asked"), [("admin", True), ("admin2", True), ("head", True), ("officer", False)])
def test_admins_and_deciders_are_asked_and_may_put_it_off_for_fourteen_days(cast, who, is_asked):
    first = clock.now()
    due = find_sign_in(enter(cast, who))[0].second_factor_due_at
    assert (due is not None) is is_asked
    if is_asked:
        assert abs(due - first - timedelta(days=14)) < timedelta(minutes=1)
        with clock.at(first + timedelta(days=5)):
            assert find_sign_in(enter(cast, who))[0].second_factor_due_at == due


def test_a_chosen_factor_is_asked_for_no_more(cast):
    token = enter(cast, "head")
    print_recovery_codes(cast.head)
    session().expire_all()
    assert find_sign_in(token)[0].second_factor_due_at is None


def test_demo_people_keep_their_password_and_can_have_no_second_factor(cast):
    with atomic() as s:
        s.execute(update(Person).where(Person.id == cast.head.person_id).values(is_demo=True))
    assert find_sign_in(enter(cast, "head"))[0].second_factor_due_at is None
    for act in (print_recovery_codes, lambda actor: set_authenticator(actor, s1 := new_secret(), code_of(s1))):
        with pytest.raises(NotAllowed):
            act(cast.head)


def test_a_reset_of_the_password_leaves_the_second_factor(cast, secret):
    password = reset_password(cast.admin2, cast.admin.person_id)
    token = sign_in(cast.office_id, "admin", password, address=HERE)
    assert find_sign_in(token) is None


def test_whoever_runs_the_server_takes_away_a_lost_factor_and_it_is_told(app, cast, secret):
    open_before = give_second_factor(enter(cast, "admin"), code_of(secret), address=HERE)
    answer = app.test_cli_runner().invoke(args=["pstku", "reset-second-factor", "admin"])
    assert answer.exit_code == 0, answer.output
    session().expire_all()
    assert find_sign_in(open_before) is None
    assert find_sign_in(enter(cast, "admin")) is not None
    changes = password_resets_of(cast.office_id, cast.admin.person_id, clock.now() - timedelta(days=1))
    assert [(change.action, change.by_id) for change in changes if change.action != "add_person"] == [
        ("reset_second_factor", None)
    ]
    unknown = app.test_cli_runner().invoke(args=["pstku", "reset-second-factor", "tidakada"])
    assert unknown.exit_code != 0


def test_resets_and_granted_roles_of_a_person_are_found_with_who_did_them(cast):
    before = clock.now() - timedelta(minutes=1)
    reset_password(cast.admin, cast.head.person_id)
    as_now = {"name": "Nurain Lestari", "call_name": "Nurain", "salutation": "Ibu", "function": ""}
    edit_person(cast.admin, cast.officer.person_id, roles={Role.OFFICER, Role.DECIDER}, **as_now)
    found = password_resets_of(cast.office_id, cast.head.person_id, before)
    assert ("reset_password", cast.admin.person_id, "Aminah Usman, S.Si") in [
        (c.action, c.by_id, c.by_name) for c in found
    ]
    granted = password_resets_of(cast.office_id, cast.officer.person_id, before)[0]
    assert (granted.action, granted.roles) == ("grant_roles", ("penetap",))
    assert password_resets_of(cast.office_id, cast.head.person_id, clock.now() + timedelta(minutes=1)) == []
    assert password_resets_of(cast.other_office_id, cast.head.person_id, before) == []


@pytest.mark.parametrize("role", [Role.DECIDER, Role.HEAD])
def test_no_admin_makes_themselves_the_one_who_decides(cast, role):
    as_now = {"name": "Aminah Usman", "call_name": "Aminah", "salutation": "Ibu", "function": ""}
    with pytest.raises(Conflict):
        edit_person(cast.admin, cast.admin.person_id, roles={Role.ADMIN, role}, **as_now)
    assert role not in get_person(cast.office_id, cast.admin.person_id).role_codes


def test_every_act_is_audited_without_a_secret(cast, secret):
    codes = print_recovery_codes(cast.admin)
    reset_second_factor(cast.office_id, cast.admin.person_id)
    trail = entries(cast.office_id)
    assert {"set_authenticator", "print_recovery_codes", "reset_second_factor"} <= {entry.action for entry in trail}
    told = str([entry.detail for entry in trail])
    assert secret not in told and not any(code in told for code in codes)


def test_a_sign_in_that_waits_is_not_listed_among_the_open_ones(cast, secret):
    enter(cast, "admin")
    from pstku.accounts.queries import open_sign_ins

    assert open_sign_ins(cast.admin) == []
    assert session().query(SignIn).count() == 1
