"""Charts write numbers as the office does."""

from flask import render_template_string


def test_the_edges_of_a_scale_have_a_decimal_comma(app):
    with app.test_request_context():
        drawn = render_template_string(
            '{% from "components/charts/band.html" import band %}'
            '{{ band([{"label": "rendah", "upto": 0.3}, {"label": "sedang", "upto": 0.5}], 0.4, 0, "x", edges=True) }}'
        )
    assert ">0,3<" in drawn and "0.3<" not in drawn
