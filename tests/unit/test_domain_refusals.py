"""A face hears a domain say no in one way: `with form.refusals():`, `refusals(…)` or `flash_refusals(…)`."""

import ast
from pathlib import Path

import pytest
from flask import get_flashed_messages
from wtforms import StringField

from pstku.core import errors
from pstku.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, Taken, TooManyTries
from pstku.http.domain_refusals import flash_refusals, refusals
from pstku.http.forms import Form

ROOT = Path(__file__).parents[2]
FACES = ("kiosk", "pstku/intranet", "pstku/admin", "pstku/display", "pstku/survey", "pstku/http", "pstku/commands")
DOMAIN = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, DomainError)}


class NameForm(Form):
    name = StringField("Nama")


@pytest.fixture
def form(app):
    with app.test_request_context("/", method="POST"):
        yield NameForm()


def test_a_form_shows_a_refusal_beside_its_field(form):
    with form.refusals():
        raise InvalidInput("name", "Nama %(name)s sudah dipakai.", name="Sari")
    assert form.name.errors == ["Nama Sari sudah dipakai."] and form.http_status == 422 and not get_flashed_messages()


def test_a_refusal_that_names_no_field_stands_beside_the_one_the_view_names(form):
    with form.refusals(DomainError, beside="name"):
        raise NotFound("Kode ini tidak dikenal.")
    assert form.name.errors == ["Kode ini tidak dikenal."]
    assert form.http_status == 422, "what was typed is unknown; no page is missing"


def test_a_refusal_without_a_field_stands_above_the_page(form):
    with form.refusals():
        raise InvalidInput("elsewhere", "Angkanya tidak dapat disimpan.")
    assert get_flashed_messages() == ["Angkanya tidak dapat disimpan."]


def test_a_form_that_was_sent_and_taken_is_not_refused(form):
    with form.refusals():
        pass
    assert not form.refused and form.http_status == 422, "without a refusal it came back for its own faults"


def test_a_form_that_is_only_shown_has_status_200(app):
    with app.test_request_context("/"):
        assert NameForm().http_status == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput("name", "Tidak."), 422),
        (TooManyTries("name", "Tunggu."), 429),
        (Taken("Terlambat.", rule="none"), 409),
    ],
)
def test_the_page_answers_with_what_the_refusal_asks_for(form, error, status):
    with form.refusals():
        raise error
    assert form.http_status == status


@pytest.mark.parametrize("error", [NotFound("Tidak ada."), NotAllowed("Tidak boleh."), Conflict("Terlambat.")])
def test_what_a_view_does_not_name_becomes_an_error_page(form, error):
    with pytest.raises(type(error)), form.refusals():
        raise error


def test_a_page_may_place_the_sentence_itself(app):
    with app.test_request_context("/"):
        with refusals(Conflict) as no:
            raise Conflict("Sudah dilayani %(name)s.", name="Sari")
        assert (bool(no), no.words, no.field, no.status) == (True, "Sudah dilayani Sari.", "", 409)
        assert no.by_field == {"form": "Sudah dilayani Sari."}


def test_nothing_refused_is_nothing_to_show():
    with refusals() as no:
        pass
    assert (bool(no), no.words, no.by_field, no.status) == (False, "", {}, 200)


def test_a_refusal_can_stand_above_the_next_page(app):
    with app.test_request_context("/"):
        with flash_refusals(Conflict, NotAllowed):
            raise NotAllowed("Bukan milik Anda.")
        assert get_flashed_messages(with_categories=True) == [("error", "Bukan milik Anda.")]


def test_no_field_hides_what_every_form_says_of_itself(app):
    kinds = [Form]
    for kind in kinds:  # grows while it is walked
        kinds += kind.__subclasses__()
    hidden = [
        (kind.__name__, name)
        for kind in kinds[1:]
        for name in ("refusals", "refused", "http_status")
        if name in vars(kind)
    ]
    assert len(kinds) > 30 and not hidden


def test_no_face_catches_a_domain_error_another_way():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for face in FACES
        for path in sorted((ROOT / face).rglob("*.py"))
        for line in own_ways(ast.parse(path.read_text()))
    ]
    assert not found, "hear it with pstku/http/domain_refusals.py, in a command with pstku/commands/group.py"


@pytest.mark.parametrize(
    "source",
    [
        "try: act()\nexcept InvalidInput as error: show(error)",
        "try: act()\nexcept (ValueError, Conflict): pass",
        "try: act()\nexcept errors.NotFound: pass",
        "with suppress(InvalidInput): act()",
    ],
)
def test_the_walk_sees_each_other_way(source):
    assert own_ways(ast.parse(source))


def own_ways(tree: ast.AST) -> list[int]:
    """Lines where a domain's error is caught or suppressed by hand."""
    caught = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and last_name(node.func) == "suppress"]
    kinds = [kind for named in caught for kind in (named.elts if isinstance(named, ast.Tuple) else [named])]
    return [
        kind.lineno for kind in [*kinds, *(kind for call in calls for kind in call.args)] if last_name(kind) in DOMAIN
    ]


def last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
