"""Every column that a file of rows can have, by a key of ours, and the templates that are shipped.

A visit's columns are read from its row and its data needs, an answer's from a survey answer. No row has both: an answer
knows no visit (docs/decisions/0037), so in a file of both the other's columns stay empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from pstku.core import clock
from pstku.core.text import N_
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.days import people_of_sex
from pstku.guestbook.rules.states import VisitState, way_of
from pstku.offices.queries import Configuration
from pstku.printing.sheet import Cell
from pstku.returns.measures.groups import WAYS
from pstku.skm.rules.sets import SKM

REGISTER, RESPONDENTS, NEEDS = "register", "responden", "kebutuhan"
KINDS = {
    REGISTER: N_("Register kunjungan"),
    RESPONDENTS: N_("Berkas responden, satu baris tiap kunjungan"),
    NEEDS: N_("Berkas responden, satu baris tiap kebutuhan data"),
}
STATES = {
    VisitState.WAITING: N_("Menunggu"),
    VisitState.CALLED: N_("Dipanggil"),
    VisitState.SERVING: N_("Dilayani"),
    VisitState.DONE: N_("Selesai"),
    VisitState.CANCELLED: N_("Pergi"),
    VisitState.NO_SHOW: N_("Tidak hadir"),
}
JOINED = " || "  # between several needs of a visit in one cell
Rows = Sequence[Any]  # rows of one visit, each with another need of it


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and what it reads of a visit's rows and of a survey answer; None where it has nothing to read."""

    key: str
    name: str
    kinds: frozenset[str]
    of_visit: Callable[[Rows], Cell] | None = None
    of_answer: Callable[[Any], Cell] | None = None
    is_personal: bool = False  # filled only in a file with names


