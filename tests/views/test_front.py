"""The front page: two doors in an office, four faces in the demo."""

from datetime import UTC, date, datetime, time

from pstku.core import clock
from pstku.demo.people import CAST
from pstku.offices.operations.special_hours import set_special_hours
from pstku.offices.queries import Hours


def test_an_office_shows_the_way_in_the_certificate_door_and_its_hours(client):
    page = client.get("/").page
    words = page.get_text(" ")
    assert "Jalan Dewi Sartika" in words and "Senin–Kamis 08.00–15.30" in words
    assert page.select_one("a[href='/masuk']")
    assert "demo-pstku" not in words and not page.select("form[action*=kiosk]")


def test_a_certificate_code_leads_to_its_page_however_it_was_typed(client):
    assert client.get("/verifikasi?kode= abcd 1234 ").location == "/verifikasi/abcd1234"
    assert client.get("/verifikasi").location == "/"
    assert client.get("/verifikasi/abcd1234").status_code == 404


def test_the_demo_names_its_people_and_makes_this_browser_a_tablet(app, client):
    app.config["DEMO"] = True
    page = client.get("/").page
    roles = {row.select_one("th").text: row.select("td")[1].text for row in page.select("tbody tr")}
    assert list(roles) == [person.username for person in CAST]
    assert roles["pegawai2"] == "Pegawai"
    answer = client.post_form(page.select_one("form[method=post]")["action"], {}, page="/")
    assert answer.location == "/kiosk/"
    assert client.get("/kiosk/", check=False).status_code == 200
    assert "Isi buku tamu" in client.get("/kiosk/", check=False).page.get_text()


def test_outside_the_demo_nobody_enrols_themselves(client):
    assert client.post_form("/kiosk/daftar/contoh", {}, page="/masuk").status_code == 404


def test_the_hours_of_ramadan_stand_on_the_front_page_while_it_lasts(cast, client):
    short = [Hours(day, time(8), time(15), None, None) for day in range(5)]
    set_special_hours(cast.admin, date(2027, 2, 8), date(2027, 3, 9), "Ramadan", short)
    for day, hours in ((5, "08.00–15.30"), (8, "Senin–Jumat 08.00–15.00")):
        with clock.at(datetime(2027, 2, day, 2, tzinfo=UTC)):
            assert hours in " ".join(client.get("/").page.get_text().split())
