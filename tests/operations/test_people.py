"""People of the office: adding, roles, leaving, passwords, photos."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Lock

import pytest
from PIL import Image

from pstku.accounts import operations
from pstku.accounts.models import Person, SignIn
from pstku.accounts.operations import people, portraits
from pstku.accounts.queries import find_person_by_username, get_person, names_of, namesakes, photo_of
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.operations.test_atomic import in_threads
from tests.people import PASSWORD

NEW = {"username": "lina", "name": "Lina Hulopi, SST", "call_name": "Lina", "roles": {Role.OFFICER}}


def edited(cast, who, roles, **fields):
    values = {"name": "Nurain Lestari", "call_name": "Nurain", "salutation": "Ibu", "function": "ipds"} | fields
    people.edit_person(cast.admin, getattr(cast, who).person_id, roles=roles, **values)
    return get_person(cast.office_id, getattr(cast, who).person_id)


def enter(cast, username, password=PASSWORD):
    return operations.sign_in(cast.office_id, username, password, address="127.0.0.1")


def test_a_new_colleague_enters_with_the_one_time_password_and_must_change_it(cast):
    person, password = people.invite_person(cast.admin, **NEW)
    enter(cast, "lina", password)
    assert get_person(cast.office_id, person.id).must_change_password
    assert password not in person.password_hash


def test_a_taken_or_unusable_name_is_refused_beside_its_field(cast):
    for name in ("officer", "OFFICER ", "a", "dua kata", "titik.", "<b>x</b>"):
        with pytest.raises(InvalidInput) as refusal:
            people.invite_person(cast.admin, **(NEW | {"username": name}))
        assert refusal.value.field == "username"


def test_the_same_name_may_exist_in_another_office(cast):
    people.invite_person(cast.stranger, **(NEW | {"username": "officer"}))
    assert find_person_by_username(cast.other_office_id, "officer")


def test_only_an_admin_touches_people(cast):
    target = cast.officer2.person_id
    for act in (
        lambda: people.invite_person(cast.head, **NEW),
        lambda: people.deactivate_person(cast.officer, target),
        lambda: people.reset_password(cast.editor, target),
        lambda: people.set_sanction(cast.head, target, True),
        lambda: portraits.remove_photo(cast.officer, target),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_person_of_another_office_is_not_found(cast):
    target = cast.stranger.person_id
    for act in (people.deactivate_person, people.reset_password, people.reactivate_person, portraits.remove_photo):
        with pytest.raises(NotFound):
            act(cast.admin, target)


def test_several_roles_replace_the_old_ones(cast):
    person = edited(cast, "officer", {Role.EDITOR, Role.HEAD})
    assert person.role_codes == {Role.EDITOR, Role.HEAD}
    assert edited(cast, "officer", set()).role_codes == frozenset()


def test_nobody_takes_their_own_admin_role(cast):
    with pytest.raises(Conflict):
        edited(cast, "admin", set())
    with pytest.raises(Conflict):
        people.deactivate_person(cast.admin, cast.admin.person_id)


def test_two_admins_always_remain(cast):
    with pytest.raises(Conflict):
        people.deactivate_person(cast.admin, cast.admin2.person_id)
    edited(cast, "officer", {Role.ADMIN})
    people.deactivate_person(cast.admin, cast.admin2.person_id)
    with pytest.raises(Conflict):
        edited(cast, "officer", {Role.OFFICER})


def test_who_leaves_is_signed_out_and_cannot_come_back_in(cast):
    enter(cast, "officer")
    people.deactivate_person(cast.admin, cast.officer.person_id)
    assert session().query(SignIn).count() == 0
    with pytest.raises(InvalidInput):
        enter(cast, "officer")
    people.reactivate_person(cast.admin, cast.officer.person_id)
    assert enter(cast, "officer")


def test_a_reset_ends_sign_ins_and_the_old_password(cast):
    enter(cast, "officer")
    password = people.reset_password(cast.admin, cast.officer.person_id)
    assert session().query(SignIn).count() == 0
    with pytest.raises(InvalidInput):
        enter(cast, "officer")
    assert enter(cast, "officer", password)


def test_changing_the_password_leaves_only_the_new_sign_in(cast):
    old = enter(cast, "officer")
    new = operations.change_password(cast.officer, PASSWORD, "padi menguning di ladang")
    from pstku.accounts.queries import find_sign_in

    assert find_sign_in(old) is None
    assert find_sign_in(new)[1].must_change_password is False


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("salah-sekali", "padi menguning", "old_password"), (PASSWORD, PASSWORD, "password"), (PASSWORD, "x", "password")],
)
def test_a_wrong_old_or_unfit_new_password_changes_nothing(cast, old, new, field):
    with pytest.raises(InvalidInput) as refusal:
        operations.change_password(cast.officer, old, new)
    assert refusal.value.field == field
    assert enter(cast, "officer")


def test_guessing_the_old_password_has_an_end(cast, still_clock):
    for _ in range(10):
        with pytest.raises(InvalidInput):
            operations.confirm_password(cast.officer, "tebakan")
    with pytest.raises(InvalidInput, match="Tunggu"):
        operations.confirm_password(cast.officer, PASSWORD)


def test_a_sign_in_of_somebody_else_cannot_be_ended(cast):
    enter(cast, "officer2")
    other = session().query(SignIn).one()
    with pytest.raises(NotFound):
        operations.end_sign_in(cast.officer, other.id)
    operations.end_sign_in(cast.officer2, other.id)
    assert session().query(SignIn).count() == 0


def test_the_nightly_job_drops_only_sign_ins_that_are_over(cast):
    enter(cast, "officer")
    assert operations.drop_ended_sign_ins() == 0
    with clock.at(clock.now() + timedelta(hours=13)):
        assert operations.drop_ended_sign_ins() == 1


def test_the_phone_number_is_only_an_index(cast):
    person = edited(cast, "officer", {Role.OFFICER}, phone="+6281234567890")
    assert person.phone_index and "81234567890" not in person.phone_index
    assert edited(cast, "officer", {Role.OFFICER}).phone_index == person.phone_index
    assert edited(cast, "officer", {Role.OFFICER}, phone="").phone_index is None


def picture(kind, size=(900, 600), **options):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def test_a_photo_becomes_a_small_square_jpeg_without_hidden_data(cast):
    exif = Image.Exif()
    exif[0x010E] = "koordinat rumah"
    portraits.set_photo(cast.admin, cast.officer.person_id, picture("JPEG", exif=exif))
    stored = photo_of(cast.office_id, cast.officer.person_id)
    with Image.open(BytesIO(stored)) as image:
        assert (image.format, image.size) == ("JPEG", (512, 512))
        assert not image.getexif()
    assert b"koordinat" not in stored
    assert get_person(cast.office_id, cast.officer.person_id).has_photo


def test_a_small_or_transparent_picture_is_taken_as_it_is(cast):
    out = BytesIO()
    Image.new("RGBA", (100, 200), (0, 0, 0, 0)).save(out, "PNG")
    portraits.set_photo(cast.officer, cast.officer.person_id, out.getvalue())
    with Image.open(BytesIO(photo_of(cast.office_id, cast.officer.person_id))) as image:
        assert image.size == (100, 100)
        assert image.getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff" + b"rusak" * 10,
        picture("JPEG")[:200],
        b"\xff\xd8\xff" + b"\0" * (6 * 1024 * 1024),
    ],
)
def test_what_is_not_a_photo_is_refused(cast, upload):
    with pytest.raises(InvalidInput) as refusal:
        portraits.set_photo(cast.admin, cast.officer.person_id, upload)
    assert refusal.value.field == "photo"


def test_a_picture_of_too_many_pixels_is_refused(cast):
    with pytest.raises(InvalidInput, match="megapiksel"):
        portraits.set_photo(cast.admin, cast.officer.person_id, picture("PNG", (8000, 6000)))


def test_a_removed_photo_is_gone(cast):
    portraits.set_photo(cast.admin, cast.officer.person_id, picture("JPEG"))
    portraits.remove_photo(cast.admin, cast.officer.person_id)
    assert photo_of(cast.office_id, cast.officer.person_id) is None
    assert session().query(Person).filter_by(has_photo=True).count() == 0


def test_three_admins_who_remove_each_other_at_once_leave_two(app, cast):
    edited(cast, "officer", {Role.ADMIN})
    ring = [cast.admin, cast.admin2, replace(cast.officer, roles=frozenset({Role.ADMIN}))]
    pairs = iter([(ring[n], ring[(n + 1) % 3].person_id) for n in range(3)])
    waiting, taken = Barrier(3), Lock()

    def work():
        with taken:
            actor, target = next(pairs)
        waiting.wait()
        people.deactivate_person(actor, target)

    session().commit()
    refused = in_threads(app, work, 3)
    assert [type(error) for error in refused] == [Conflict, Conflict]
    session().expire_all()
    active = session().query(Person).filter(Person.office_id == cast.office_id, Person.is_active)
    assert sum(Role.ADMIN in person.role_codes for person in active) == 2


def test_two_of_one_call_name_are_named_in_full(cast):
    person = operations.add_person(
        cast.office_id,
        username="nurain2",
        name="Nurain Daud",
        call_name="Nurain",
        password="tidak-dipakai",
        roles=set(),
    )
    names = names_of(cast.office_id, [cast.officer.person_id, person.id, cast.admin.person_id, None])
    assert names == {
        cast.officer.person_id: "Nurain Lestari, SST",
        person.id: "Nurain Daud",
        cast.admin.person_id: "Aminah",
    }
    assert namesakes(cast.office_id, person.id, " NURAIN") == ["Nurain Lestari, SST"]
    assert namesakes(cast.office_id, person.id, "Aminah Usman") == []


@pytest.mark.parametrize("password", ["demo-pstku", "Nurain Lestari 12", "gorontalo 7571", "1234567890"])
def test_a_password_of_the_office_or_the_person_is_refused_and_the_old_one_stays(cast, password):
    with pytest.raises(InvalidInput) as refusal:
        operations.change_password(cast.officer, PASSWORD, password)
    assert refusal.value.field == "password"
    assert enter(cast, "officer")


def test_a_first_admin_is_told_about_a_bad_password_and_the_demo_keeps_its_own(cast):
    person = {"username": "ani", "name": "Ani", "call_name": "Ani", "roles": {Role.ADMIN}, "password": "demo-pstku"}
    with pytest.raises(InvalidInput):
        operations.add_person(cast.office_id, **person)
    assert operations.add_person(cast.office_id, **person, is_demo=True).is_demo
