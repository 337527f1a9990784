"""How a tablet is doing, from what it last said."""

from datetime import datetime, timedelta

from pstku.core.text import N_

LATE, LOST = timedelta(minutes=2), timedelta(minutes=5)
OLD_OUTBOX_SECONDS = 600
MOST_SKEW_SECONDS = 300
NEARLY_FULL, FULL = 450, 500  # items a tablet keeps (static/js/kiosk/outbox/store.js)
DAY_SECONDS = 24 * 3600
OVERDUE_SECONDS = 14 * DAY_SECONDS  # older arrivals cannot be dated any more (pstku/core/clock.py)

# What a tablet found missing when it tried to work without the server (static/js/kiosk/outbox/readiness.js).
VITAL = {
    "seal": N_("Tidak dapat menyegel isian."),
    "disk": N_("Tidak dapat menulis, membaca, atau menghapus di penyimpanan peramban."),
    "room": N_("Kotak kirim hampir penuh: sambungkan ke server."),
    "codes": N_("Kode kunjungan kurang dari 20: sambungkan ke server."),
    "space": N_("Ruang penyimpanan kurang dari 50 MB."),
    "shell": N_("Halaman untuk mulai tanpa server belum tersimpan."),
}
USEFUL = {
    "old": N_("Ada isian yang belum terkirim lebih dari 14 hari: sambungkan ke server, dan beri tahu admin."),
    "space_unknown": N_("Ruang penyimpanan: tidak diketahui. Peramban tidak memberitahukannya lewat http biasa."),
    "secure": N_("Lewat http biasa: tidak dapat dibuka ulang tanpa server, dan tanpa kamera."),
    "persistent": N_("Peramban tidak menjamin simpanan: jangan hapus data peramban."),
    "camera": N_("Tidak ada kamera: QR dibaca pemindai, atau kodenya diketik."),
}

# Why nobody waits any longer for what lies on a tablet.
WRITE_OFF_REASONS = {
    "lost": N_("Tablet hilang atau dicuri"),
    "broken": N_("Tablet rusak"),
    "cleared": N_("Data perambannya terhapus"),
    "entered": N_("Isinya sudah dicatat dengan cara lain"),
}

GREEN, AMBER, RED = "green", "amber", "red"


def health(last_seen_at: datetime | None, outbox_age_seconds: int, now: datetime) -> str:
    """Green; amber after two silent minutes or with something unsent for ten; red after five minutes or never seen."""
    if last_seen_at is None or now - last_seen_at > LOST:
        return RED
    if now - last_seen_at > LATE or outbox_age_seconds > OLD_OUTBOX_SECONDS:
        return AMBER
    return GREEN


def is_nearly_full(outbox_count: int) -> bool:
    """True when the tablet will soon have to send guests to the desk."""
    return outbox_count >= NEARLY_FULL


def age_now(told_seconds: int, last_seen_at: datetime | None, now: datetime) -> int:
    """Seconds that the oldest item has lain on a tablet by now, from what it said when it was last heard."""
    silence = max(timedelta(), now - last_seen_at) if last_seen_at else timedelta()
    return told_seconds + round(silence.total_seconds())


def is_overdue(outbox_age_seconds: int) -> bool:
    """True when something has lain on the tablet for two weeks: nothing is deleted by age, an admin decides."""
    return outbox_age_seconds > OVERDUE_SECONDS


def is_clock_wrong(skew_seconds: int) -> bool:
    """True when the tablet's clock is more than five minutes off the server's."""
    return abs(skew_seconds) > MOST_SKEW_SECONDS


def known_lacks(told: str) -> str:
    """What a tablet says it lacks, its names parted by commas: those that are known, in order."""
    names = set(told.split(","))
    return ",".join(name for name in (*VITAL, *USEFUL) if name in names)


def is_offline_ready(lacks: str | None) -> bool | None:
    """Siap luring: True when nothing vital is missing; None while the tablet has not tried."""
    return None if lacks is None else not VITAL.keys() & set(lacks.split(","))


def sentences_of(lacks: str | None) -> list[str]:
    """What each thing means that the tablet lacks, vital first."""
    return [words for name, words in (VITAL | USEFUL).items() if name in (lacks or "").split(",")]
