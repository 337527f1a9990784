"""The measures: what each figure means, how it is counted, and its unit. Pure.

A measure reads a `Part`, which may be that of one service on one day or the sum of a year. `sql` says the same over the
tables themselves; a test runs each on both engines beside the kept sums.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from pstku.core.numbers import round_half_up
from pstku.core.text import N_
from pstku.guestbook.rules.days import Part, median

VISITS, NEEDS = "visits", "data_needs"
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of reports. `read` gives the exact value, None when nothing can be said."""

    key: str
    name: str
    definition: str
    unit: str
    read: Callable[[Part], int | Fraction | None]
    counted: str  # how, in words, where `sql` cannot say it
    sql: str = ""  # an aggregate over `table` joined with visits and service_types
    table: str = VISITS

    def value(self, part: Part) -> int | None:
        """The value as it is published: rounded once, half up to whole units."""
        exact = self.read(part)
        return None if exact is None else int(round_half_up(exact, 0))


def _of_sex(sex: str) -> str:
    column = f"visits.party_{sex}"
    return (
        "coalesce(sum(CASE WHEN visits.party_male IS NULL AND visits.party_female IS NULL"
        f" THEN CASE WHEN visits.sex = '{sex}' THEN 1 ELSE 0 END ELSE coalesce({column}, 0) END), 0)"
    )


def _how_many(condition: str) -> str:
    return f"coalesce(sum(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"


PERSONS = "coalesce(sum(visits.party_size), 0)"
COUNTED = N_("Dijumlah dari hitungan harian buku tamu.")
VISIT, PERSON, MINUTE, NEED = N_("kunjungan"), N_("orang"), N_("menit"), N_("kebutuhan")
HERE = N_("Tamu yang datang ke konter; yang dari kertas hanya bila kedua jamnya tertulis.")

