"""Addresses are built as Werkzeug builds them, by functions that are compiled when first asked for."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from pstku.app import Application
from pstku.http.rules import LateRule

RULES = (
    ("/", {}, {}),
    ("/a/<int:number>/b", {"number": 7}, {}),
    ("/dengan/<path:place>", {"place": "x y/z?"}, {"q": "berapa & apa", "masa": 2026}),
    ("/satu/<word>/", {"word": "Çok"}, {"rule": "self", "build": 1}),
)


@pytest.mark.parametrize(("pattern", "values", "more"), RULES)
def test_an_address_is_that_of_a_rule_compiled_at_once(pattern, values, more):
    late, plain = (
        Map([kind(pattern, endpoint="page")]).bind("localhost", url_scheme="http") for kind in (LateRule, Rule)
    )
    for known in (values, values | more, values):
        for unknown in (True, False):
            told = plain.build("page", dict(known), append_unknown=unknown)
            assert late.build("page", dict(known), append_unknown=unknown) == told
    address = late.build("page", values)
    assert late.match(address) == plain.match(address)
    with pytest.raises(NotFound):
        late.match("/lain")


def test_no_builder_is_compiled_before_somebody_links(monkeypatch):
    compiled = []
    wanted = Rule._compile_builder
    monkeypatch.setattr(Rule, "_compile_builder", lambda *rule: compiled.append(rule[0].rule) or wanted(*rule))
    app = Application("test", static_folder=None)
    for number in range(3):
        app.add_url_rule(f"/{number}", f"page{number}", lambda: "")
    assert not compiled and isinstance(app, Flask)
    with app.test_request_context():
        assert [app.url_for("page1") for _ in range(3)] == ["/1"] * 3
    assert compiled == ["/1"]
