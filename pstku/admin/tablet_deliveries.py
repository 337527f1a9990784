"""Daftar kirim of all tablets as csv: for a guest who says "I signed in yesterday", and for what a tablet still holds."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request
from wtforms.validators import Optional

from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, spreadsheet_text
from pstku.desk.rules import check_period
from pstku.devices.queries import devices
from pstku.http.access import ADMIN, current_office, requires
from pstku.http.files import CSV, saved_file
from pstku.http.forms import DayField, Form
from pstku.http.text import sentence
from pstku.offices.queries import Configuration
from pstku.reports.tablet_deliveries import Delivery, Standing, deliveries
from pstku.returns.register.files import in_pieces

LISTED = timedelta(days=90)  # as long as a tablet keeps its own list
FEWEST_VOTES = 5  # below, a count would tell of single guests
COLUMNS = (
    N_("Tablet"),
    N_("Hari"),
    N_("Tamu datang"),
    N_("Sampai di server"),
    N_("Jenis"),
    N_("Banyaknya"),
    N_("Nomor"),
    N_("Jalan"),
    N_("Keadaan"),
    N_("Jawaban server"),
    N_("Tanda"),
)
KINDS = {"visit": N_("Buku tamu"), "vote": N_("Penilaian"), "": N_("Isi kotak kirim")}
DIRECT, KEPT, TAKEN = N_("langsung"), N_("kotak kirim"), N_("diterima")
STANDINGS = {
    Standing.UNSENT: N_("masih di tablet, menurut kabar terakhirnya"),
    Standing.ASIDE: N_("disisihkan, menunggu admin"),
    Standing.TAKEN: N_("disisihkan, lalu diterima sendiri"),
    Standing.ACCEPTED: N_("disisihkan, lalu diterima admin"),
    Standing.DISCARDED: N_("disisihkan, lalu dibuang admin"),
    Standing.ARRIVED: N_("sampai"),
    Standing.WAITS: N_("menunggu kunjungannya"),
}


class DaysForm(Form):
    """Of which days; names as they stand in the address."""

    class Meta(Form.Meta):
        csrf = False  # a filter changes nothing

    dari = DayField(N_("Dari"), [Optional()])
    sampai = DayField(N_("Sampai"), [Optional()])


def chosen_days(office: Configuration) -> tuple[date, date]:
    """The days of the address, else the last ninety; raises InvalidInput for days that are none, or too many."""
    form, today = DaysForm(request.args), clock.local_day(clock.now(), office.tz)
    if not form.validate():
        raise InvalidInput("dari", N_("Tanggal itu tidak ada. Pilih dari kalender."))
    last = form.sampai.data or today
    first = form.dari.data or last - LISTED
    check_period(first, last)
    return first, last


@blueprint.get("/tablet/kiriman.csv")
@requires(Role.ADMIN, area=ADMIN)
def sent_table() -> Response:
    """Daftar kirim, without names, written to a file on disk row by row."""
    office = current_office()
    first, last = chosen_days(office)
    table = _file(_rows(office, deliveries(office, first, last)))
    return saved_file(in_pieces(table), CSV, f"kiriman-tablet-{first}-{last}.csv")


def _file(rows: Iterable[list[str]]) -> IO[bytes]:
    out = TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="")
    table = csv.writer(text, delimiter=";")
    for row in rows:
        table.writerow(map(spreadsheet_text, row))
    text.detach()
    out.seek(0)
    return out


def _rows(office: Configuration, items: Iterable[Delivery]) -> Iterator[list[str]]:
    names = {row.id: row.name for row in devices(office.id)}
    ways, standings = (
        {True: sentence(KEPT), False: sentence(DIRECT)},
        {key: sentence(words) for key, words in STANDINGS.items()},
    )
    kinds, taken = {key: sentence(words) for key, words in KINDS.items()}, sentence(TAKEN)
    at = _moments(office)
    yield [sentence(column) for column in COLUMNS]
    for one in items:
        is_told = one.kind != "vote" or one.count >= FEWEST_VOTES or one.standing in (Standing.ASIDE, Standing.TAKEN)
        yield [
            names[one.device_id],
            str(one.day or ""),
            at(one.came_at, "%H:%M:%S"),
            at(one.arrived_at, "%Y-%m-%d %H:%M:%S"),
            kinds.get(one.kind, one.kind),
            str(one.count) if is_told else f"< {FEWEST_VOTES}",
            one.number,
            ways[one.was_kept] if one.day else "",
            standings[one.standing],
            one.refusal or (taken if one.standing in (Standing.ARRIVED, Standing.WAITS) else ""),
            one.item_id[-6:],
        ]


def _moments(office: Configuration) -> Callable[[datetime | None, str], str]:
    return lambda moment, form: moment.astimezone(office.tz).strftime(form) if moment else ""
