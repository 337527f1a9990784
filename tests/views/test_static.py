"""Static files are compressed, cached for ever under their version, and stay inside their folder."""

import gzip

import pytest


def test_text_is_compressed_for_those_who_ask(client):
    plain = client.get("/static/css/tokens.css")
    packed = client.get("/static/css/tokens.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_a_versioned_address_is_kept_for_a_year(client):
    page = client.get("/masuk").page
    sheet = client.get(page.select_one("link[rel=stylesheet]")["href"])
    assert "immutable" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/static/../config.py", "/static/%2e%2e/config.py", "/static/css/none.css"])
def test_nothing_outside_the_folder_is_served(client, path):
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).status_code == 404
