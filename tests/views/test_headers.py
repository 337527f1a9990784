"""What every answer tells the browser, and which methods are known."""

import re
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
PAGES = ("/", "/masuk", "/kiosk/", "/n/tidak-ada", "/tidak-ada", "/healthz")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_the_browser_may_do(client, path):
    headers = client.get(path, check=False).headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy and "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_under_https_the_browser_is_told_to_stay_there(app, client):
    assert "Strict-Transport-Security" not in client.get("/masuk").headers
    app.config["IS_HTTPS"] = True
    assert client.get("/masuk").headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/masuk", "/static/js/staff.js", "/static/css/base.css", "/healthz"])
def test_text_names_its_kind_and_its_letters(client, path):
    kind = client.get(path, check=False).headers["Content-Type"]
    assert "charset=utf-8" in kind.lower() or kind == "application/json"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE"])
def test_methods_that_nobody_needs_are_refused(client, method):
    assert client.http.open("/masuk", method=method).status_code == 405


def test_files_served_past_the_application_carry_the_same_headers():
    told = (DEPLOY / "nginx.conf").read_text()
    static = re.search(r"location /static/ \{(.*?)\}", told, re.S)[1]
    for name in ("X-Content-Type-Options", "Strict-Transport-Security", "Content-Security-Policy"):
        assert name in static, name
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in told
    assert "autoindex" not in told
    plain = told[told.index("listen 80;") : told.index("listen 443")]
    assert "location /kiosk/api/ { return 403; }" in plain and "return 301 https://" in plain
    suites = re.search(r"ssl_ciphers (.*?);", told)[1].split(":")
    assert all(suite.startswith("ECDHE-") and ("GCM" in suite or "POLY1305" in suite) for suite in suites)


def test_no_address_a_guest_holds_is_written_into_the_proxys_log(app):
    told = (DEPLOY / "nginx.conf").read_text()
    for server in told.split("server {")[1:]:
        assert "access_log /var/log/nginx/pstku.log pstku;" in server
        assert re.search(r"error_log \S+ crit;", server)  # its lines hold the whole address
    (written,) = re.findall(r"log_format pstku '(.*?)';", told)
    variables = {
        "remote_addr",
        "time_local",
        "request_method",
        "pstku_room",
        "status",
        "body_bytes_sent",
        "request_time",
    }
    assert set(re.findall(r"\$(\w+)", written)) == variables
    room = re.search(r'map \$uri \$pstku_room \{\s+"~(.*?)" \$first;', told)[1].replace("?<", "?P<")
    for rule in app.url_map.iter_rules():
        assert "<" not in re.match(room, rule.rule)["first"], rule.rule


def test_a_password_field_hides_what_is_typed_and_lets_a_manager_fill_it(client):
    field = client.get("/masuk").page.select_one("#password")
    assert (field["type"], field["autocomplete"]) == ("password", "current-password")


def test_every_staff_page_shows_the_way_out(sign_in):
    browser = sign_in("admin")
    for path in ("/jawab", "/belajar", "/meja", "/admin/", "/saya"):
        assert browser.get(path).page.select_one("form[action='/keluar']"), path


def test_a_page_of_an_unknown_address_lists_nothing(client):
    for path in ("/static/", "/static/js/", "/.git/config", "/config.py", "/instance/pstku.sqlite"):
        assert client.get(path, check=False).status_code == 404
