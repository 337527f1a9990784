"""Whatever a form says is a sentence of ours: no English of WTForms, no label made of a field's name."""

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from functools import cache

import pytest
from wtforms import DateField, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.validators import Optional

import kiosk
import pstku
from pstku.http.forms import WORDS, DayField, Form, offer

NEVER_SAID = {"Choices cannot be None."}  # a fault of the program: a select without choices
LABELLED_ON_PAGE = {  # the page numbers the first three itself, and nobody sees the last
    "PaperForm.first",
    "PaperForm.second",
    "PaperForm.third",
    "KeySignInForm.own_phone",
}


def all_forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for package in (pstku, kiosk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    waiting = [kind]
    while waiting:
        form = waiting.pop()
        if form.__module__.startswith(("pstku.", "kiosk.")):
            yield form
            waiting += form.__subclasses__()


def declared() -> Iterator[tuple[str, UnboundField]]:
    for form in all_forms():
        for name in dir(form):
            if isinstance(field := getattr(form, name), UnboundField):
                yield f"{form.__name__}.{name}", field


def validators(field: UnboundField) -> list[object]:
    return list(field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else []))


@cache
def sentences_of(kind: type) -> set[str]:
    """The texts that the methods of this class hand to gettext."""
    found = set()
    for _name, method in inspect.getmembers(kind, inspect.isfunction):
        if method.__module__.startswith(("wtforms", "flask_wtf")):
            nodes = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(method))))
            calls = [node for node in nodes if isinstance(node, ast.Call)]
            calls = [call for call in calls if getattr(call.func, "attr", "") in ("gettext", "ngettext")]
            found |= {arg.value for call in calls for arg in call.args if isinstance(getattr(arg, "value", None), str)}
    return found


def test_every_sentence_of_the_library_that_a_field_may_say_is_ours():
    sentences = {sentence for _name, field in declared() for sentence in sentences_of(field.field_class)}
    assert len(sentences) > 5 and sentences - set(WORDS) == NEVER_SAID


def test_every_validator_brings_its_own_sentence():
    without = [
        (name, type(one).__name__)
        for name, field in declared()
        for one in validators(field)
        if not isinstance(one, Optional) and not getattr(one, "message", None)
    ]
    assert without == []


def test_every_visible_field_has_a_label():
    without = {
        name
        for name, field in declared()
        if not field.args and "label" not in field.kwargs and "Hidden" not in field.field_class.__name__
    }
    assert without == LABELLED_ON_PAGE


class ManyForm(Form):
    codes = SelectMultipleField("Kode", coerce=int, choices=offer([(1, "Satu")]))


@pytest.mark.parametrize("sent", [["2"], ["2", "3"], ["dua"]])
def test_a_choice_that_was_never_offered_is_refused_in_our_words(app, sent):
    with app.test_request_context("/", method="POST", data={"codes": sent}):
        form = ManyForm()
        assert not form.validate()
        assert set(form.codes.errors) == {"Pilihan ini tidak ada. Pilih yang lain."}


def test_no_form_takes_a_day_that_no_timezone_can_carry():
    days = [
        (form.__name__, name, field.field_class)
        for form in all_forms()
        for name, field in inspect.getmembers(form, lambda value: isinstance(value, UnboundField))
        if issubclass(field.field_class, DateField)
    ]
    assert days and [day for day in days if not issubclass(day[2], DayField)] == []
