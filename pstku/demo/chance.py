"""Random choices of the demo: who comes when, why, how long it takes and how they rate it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from pstku.offices.queries import Configuration
from pstku.offices.rules.calendar import hours_of

T = TypeVar("T")

GUESTS = (  # name, sapaan
    ("Rahmawati", "Ibu"), ("Yusuf Lahay", "Bapak"), ("Hapsa", "Ibu"), ("Yusran", "Bapak"),
    ("Abdul Karim", "Bapak"), ("Siti Nurhaliza Abas", "Ibu"), ("Fadli", "Bapak"), ("Meyske", "Ibu"),
    ("Ramdan Pakaya", "Bapak"), ("Sri Wahyuni", "Ibu"), ("Irfan", "Bapak"), ("Nurmala Dunggio", "Ibu"),
    ("Zulkifli", "Bapak"), ("Hartati", "Ibu"), ("Taufik Hulopi", "Bapak"), ("Mega", "Ibu"),
    ("Asna", "Ibu"), ("Rizal Katili", "Bapak"), ("Wulan", "Ibu"), ("Mohamad Ali", "Bapak"),
    ("Hikma", "Ibu"), ("Dewi Anggraini", "Ibu"), ("Ismail Yasin", "Bapak"), ("Farid", "Bapak"),
    ("Lestari", "Ibu"),
)  # fmt: skip
SEX = {"Bapak": "male", "Ibu": "female"}

QUESTIONS = ("Jumlah penduduk per kecamatan", "Inflasi bulan terakhir", "Data UMKM", "Peta kelurahan", "Luas wilayah")

MOST_WANTED = (
    "ind.inflasi-yoy", "ind.penduduk", "ind.ipm", "ind.p0", "ind.tpt", "ind.pertumbuhan-ekonomi", "ind.pdrb-adhb",
    "ind.garis-kemiskinan", "ind.gini", "ind.kepadatan",
)  # fmt: skip

CHANNELS = {"tablet": 76, "whatsapp": 10, "phone": 5, "field": 9}
RATED = {"tablet": 0.64, "whatsapp": 0.4, "phone": 0.15, "field": 0.6}
LINES = {"tablet": "desk", "whatsapp": "remote", "phone": "remote", "field": "field"}
LEAVE_ADDRESS = 0.45  # of guests
SERVICES = {"cari_data": 42, "konsultasi": 28, "perpustakaan": 12, "penjualan": 6, "rekomendasi": 5, "lainnya": 7}
ASK_DTSEN = 0.12  # of guests at the tablet
DTSEN_KINDS = {"decile": 46, "update": 28, "objection": 14, "complaint": 4, "other": 8}
DTSEN_RESULTS = {"on_the_spot": 55, "follow_up": 15, "not_found": 12, "incomplete": 13, None: 14}
SCORES = {
    "petugas1": {4: 84, 3: 14, 2: 2},
    "petugas2": {4: 76, 3: 20, 2: 3, 1: 1},
    "petugas3": {4: 60, 3: 34, 2: 6},
    "pegawai1": {4: 80, 3: 20},
}
COMMENTS = {
    4: ("Penjelasannya mudah dipahami.", "Cepat dan ramah.", "Terima kasih, datanya lengkap.", ""),
    3: ("Sudah baik.", "Tolong papan petunjuknya diperjelas.", ""),
    2: ("Menunggu agak lama.", ""),
    1: ("Data yang saya cari belum ada.",),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One guest of the demo, before it becomes rows."""

    at: datetime
    channel: str
    service: str
    officer: str
    wait_seconds: int
    service_seconds: int
    left: bool


def weighted(chance: Random, weights: dict[T, Any]) -> T:
    """A random key; its weight is its probability."""
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def any_code(chance: Random, office: Configuration, list_code: str) -> str | None:
    """A value of a code list; the first ones are the likeliest, and some guests leave it open."""
    codes = [code for code, _label in office.choices(list_code)]
    if not codes or chance.random() < 0.06:
        return None
    return chance.choices(codes, weights=[1 / (place + 1) for place in range(len(codes))])[0]


def arrivals(chance: Random, office: Configuration, first: date, now: datetime) -> list[Arrival]:
    """Two to five guests on every open day from `first` until the present moment."""
    found: list[Arrival] = []
    day = first
    while day <= now.astimezone(office.tz).date():
        if hours := hours_of(day, office.calendar):
            opens = datetime.combine(day, hours.opens, office.tz)
            minutes = int((datetime.combine(day, hours.closes, office.tz) - opens).total_seconds() // 60) - 45
            moments = sorted(chance.sample(range(5, minutes), chance.choice((2, 2, 3, 3, 3, 4, 4, 5))))
            found += [_arrival(chance, opens + timedelta(minutes=minute)) for minute in moments]
        day += timedelta(days=1)
    return [arrival for arrival in found if arrival.at + timedelta(minutes=45) < now]


def _arrival(chance: Random, at: datetime) -> Arrival:
    channel = weighted(chance, CHANNELS)
    staff = {"petugas1": 50, "petugas2": 42, "petugas3": 8}
    if channel == "field":
        staff = {"pegawai1": 60, "petugas2": 22, "petugas1": 18}
    return Arrival(
        at=at + timedelta(seconds=chance.randrange(60)),
        channel=channel,
        service=weighted(chance, SERVICES),
        officer=weighted(chance, staff),
        wait_seconds=int(chance.lognormvariate(4.9, 0.8)) if channel == "tablet" else 0,
        service_seconds=int(chance.lognormvariate(6.2, 0.5)),
        left=channel == "tablet" and chance.random() < 0.03,
    )
