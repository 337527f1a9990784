"""What is worth doing after a month, the most urgent first: each thing with the figure that says so. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pstku.core.numbers import format_number, format_percent, round_half_up
from pstku.core.text import N_
from pstku.guestbook.rules.days import Part
from pstku.returns.overview.queries import Topic
from pstku.returns.review.rules import (
    CLOSING_PAGE,
    COMPLAINTS_PAGE,
    FEWEST,
    NEED_ROWS,
    OFFICERS_PAGE,
    OVERVIEW_PAGE,
    ROUND_PAGE,
    TIMES_PAGE,
    WHERE,
    Comparison,
    Evidence,
    Said,
)

THINGS = 3
LEAST_ALONE, LEAST_SOUGHT, LEAST_LATER = 15, 5, 3  # minutes, times, visits
SLIPPED = {
    "waktu_tunggu": N_("Periksa jadwal piket pada jam ramai: tamu menunggu %(after)s menit, sebelumnya %(before)s."),
    "dalam_standar": N_("Periksa mengapa tamu disapa lewat standar: dalam standar %(after)s, sebelumnya %(before)s."),
    "diperoleh_sesuai": N_("Periksa data apa yang tidak diperoleh: sesuai %(after)s, sebelumnya %(before)s."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands open around a month."""

    month_name: str
    month_code: str
    is_closed: bool
    incomplete: int
    late_complaints: int
    minutes_alone: int
    coverage_target: int
    is_rated_known: bool
    weakest: tuple[str, str, int] | None = None  # unsur, round, its id: of the last index, where nothing is planned


def things_to_do(standing: Standing, part: Part, compared: Iterable[Comparison], topics: Iterable[Topic]) -> list[Said]:
    """At most three; fewer when no figure asks for more."""
    found = [*_owed(standing), *_slipped(compared), *_missing(topics), *_habits(standing, part)]
    return found[:THINGS]


def _owed(standing: Standing) -> Iterator[Said]:
    if standing.late_complaints:
        words = N_("Jawab pengaduan yang lewat batas waktunya: %(n)s.")
        yield Said(words, _n(standing.late_complaints), Evidence(COMPLAINTS_PAGE, N_("Pengaduan")))
    closing = Evidence(CLOSING_PAGE, N_("Tutup bulan"), "belum_lengkap", {"bulan": standing.month_code})
    if standing.incomplete:
        yield Said(N_("Lengkapi kunjungan bulan ini yang belum lengkap: %(n)s."), _n(standing.incomplete), closing)
    if not standing.is_closed:
        yield Said(N_("Tutup %(month)s, agar angkanya tetap."), {"month": standing.month_name}, closing)


def _slipped(compared: Iterable[Comparison]) -> Iterator[Said]:
    for one in compared:
        if one.verdict == -1 and one.key in SLIPPED:
            yield Said(SLIPPED[one.key], {"after": one.after, "before": one.before}, WHERE[one.key])


def _missing(topics: Iterable[Topic]) -> Iterator[Said]:
    rare = [topic for topic in topics if topic.sought >= LEAST_SOUGHT and topic.is_rarely_obtained]
    for topic in sorted(rare, key=lambda topic: topic.obtained - topic.sought)[:1]:
        words = N_("Siapkan jawaban untuk “%(topic)s”: dicari %(n)s kali, diperoleh sesuai %(obtained)s.")
        where = {"indikator": topic.indicator_key} if topic.indicator_key else {"seperti": topic.example}
        values = {"topic": topic.title, **_n(topic.sought), "obtained": format_number(topic.obtained)}
        yield Said(words, values, Evidence(NEED_ROWS, N_("Kebutuhan data"), "topik", where))


def _habits(standing: Standing, part: Part) -> Iterator[Said]:
    if standing.minutes_alone >= LEAST_ALONE:
        words = N_("Atur cadangan piket: %(n)s menit tamu menunggu tanpa petugas.")
        yield Said(words, _n(standing.minutes_alone), Evidence(OVERVIEW_PAGE, N_("Ringkasan"), "tanpa_petugas"))
    if part.closed_later >= LEAST_LATER:
        words = N_("Tutup kunjungan pada harinya: %(n)s ditutup pada hari lain.")
        yield Said(words, _n(part.closed_later), Evidence(TIMES_PAGE, N_("Waktu layanan"), "ditutup_lewat_hari"))
    if standing.is_rated_known and part.served >= FEWEST and 100 * part.rated < standing.coverage_target * part.served:
        words = N_("Undang lebih banyak tamu menilai: cakupan %(percent)s, sasaran %(target)s.")
        percent = round_half_up(Fraction(100 * part.rated, part.served), 0)
        values = {"percent": format_percent(percent), "target": format_percent(standing.coverage_target)}
        yield Said(words, values, Evidence(OFFICERS_PAGE, N_("Petugas per triwulan"), "dinilai_petugas"))
    if standing.weakest:
        unsur, name, round_id = standing.weakest
        words = N_("Rencanakan tindak lanjut untuk unsur terlemah %(round)s: %(unsur)s.")
        evidence = Evidence(ROUND_PAGE, N_("Putaran survei"), "nrr", {"round_id": round_id})
        yield Said(words, {"round": name, "unsur": unsur}, evidence)


def _n(count: int) -> dict[str, str]:
    return {"n": format_number(count)}
