"""The list of evidences: what each is called, who asks for it, and how it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.readiness.evidences import conduct, counter, survey
from pstku.readiness.evidences.asking import Asked, Read, Row

PEKPPP, ZONE, OMBUDSMAN = "pekppp", "zi", "ombudsman"
JUDGES = {
    PEKPPP: N_("PEKPPP, F-01"),
    ZONE: N_("Zona integritas"),
    OMBUDSMAN: N_("Ombudsman"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evidence from our own data. `asked_by`: judge -> the part of their instrument."""

    key: str
    title: str
    asked_by: Mapping[str, str]
    read: Read


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What judges ask for and no system of ours knows: where the office finds it."""

    title: str
    asked_by: Mapping[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An evidence as it stands today; without rows the office has nothing of the kind yet."""

    evidence: Evidence
    rows: Sequence[Row]


_POLICY, _PEOPLE, _FACILITY = N_("Kebijakan pelayanan"), N_("Profesionalisme SDM"), N_("Sarana prasarana")
_SYSTEM, _CONSULT = N_("Sistem informasi"), N_("Konsultasi dan pengaduan")
_INPUT, _PROCESS, _OUTPUT, _COMPLAINTS, _TRUST = (
    N_("Input"),
    N_("Proses"),
    N_("Output"),
    N_("Pengaduan"),
    N_("Kepercayaan"),
)
_LEVERS, _RESULTS = N_("Pengungkit"), N_("Hasil")

EVIDENCES: Mapping[str, Evidence] = {
    one.key: one
    for one in (
        Evidence("jam", N_("Jam layanan"), {PEKPPP: _PEOPLE, OMBUDSMAN: _INPUT}, counter.opening_hours),
        Evidence("piket", N_("Petugas piket"), {PEKPPP: _PEOPLE, OMBUDSMAN: _INPUT}, counter.duty_roster),
        Evidence("kriteria", N_("Kriteria penghargaan"), {PEKPPP: _PEOPLE, ZONE: _LEVERS}, conduct.award_criteria),
        Evidence("pemenang", N_("Pemenang penghargaan"), {PEKPPP: _PEOPLE, ZONE: _LEVERS}, conduct.winners),
        Evidence("kompetensi", N_("Kompetensi pegawai"), {PEKPPP: _PEOPLE, OMBUDSMAN: _INPUT}, conduct.competence),
        Evidence(
            "standar", N_("Standar pelayanan"), {PEKPPP: _POLICY, ZONE: _LEVERS, OMBUDSMAN: _INPUT}, counter.standard
        ),
        Evidence("layanan", N_("Layanan dan standarnya"), {PEKPPP: _POLICY, OMBUDSMAN: _INPUT}, counter.services),
        Evidence(
            "maklumat", N_("Maklumat pelayanan"), {PEKPPP: _POLICY, ZONE: _LEVERS, OMBUDSMAN: _INPUT}, counter.pledge
        ),
        Evidence("media", N_("Media pengumuman standar"), {PEKPPP: _POLICY, OMBUDSMAN: _INPUT}, counter.media),
        Evidence(
            "survei",
            N_("Survei kepuasan masyarakat"),
            {PEKPPP: _POLICY, ZONE: _RESULTS, OMBUDSMAN: _TRUST},
            survey.rounds,
        ),
        Evidence("publikasi", N_("Publikasi hasil survei"), {PEKPPP: _POLICY, OMBUDSMAN: _OUTPUT}, survey.publications),
        Evidence(
            "tindak-lanjut",
            N_("Tindak lanjut survei"),
            {PEKPPP: _POLICY, ZONE: _LEVERS, OMBUDSMAN: _TRUST},
            survey.follow_ups,
        ),
        Evidence("perbaikan", N_("Kami dengar, kami perbaiki"), {PEKPPP: _CONSULT, OMBUDSMAN: _TRUST}, survey.heard),
        Evidence(
            "pengaduan",
            N_("Pengaduan tepat waktu"),
            {PEKPPP: _CONSULT, ZONE: _LEVERS, OMBUDSMAN: _COMPLAINTS},
            conduct.complaints,
        ),
        Evidence(
            "saluran", N_("Saluran pengaduan"), {PEKPPP: _CONSULT, OMBUDSMAN: _COMPLAINTS}, conduct.complaint_ways
        ),
        Evidence(
            "waktu",
            N_("Waktu layanan dibanding standar"),
            {PEKPPP: _SYSTEM, OMBUDSMAN: _PROCESS},
            counter.service_times,
        ),
        Evidence("akses", N_("Akses tablet buku tamu"), {PEKPPP: _FACILITY, OMBUDSMAN: _INPUT}, counter.access),
        Evidence("privasi", N_("Pelindungan data pribadi"), {PEKPPP: _SYSTEM, OMBUDSMAN: _PROCESS}, conduct.privacy),
        Evidence("laporan", N_("Laporan bulanan"), {PEKPPP: _SYSTEM, ZONE: _LEVERS}, conduct.closed_reports),
    )
}

OUTSIDE: Sequence[Elsewhere] = (
    Elsewhere(N_("Parkir, toilet, ruang laktasi, jalur landai, ruang tunggu"), {PEKPPP: _FACILITY, OMBUDSMAN: _INPUT}, N_("Foto di tempat, daftar inventaris")),
    Elsewhere(N_("Kode etik dan kode perilaku pelaksana"), {PEKPPP: _PEOPLE, ZONE: _LEVERS}, N_("SK kantor atau BPS pusat")),
    Elsewhere(N_("Survei persepsi pelayanan dan antikorupsi"), {ZONE: _RESULTS}, N_("Formulir resmi zona integritas")),
    Elsewhere(N_("Entri SIPPN kantor"), {PEKPPP: _SYSTEM, OMBUDSMAN: _INPUT}, N_("Situs SIPPN")),
    Elsewhere(N_("Inovasi pelayanan"), {PEKPPP: N_("Inovasi"), ZONE: _LEVERS}, N_("Berkas inovasi kantor")),
    Elsewhere(N_("Pengaduan lewat LAPOR!"), {PEKPPP: _CONSULT, OMBUDSMAN: _COMPLAINTS}, N_("Laporan dari LAPOR!")),
    Elsewhere(N_("Lembar kerja evaluasi zona integritas"), {ZONE: _LEVERS}, N_("Aplikasi tim penilai")),
)  # fmt: skip


def evidence_of(asked: Asked, key: str) -> Shown:
    """One evidence; raises NotFound."""
    found = EVIDENCES.get(key)
    if found is None:
        raise NotFound(N_("Bukti ini tidak ada."))
    return Shown(found, found.read(asked))


def evidences_of(asked: Asked, judge: str = "") -> list[Shown]:
    """All of them, or those one judge asks for."""
    wanted = [one for one in EVIDENCES.values() if not judge or judge in one.asked_by]
    return [Shown(one, one.read(asked)) for one in wanted]
