"""The officer's QR: it names who serves for a minute or two, and ends at once when revoked."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, NotAllowed
from pstku.officers.models import Badge, OfficerQr
from pstku.officers.operations.personal_qr import issue_badge, renew_qr, revoke_badge, revoke_qr
from pstku.officers.scanning import current_badge, find_officer, screen_token


def found(text):
    officer = find_officer(text)
    return officer.id if officer else None


def test_this_minutes_qr_and_the_last_ones_name_the_officer(cast):
    renew_qr(cast.officer)
    token = screen_token(cast.officer.person_id)
    now = clock.now()
    assert found(token) == cast.officer.person_id
    with clock.at(now + timedelta(seconds=60)):
        assert found(token) == cast.officer.person_id
        assert screen_token(cast.officer.person_id) != token
    with clock.at(now + timedelta(seconds=121)):
        assert found(token) is None


def test_renewing_or_revoking_ends_every_older_qr_at_once(cast):
    renew_qr(cast.officer)
    first = screen_token(cast.officer.person_id)
    renew_qr(cast.officer)
    second = screen_token(cast.officer.person_id)
    assert (found(first), found(second)) == (None, cast.officer.person_id)
    revoke_qr(cast.officer)
    assert (found(second), screen_token(cast.officer.person_id)) == (None, None)
    with pytest.raises(Conflict):
        revoke_qr(cast.officer)


def test_a_new_badge_ends_the_old_one(cast):
    issue_badge(cast.officer)
    old = current_badge(cast.officer.person_id)
    issue_badge(cast.officer)
    new = current_badge(cast.officer.person_id)
    assert (found(old.token), found(old.code)) == (None, None)
    assert (found(new.token), found(new.code)) == (cast.officer.person_id,) * 2
    revoke_badge(cast.officer)
    assert current_badge(cast.officer.person_id) is None
    with pytest.raises(Conflict):
        revoke_badge(cast.officer)


def test_a_forged_or_foreign_text_names_nobody(cast):
    renew_qr(cast.officer)
    token = screen_token(cast.officer.person_id)
    for text in (
        "",
        "a",
        token[:-1],
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "C7QF",
        "x" * 5000,
        "\x00",
        "é" * 30,
    ):
        assert found(text) is None, text


def test_somebody_who_left_is_not_named(cast):
    from pstku.accounts.models import Person

    issue_badge(cast.officer)
    badge = current_badge(cast.officer.person_id)
    with atomic() as s:
        s.get_one(Person, cast.officer.person_id).is_active = False
    assert found(badge.token) is None


def test_only_officers_have_a_qr(cast):
    for act in (renew_qr, revoke_qr, issue_badge, revoke_badge):
        with pytest.raises(NotAllowed):
            act(cast.employee)


def test_neither_secret_nor_token_lies_open_in_the_database(cast):
    renew_qr(cast.officer)
    issue_badge(cast.officer)
    badge = session().query(Badge).one()
    assert current_badge(cast.officer.person_id).token.encode() not in badge.token
    assert len(session().query(OfficerQr).one().secret) > 32