_ALL = (
    Measure(
        "kunjungan",
        N_("Kunjungan"),
        N_(
            "Satu isian buku tamu: satu tamu atau satu rombongan dengan satu keperluan, apa pun jalurnya dan bagaimana pun "
            "berakhirnya, juga yang pergi sebelum dilayani."
        ),
        VISIT,
        lambda part: part.visits,
        COUNTED,
        "count(*)",
    ),
    Measure(
        "orang",
        N_("Orang"),
        N_(
            "Semua orang dari kunjungan itu: sebesar rombongannya, atau satu. Orang yang datang dua kali dihitung dua kali."
        ),
        PERSON,
        lambda part: part.persons,
        COUNTED,
        PERSONS,
    ),
    Measure(
        "laki_laki",
        N_("L"),
        N_("Laki-laki: menurut isian rombongan, atau jenis kelamin tamu yang mengisi bila rombongannya tidak dirinci."),
        PERSON,
        lambda part: part.male,
        COUNTED,
        _of_sex("male"),
    ),
    Measure(
        "perempuan",
        N_("P"),
        N_("Perempuan: menurut isian rombongan, atau jenis kelamin tamu yang mengisi bila rombongannya tidak dirinci."),
        PERSON,
        lambda part: part.female,
        COUNTED,
        _of_sex("female"),
    ),
    Measure(
        "tidak_diketahui",
        N_("Tidak diketahui"),
        N_("Orang yang jenis kelaminnya tidak diisi: orang dikurangi L dan P."),
        PERSON,
        lambda part: part.persons - part.male - part.female,
        COUNTED,
        f"{PERSONS} - {_of_sex('male')} - {_of_sex('female')}",
    ),
    Measure(
        "selesai",
        N_("Selesai dilayani"),
        N_("Kunjungan yang sudah dilayani dan ditutup petugas."),
        VISIT,
        lambda part: part.finished,
        COUNTED,
        _how_many("visits.state = 'done'"),
    ),
    Measure(
        "waktu_tunggu",
        N_("Waktu tunggu"),
        N_(
            "Nilai tengah waktu sejak buku tamu diisi sampai petugas mulai melayani, hanya menit saat konter buka; istirahat "
            "tidak dihitung."
        ),
        MINUTE,
        lambda part: median(part.waits),
        HERE,
    ),
    Measure(
        "disapa_di_luar_jam",
        N_("Disapa di luar jam"),
        N_(
            "Tamu yang datang dan disapa saat konter tutup. Tidak ikut dalam waktu tunggu, dan tidak dinilai terhadap "
            "standar."
        ),
        VISIT,
        lambda part: part.met_outside,
        HERE,
    ),
    Measure(
        "waktu_layanan",
        N_("Waktu layanan"),
        N_(
            "Nilai tengah waktu sejak mulai dilayani sampai selesai pada hari yang sama, hanya menit saat konter buka; "
            "istirahat tidak dihitung."
        ),
        MINUTE,
        lambda part: median(part.services),
        HERE,
    ),
    Measure(
        "ditutup_lewat_hari",
        N_("Ditutup lewat hari"),
        N_("Kunjungan yang ditutup pada hari sesudah mulai dilayani. Tidak ikut dalam waktu layanan."),
        VISIT,
        lambda part: part.closed_later,
        HERE,
    ),
    Measure(
        "di_luar_jam",
        N_("Dilayani di luar jam"),
        N_("Kunjungan yang dilayani seluruhnya saat konter tutup. Tidak ikut dalam waktu layanan."),
        VISIT,
        lambda part: part.outside_hours,
        HERE,
    ),
    Measure(
        "dalam_standar",
        N_("Disapa dalam standar"),
        N_("Tamu di konter yang saat konter buka mulai dilayani dalam menit yang dijanjikan standar layanannya."),
        VISIT,
        lambda part: part.within_standard,
        N_("Tamu yang datang ke konter dan layanannya mempunyai standar menit."),
    ),
    Measure(
        "dengan_standar",
        N_("Dinilai terhadap standar"),
        N_("Tamu di konter yang mulai dilayani saat konter buka dan layanannya mempunyai standar menit."),
        VISIT,
        lambda part: part.with_standard,
        N_("Tamu yang datang ke konter dan layanannya mempunyai standar menit."),
    ),
    Measure(
        "dicari",
        N_("Data yang dicari"),
        N_("Semua kebutuhan data yang dicatat pada kunjungan; satu kunjungan dapat mempunyai beberapa."),
        NEED,
        lambda part: part.sought,
        COUNTED,
        "count(*)",
        NEEDS,
    ),
    Measure(
        "diperoleh_sesuai",
        N_("Diperoleh, sesuai"),
        N_("Kebutuhan data dengan perolehan “Ya, sesuai”."),
        NEED,
        lambda part: part.fitting,
        COUNTED,
        _how_many("data_needs.obtained = 'yes_fits'"),
        NEEDS,
    ),
    Measure(
        "diperoleh_tidak_sesuai",
        N_("Diperoleh, tidak sesuai"),
        N_("Kebutuhan data dengan perolehan “Ya, tidak sesuai”."),
        NEED,
        lambda part: part.not_fitting,
        COUNTED,
        _how_many("data_needs.obtained = 'yes_not_fitting'"),
        NEEDS,
    ),
    Measure(
        "tidak_diperoleh",
        N_("Tidak diperoleh"),
        N_("Kebutuhan data dengan perolehan “Tidak diperoleh”."),
        NEED,
        lambda part: part.not_obtained,
        COUNTED,
        _how_many("data_needs.obtained = 'no'"),
        NEEDS,
    ),
    Measure(
        "belum_diperoleh",
        N_("Belum diperoleh"),
        N_("Kebutuhan data dengan perolehan “Belum diperoleh”: masih ditunggu saat laporan dibuat."),
        NEED,
        lambda part: part.not_yet,
        COUNTED,
        _how_many("data_needs.obtained = 'not_yet'"),
        NEEDS,
    ),
)
MEASURES = {measure.key: measure for measure in _ALL}

PEOPLE = ("kunjungan", "orang", "laki_laki", "perempuan", "tidak_diketahui")
TIMES = (
    *("waktu_tunggu", "waktu_layanan", "ditutup_lewat_hari", "disapa_di_luar_jam", "di_luar_jam"),
    *("dalam_standar", "dengan_standar"),
)
OBTAINED = ("dicari", "diperoleh_sesuai", "diperoleh_tidak_sesuai", "tidak_diperoleh", "belum_diperoleh")


def measures(keys: Iterable[str]) -> list[Measure]:
    """The measures of these keys."""
    return [MEASURES[key] for key in keys]
