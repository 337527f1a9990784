"""Papers: readable by a screen reader (PDF/UA-1), and the same bytes from the same values."""

import re
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from pstku.paperbook.rules.sheets import DTSEN, FIELDS, LISTS
from pstku.reports.pdf import compile_pdf

AT = datetime(2026, 11, 28, 2, tzinfo=UTC)
QR = ["10" * 12 + "1"] * 25
OFFICE = {"office": "BPS Kota Gorontalo", "unit": "Pelayanan Statistik Terpadu"}
VALUES = {
    "badge": OFFICE
    | {"name": "Nurain", "role": "Petugas PST", "caption": "Pindai untuk menilai", "code": "7Q2K-9MWC", "qr": QR, "drawing": "a-ibu-1", "photo": None},
    "certificate": OFFICE
    | {
        "name": "Nurain Lestari, SST", "title": "Petugas Pelayanan Terbaik Triwulan III 2026", "votes": 40,
        "months": "Juli–September 2026", "sk_number": "123/SK/2026", "place_date": "Gorontalo, 20 Oktober 2026",
        "signer_title": "Kepala", "signer": "Hasan Botutihe", "code": "26Q3-7F2K", "address": "pst.test/verifikasi",
        "qr": QR, "is_revoked": False, "is_demo": False,
    },
    "paper_page": {
        **OFFICE, "address": "Jalan Dewi Sartika No. 21", "title": "Buku tamu", "notice": ["Dipakai untuk layanan.", "Dihapus."],
        "labels": dict(FIELDS), "boxes": {"service": ["Cari data"], "salutation": ["Ibu"]} | {name: ["Ya", "Tidak"] for name in (*LISTS, *DTSEN)}, "guests": 2,
    },
    "guest_book_qr": OFFICE
    | {
        "size": "a5", "title": ["Isi buku tamu", "Sign the guest book"], "steps": [["Pindai", "Scan"], ["Isi", "Fill in"]],
        "or": ["Isi di tablet.", "Use the tablet."], "address": "pst.test/n/isi/abc", "qr": QR,
    },
    "report": OFFICE
    | {
        "address": "Jalan Dewi Sartika No. 21", "title": "Laporan bulanan", "period": "Oktober 2026", "remarks": ["Hanya PST."],
        "tables": [
            {"title": "Menurut bagian", "head": ["Kelompok", "Kunjungan", "Orang", "L", "P", "Tidak diketahui"], "is_list": False,
             "rows": [["#link(\"x\")[PST]", "64", "64", "28", "30", "6"], ["Total", "1.073", "73", "30", "36", "7"]]},
            {"title": "Waktu", "head": ["Ukuran", "Nilai", "Satuan"], "is_list": True, "rows": [["Waktu tunggu", "–", "menit"]]},
        ],
        "meanings": [["Kunjungan", "Satu isian buku tamu."]], "place": "Gorontalo, 5 November 2026",
        "signer": {"titles": ["a.n. Kepala BPS Kota Gorontalo", "Koordinator PST"], "name": "Hasan Botutihe", "nip": "19800101 200501 1 001"},
    },
    "minutes": {
        "office": "BPS Kota Gorontalo", "title": "Petugas Pelayanan Terbaik", "days": "1 Juli sampai 30 September 2026",
        "hash": "ab" * 32, "mean": "90,00", "office_score": "92 dari 99 penilaian", "limits": ["Paling sedikit 10 penilaian"], "differences": ["Selisih A dan B"],
        "rows": [["Nurain", "94", "91–96", "40", "62,5 %", "semua terpenuhi", "calon unggulan"]], "is_demo": True,
        "signals": [{"head": "Nurain, tanda kuat", "words": "Nomor HP pegawai: 8.", "note": "Milik suaminya."}],
        "signals_kept": True, "orders": [["Semua penilaian", "Nurain"]], "replaced": ["8 penilaian disisihkan."],
        "spot_checks": ["Nurain: 8 kunjungan diundi."], "weak": "Bukti lemah: Ada tanda kuat.", "check_note": "Diperiksa.",
        "checker": "Arif", "decider": "Hasan", "verdict": "Ditetapkan", "reason": "Unggul.", "place": "Gorontalo",
    },
    "survey": {
        **OFFICE, "place": "Gorontalo", "head_title": "Kepala", "title": "Triwulan III 2026", "days": "1 Juli sampai 30 September 2026",
        "closed": "2 Oktober 2026", "source": "PermenPANRB 14/2017", "warning": "Pedoman 9/2024 belum diperiksa", "population": "130",
        "needed": "97", "respondents": "64", "by_guests": "60", "on_paper": "4", "ways": "tautan 60; lembar kertas 4", "least": "30",
        "groups": [{
            "title": "Diisi responden sendiri", "n": "60", "index": "84,77", "range": "83,74–85,79", "letter": "B", "name": "Baik",
            "rows": [["Biaya/Tarif", "3,81", "3,69–3,94"]], "weakest": "Sarana", "strongest": "Biaya/Tarif",
        }],
        "services": [["Konsultasi", "20", "84,86", "B"]], "about": [{"title": "Umur", "rows": [["17–25", "60", "100,0 %"]]}],
        "steps": [["Triwulan III 2026", "64", "84,77", "B", "–"]], "follow_ups": [["Sarana", "Menambah #kursi", "Fitri", "1 Des", "belum"]],
        "publications": [["Situs", "2 Oktober 2026", "–"]], "questions": [["Apakah cepat?", ["Tidak", "Ya"]]], "is_demo": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("template", VALUES)
def test_a_paper_keeps_the_standard_for_screen_readers_and_two_runs_are_equal(template):
    first, second = (compile_pdf(template, VALUES[template], AT) for _ in range(2))
    assert first == second
    assert b"pdfuaid:part" in first and b"/StructTreeRoot" in first
    assert compile_pdf(template, VALUES[template], datetime(2026, 11, 29, tzinfo=UTC)) != first


@pytest.mark.parametrize("template", ["badge", "certificate", "guest_book_qr"])
def test_the_drawn_code_is_announced(template):
    assert b"/Alt" in compile_pdf(template, VALUES[template], AT)


def test_a_badge_shows_the_photo_or_a_drawing_of_the_sprite():
    photo = BytesIO()
    Image.new("RGB", (64, 64), "#004C77").save(photo, "JPEG")
    badge = VALUES["badge"]
    drawn, other = (compile_pdf("badge", badge | {"drawing": name}, AT) for name in ("a-ibu-1", "a-none"))
    assert drawn != other
    assert b"/DCTDecode" in compile_pdf("badge", badge | {"photo": list(photo.getvalue())}, AT)
    assert b"/DCTDecode" not in drawn
    assert pages(drawn) == 1


def pages(pdf: bytes) -> int:
    """How many pages a PDF has, which its compressed objects tell."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    packed = [zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x"]
    return int(re.search(rb"/Type/Pages.*?/Count (\d+)", b"".join([pdf, *packed]).replace(b" /", b"/"), re.DOTALL)[1])


@pytest.mark.parametrize("template", ["certificate", "minutes"])
def test_what_is_not_true_on_a_sample_is_not_the_same_paper(template):
    real = compile_pdf(template, VALUES[template] | {"is_demo": False}, AT)
    assert real != compile_pdf(template, VALUES[template] | {"is_demo": True}, AT)
