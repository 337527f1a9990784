"""Static files are compressed, cached for ever under their version, and stay inside their folder."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from pstku.http.paths import STATIC


@pytest.mark.parametrize("path", ["/static/js/staff.js", "/gaya/tokens,base.css"])
def test_text_is_compressed_for_those_who_ask(client, path):
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_a_versioned_address_is_kept_for_a_year(client):
    page = client.get("/masuk").page
    sheet = client.get(page.select_one("link[rel=stylesheet]")["href"])
    assert "immutable" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/static/../config.py", "/static/%2e%2e/config.py", "/static/css/none.css"])
def test_nothing_outside_the_folder_is_served(client, path):
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_the_sheets_of_a_page_are_one_file_in_their_order(client):
    together = client.get("/gaya/base,tokens.css").text
    tokens, base = ((STATIC / f"css/{name}.css").read_text() for name in ("tokens", "base"))
    assert together == f"{base}\n{tokens}".replace('url("../', 'url("../static/')
    asked = re.findall(r'url\("([^"]+)"\)', together)
    assert asked
    for path in asked:
        assert client.get(urljoin("/gaya/base,tokens.css", path)).status_code == 200, path


@pytest.mark.parametrize(
    "names",
    ["none", "tokens,none", "tokens,tokens", "../../config", "tokens,", "Tokens", ",".join("abcdefghijklmnopq")],
)
def test_only_sheets_that_are_there_are_joined(client, names):
    assert client.get(f"/gaya/{names}.css").status_code == 404