ALL, OF_RESPONDENTS = frozenset(KINDS), frozenset({RESPONDENTS, NEEDS})
ABOUT = {  # key: list of codes, head
    "umur": ("age_group", N_("Umur")),
    "jenis_kelamin": ("sex", N_("Jenis kelamin")),
    "pendidikan": ("education", N_("Pendidikan")),
    "pekerjaan": ("occupation", N_("Pekerjaan")),
}
OF_VISITS = {
    "kategori_instansi": ("agency_category", N_("Kategori instansi")),
    "pemanfaatan": ("purpose", N_("Pemanfaatan")),
    "sarana": ("facility", N_("Sarana")),
    "hasil": ("outcome", N_("Hasil layanan")),
}
OF_NEEDS = {
    "level": ("level", N_("Tingkat data")),
    "periode": ("frequency", N_("Periode data")),
    "sumber": ("source_kind", N_("Jenis sumber")),
    "perolehan": ("obtained", N_("Perolehan")),
}
NOT_ASKED, NOT_GIVEN = "tidak_ditanyakan", "tidak_dikeluarkan"
EMPTY = {
    NOT_ASKED: N_("Kosong: tidak ditanyakan di sini"),
    NOT_GIVEN: N_("Kosong: tidak dikeluarkan dari sistem ini"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a template: which, and the head it stands under."""

    key: str
    title: str


def _heads(*keys: str) -> tuple[Head, ...]:
    names = column_names()
    return tuple(Head(key, names[key]) for key in keys)


def columns_of(office: Configuration) -> dict[str, Column]:
    """All columns by key, reading words and hours of this office."""
    return {column.key: column for column in _columns(office)}


def column_names(kind: str | None = None) -> dict[str, str]:
    """Key -> name, of all columns or of those a kind of file can have."""
    return {column.key: column.name for column in _columns(None) if kind is None or kind in column.kinds}


def _columns(office: Configuration | None) -> list[Column]:
    numbers = count(1)
    return [
        Column("no", N_("No"), ALL, lambda rows: next(numbers), lambda answer: next(numbers)),
        Column("id_kunjungan", N_("ID kunjungan"), ALL, lambda rows: _key(rows[0].id)),
        Column("id_responden", N_("ID responden"), OF_RESPONDENTS, lambda rows: _key(rows[0].guest_id), is_personal=True),
        Column("tanggal", N_("Tanggal"), ALL, lambda rows: rows[0].day),
        Column("datang", N_("Datang"), ALL, _moment(office, "created_at")),
        Column("tanggal_registrasi", N_("Tanggal registrasi"), OF_RESPONDENTS, _day(office, "guest_since")),
        Column("nomor", N_("Nomor"), ALL, lambda rows: queue_label(rows[0].letter, rows[0].number, rows[0].tablet_number)),
        Column("nama", N_("Nama"), ALL, _name, is_personal=True),
        Column("instansi", N_("Instansi"), ALL, lambda rows: rows[0].agency or "", is_personal=True),
        Column("layanan", N_("Layanan"), ALL, _service(office), lambda answer: answer.service),
        Column("jalur", N_("Jalur"), ALL, lambda rows: WAYS[way_of(rows[0].channel, rows[0].follow_up)][0]),
        Column("keadaan", N_("Keadaan"), ALL, lambda rows: STATES[rows[0].state]),
        Column("petugas", N_("Petugas"), ALL, lambda rows: rows[0].officer or ""),
        Column("mulai", N_("Mulai"), ALL, _moment(office, "started_at")),
        Column("selesai", N_("Selesai"), ALL, _moment(office, "closed_at")),
        Column("durasi", N_("Durasi (menit)"), ALL, _minutes(office)),
        Column("orang", N_("Orang"), ALL, lambda rows: rows[0].party_size),
        Column("l", N_("L"), ALL, _people("male")),
        Column("p", N_("P"), ALL, _people("female")),
        *(Column(key, name, ALL, _label(office, code), _said(key)) for key, (code, name) in ABOUT.items()),
        *(Column(key, name, ALL, _label(office, code)) for key, (code, name) in OF_VISITS.items()),
        Column("rincian", N_("Rincian data"), OF_RESPONDENTS, _each(lambda row: row.what or row.topic or "")),
        Column("wilayah", N_("Wilayah data"), OF_RESPONDENTS, _each(lambda row: row.region or "")),
        Column("tahun_data", N_("Tahun data"), OF_RESPONDENTS, _each(lambda row: years_in_words(row.year_from, row.year_to))),
        *(Column(key, name, OF_RESPONDENTS, _labels(office, code)) for key, (code, name) in OF_NEEDS.items()),
        Column("putaran", N_("Putaran survei"), OF_RESPONDENTS, of_answer=lambda answer: answer.round_name),
        Column("cara_mengisi", N_("Cara mengisi survei"), OF_RESPONDENTS, of_answer=lambda answer: answer.group),
        *(Column(f"unsur_{key}", name, OF_RESPONDENTS, of_answer=_value(key)) for key, name in SKM.names.items()),
        *(Column(key, name, ALL) for key, name in EMPTY.items()),
    ]  # fmt: skip


def _key(raw: Any) -> str:
    return str(UUID(str(raw)))


def _name(rows: Rows) -> str:
    return " ".join(word for word in (rows[0].salutation, rows[0].name) if word)


def _service(office: Configuration | None) -> Callable[[Rows], Cell]:
    names = {service.id: service.name for service in office.services} if office else {}
    return lambda rows: names[rows[0].service_type_id]


def _moment(office: Configuration | None, name: str) -> Callable[[Rows], Cell]:
    def read(rows: Rows) -> datetime | None:
        moment = getattr(rows[0], name)
        return None if moment is None or office is None else moment.astimezone(office.tz).replace(tzinfo=None)

    return read


def _day(office: Configuration | None, name: str) -> Callable[[Rows], Cell]:
    def read(rows: Rows) -> date | None:
        moment = getattr(rows[0], name)
        return None if moment is None or office is None else clock.local_day(moment, office.tz)

    return read


def _minutes(office: Configuration | None) -> Callable[[Rows], Cell]:
    """Whole minutes by the clock of the wall; nothing of a visit that was closed on a later day."""

    def read(rows: Rows) -> int | None:
        started, closed = rows[0].started_at, rows[0].closed_at
        if office is None or started is None or closed is None:
            return None
        if clock.local_day(started, office.tz) != clock.local_day(closed, office.tz):
            return None
        return int((closed - started).total_seconds() / 60 + 0.5)

    return read


def _people(sex: str) -> Callable[[Rows], Cell]:
    return lambda rows: people_of_sex(sex, rows[0].sex, rows[0].party_male, rows[0].party_female)


def _label(office: Configuration | None, code: str) -> Callable[[Rows], Cell]:
    labels = _labels_of(office, code)
    return lambda rows: labels.get(getattr(rows[0], code), "")


def _labels(office: Configuration | None, code: str) -> Callable[[Rows], Cell]:
    labels = _labels_of(office, code)
    return _each(lambda row: labels.get(getattr(row, code), ""))


def _labels_of(office: Configuration | None, code: str) -> Mapping[str | None, str]:
    return {item.code: item.label for item in office.lists.get(code, ())} if office else {}


def _each(read: Callable[[Any], str]) -> Callable[[Rows], Cell]:
    """Of one need its word, of several all of them in one cell."""
    return lambda rows: read(rows[0]) if len(rows) == 1 else JOINED.join(read(row) for row in rows)


def _said(key: str) -> Callable[[Any], Cell]:
    return lambda answer: answer.about.get(key, "")


def _value(key: str) -> Callable[[Any], Cell]:
    return lambda answer: answer.values[key]


def years_in_words(first: int | None, last: int | None) -> str:
    """2020–2024, or the one year that is known; empty without."""
    return "–".join(str(year) for year in dict.fromkeys((first, last)) if year)


OF_ANSWERS = ("putaran", "cara_mengisi", *(f"unsur_{key}" for key in SKM.keys))


@cache
def shipped(kind: str) -> tuple[Head, ...]:
    """The template that an office starts with: of respondents the 39 columns of the yearly file, then what the survey adds."""
    if kind == REGISTER:
        keys = ("no", "tanggal", "datang", "nomor", "nama", "instansi", "layanan", "jalur", "keadaan", "petugas")
        counts = ("mulai", "selesai", "orang", "l", "p", *ABOUT, "kategori_instansi", "pemanfaatan")
        return _heads(*keys, *counts)
    if kind == NEEDS:
        needs = ("rincian", "wilayah", "tahun_data", *OF_NEEDS)
        person = (*ABOUT, "kategori_instansi", "pemanfaatan", "layanan", "sarana", "jalur")
        return _heads("no", "id_kunjungan", "tanggal", "nomor", *person, *needs, "hasil", *OF_ANSWERS)
    return (
        *(Head(key, title) for key, title in _YEARLY),
        *_heads(*OF_ANSWERS),
        Head(NOT_ASKED, N_("Pengaduan atau saran")),
    )


_YEARLY = (
    ("id_kunjungan", N_("ID kunjungan")),
    ("id_responden", N_("ID responden")),
    ("tanggal", N_("Tanggal kunjungan")),
    ("tanggal_registrasi", N_("Tanggal registrasi")),
    ("nomor", N_("Nomor antrean")),
    ("nama", N_("Nama")),
    ("instansi", N_("Instansi")),
    (NOT_GIVEN, N_("E-mail")),
    (NOT_GIVEN, N_("Telepon")),
    ("jenis_kelamin", N_("Jenis kelamin")),
    ("umur", N_("Umur")),
    ("pendidikan", N_("Pendidikan")),
    ("pekerjaan", N_("Pekerjaan")),
    (NOT_ASKED, N_("Pekerjaan lainnya")),
    ("kategori_instansi", N_("Kategori instansi")),
    (NOT_ASKED, N_("Kategori lainnya")),
    ("pemanfaatan", N_("Pemanfaatan")),
    (NOT_ASKED, N_("Pemanfaatan lainnya")),
    (NOT_ASKED, N_("Disabilitas")),
    (NOT_ASKED, N_("Jenis disabilitas")),
    ("layanan", N_("Layanan")),
    (NOT_ASKED, N_("Layanan lainnya")),
    ("sarana", N_("Sarana")),
    (NOT_ASKED, N_("Sarana lainnya")),
    ("rincian", N_("Rincian data")),
    ("wilayah", N_("Wilayah data")),
    ("tahun_data", N_("Tahun data")),
    ("level", N_("Tingkat data")),
    ("periode", N_("Periode data")),
    ("perolehan", N_("Perolehan data")),
    ("sumber", N_("Jenis sumber")),
    (NOT_ASKED, N_("Judul sumber")),
    (NOT_ASKED, N_("Tahun terbit sumber")),
    (NOT_ASKED, N_("Dipakai perencanaan")),
    (NOT_ASKED, N_("Kepuasan kualitas data")),
    (NOT_ASKED, N_("Kode bidang statistik")),
    ("hasil", N_("Hasil layanan")),
    ("durasi", N_("Durasi (menit)")),
    (NOT_GIVEN, N_("Penilaian keseluruhan")),
)
