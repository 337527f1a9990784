"""Papers: readable by a screen reader (PDF/UA-1), and the same bytes from the same values."""

import json
import re
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
import typst
from PIL import Image

from pstku.paperbook.rules.sheets import DTSEN, FIELDS, LISTS
from pstku.printing import pdf
from pstku.printing.pdf import compile_pdf
from pstku.printing.text import FONTS, MISSING, ROOT, TEMPLATES, plain, with_plain_words
from pstku.returns.register.files import PAPER

AT = datetime(2026, 11, 28, 2, tzinfo=UTC)
QR = ["10" * 12 + "1"] * 25
OFFICE = {"office": "BPS Kota Gorontalo", "unit": "Pelayanan Statistik Terpadu"}
PAPER_OF_AWARD = {
    "lines": ["BPS Kota Gorontalo", "Pelayanan Statistik Terpadu"], "number": "BA-001/75710/2026", "day": "8 November 2026", "is_demo": False,
    "title": "Petugas Pelayanan Terbaik Triwulan III 2026", "place": "Gorontalo", "signer_title": "Kepala", "signer": "",
}  # fmt: skip
VALUES = {
    "badge": OFFICE
    | {"name": "Nurain", "role": "Petugas PST", "caption": "Pindai untuk menilai", "code": "7Q2K-9MWC", "qr": QR, "drawing": "a-ibu-1", "photo": None},
    "certificate": OFFICE
    | {
        "name": "Nurain Lestari, SST", "title": "Petugas Pelayanan Terbaik Triwulan III 2026", "votes": 40,
        "months": "Juli–September 2026", "number": "PG-001/75710/2026", "reason": "Atas layanan yang ramah,", "sk_number": "123/SK/2026", "place_date": "Gorontalo, 20 Oktober 2026",
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
        "address": "Jalan Dewi Sartika No. 21", "title": "Laporan bulanan", "wide": False, "period": "Oktober 2026", "remarks": ["Hanya PST."],
        "tables": [
            {"title": "Menurut bagian", "head": ["Kelompok", "Kunjungan", "Orang", "L", "P", "Tidak diketahui"], "is_list": False,
             "rows": [["#link(\"x\")[PST]", "64", "64", "28", "30", "6"], ["Total", "1.073", "73", "30", "36", "7"]]},
            {"title": "Waktu", "head": ["Ukuran", "Nilai", "Satuan"], "is_list": True, "rows": [["Waktu tunggu", "–", "menit"]]},
        ],
        "meanings": [["Kunjungan", "Satu isian buku tamu."]], "place": "Gorontalo, 5 November 2026",
        "signer": {"titles": ["a.n. Kepala BPS Kota Gorontalo", "Koordinator PST"], "name": "Hasan Botutihe", "nip": "19800101 200501 1 001"},
    },
    "register": {
        **OFFICE, "title": "Register kunjungan", "period": "Oktober 2026", "narrowed": "",
        "head": list(PAPER), "rows": [["1", "", "", "Siti", *[""] * 7]],
    },
    "minutes": {
        **PAPER_OF_AWARD, "opening": "Kami telah memeriksa.", "closing": "Demikian dibuat.", "office": "BPS Kota Gorontalo", "title": "Petugas Pelayanan Terbaik", "days": "1 Juli sampai 30 September 2026",
        "hash": "ab" * 32, "mean": "90,00", "office_score": "92 dari 99 penilaian", "limits": ["Paling sedikit 10 penilaian"], "differences": ["Selisih A dan B"],
        "rows": [["Nurain", "94", "91–96", "40", "62,5 %", "semua terpenuhi", "calon unggulan"]], "is_demo": True,
        "signals": [{"head": "Nurain, tanda kuat", "words": "Nomor HP pegawai: 8.", "note": "Milik suaminya."}],
        "signals_kept": True, "orders": [["Semua penilaian", "Nurain"]], "replaced": ["8 penilaian disisihkan."],
        "spot_checks": ["Nurain: 8 kunjungan diundi."], "weak": "Bukti lemah: Ada tanda kuat.", "check_note": "Diperiksa.",
        "checker": "Arif", "decider": "Hasan", "verdict": "Ditetapkan", "reason": "Unggul.", "place": "Gorontalo",
    },
    "candidates": {
        **PAPER_OF_AWARD, "office": "BPS Kota Gorontalo", "days": "1 Juli sampai 30 September 2026", "hash": "ab" * 32, "opening": "Semua petugas.",
        "head": ["Petugas", "Skor", "Syarat", "Hasil"], "rows": [["Nurain", "94", "semua terpenuhi", "calon unggulan"]], "limits": ["Paling sedikit 10"],
        "differences": ["Selisih A dan B"], "signals": [{"head": "Nurain, tanda kuat", "words": "Nomor HP pegawai: 8.", "note": "Milik suaminya."}],
        "signals_kept": True, "orders": [["Semua penilaian", "Nurain"]], "spot_checks": ["Nurain: 8 kunjungan diundi."],
    },
    "annex": {
        **PAPER_OF_AWARD, "heading": "Lampiran Keputusan Kepala", "about": "Penetapan penerima", "sk_number": "123/SK/2026", "sk_day": "20 Oktober 2026",
        "rows": [["1", "Nurain Lestari, SST", "Petugas Terbaik", "1 Juli sampai 30 September 2026"]], "minutes_number": "BA-001/75710/2026",
    },
    "survey_sheet": {
        **OFFICE, "address": "Jalan Dewi Sartika No. 21", "title": "Survei kepuasan masyarakat", "round": "Triwulan IV 2026",
        "days": "1 Oktober 2026 sampai 31 Desember 2026", "numbers": [7, 8, 9], "rules": ["Jangan tulis nama."],
        "services": ["Cari data"], "questions": [["Apakah cepat?", ["Tidak", "Ya"]]], "space": 10,
        "about": [{"title": "Umur", "words": ["17–25"]}], "is_demo": True,
    },
    "survey": {
        **OFFICE, "place": "Gorontalo", "head_title": "Kepala", "title": "Triwulan III 2026", "days": "1 Juli sampai 30 September 2026",
        "address": "Jalan Dewi Sartika No. 21", "report": "Laporan survei kepuasan masyarakat", "intro": "Menurut PermenPANRB 14/2017.",
        "count": "9", "unit_name": "unsur", "unit_title": "Unsur", "lowest": "1", "highest": "4", "index_name": "IKM", "mean_name": "NRR",
        "closed": "2 Oktober 2026", "population": "130",
        "needed": "97", "respondents": "64", "by_guests": "60", "on_paper": "4", "ways": "tautan 60; lembar kertas 4", "least": "30",
        "groups": [{
            "title": "Diisi responden sendiri", "said": "IKM 84,77, mutu B (Baik), dari 60 responden. Rentang 95 %: 83,74–85,79.",
            "chart": {"top": "4", "alt": "Diagram batang: Biaya/Tarif 3,81.", "bars": [
                {"name": "Biaya/Tarif", "value": "3,81", "share": 95.25, "low": 92.25, "high": 98.5, "is_weak": True},
            ]},
            "rows": [["Biaya/Tarif", "3,81", "3,69–3,94"]], "weakest": "Sarana", "strongest": "Biaya/Tarif",
        }],
        "services": [["Konsultasi", "20", "84,86", "B"]], "about": [{"title": "Umur", "rows": [["17–25", "60", "100,0 %"]]}],
        "steps": [["Triwulan III 2026", "64", "84,77", "83,74–85,79", "B", "–"]], "follow_ups": [["Sarana", "Menambah #kursi", "Fitri", "1 Des", "belum"]],
        "publications": [["Situs", "2 Oktober 2026", "–"]], "questions": [["Apakah cepat?", "1 Tidak · 2 Ya"]], "is_demo": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("template", VALUES)
def test_a_paper_keeps_the_standard_for_screen_readers_and_two_runs_are_equal(template):
    first, second = (compile_pdf(template, VALUES[template], AT) for _ in range(2))
    assert first == second
    assert b"pdfuaid:part" in first and b"/StructTreeRoot" in first
    assert compile_pdf(template, VALUES[template], datetime(2026, 11, 29, tzinfo=UTC)) != first


@pytest.mark.parametrize("template", ["badge", "certificate", "guest_book_qr", "survey"])
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


NAMES = (
    "Siti 😀",
    "李小龍",
    "สมชาย ใจดี",
    "Nguye\u0302\u0303n",
    "\u20ddA\u20dd",
    "\u202eitiS\u202c",
    "1\ufe0f\u20e3",
    "\ufeffSiti",
    "Si\x07ti",
    "\ue000\ufdd0",
    "\ud800",
)
KEPT = ("qr", "drawing", "size", "photo")


def with_text(value, text: str, key: str = ""):
    """The same values with this text after every text in them."""
    if isinstance(value, dict):
        return {name: each if name in KEPT else with_text(each, text, name) for name, each in value.items()}
    if isinstance(value, list):
        return [with_text(each, text) for each in value]
    return f"{value}{text}" if isinstance(value, str) else value


@pytest.mark.parametrize("template", VALUES)
def test_no_text_keeps_a_paper_from_being_made(template):
    made = compile_pdf(template, with_text(VALUES[template], " ".join(("", *NAMES))), AT)
    assert b"pdfuaid:part" in made


@pytest.mark.parametrize("name", NAMES)
def test_one_name_does_not_stop_the_register(name):
    values = VALUES["register"]
    rows = [["1", "", "", each, *[""] * 7] for each in (name, "Nurain")]
    assert compile_pdf("register", values | {"rows": rows}, AT).startswith(b"%PDF")


def test_scripts_on_which_the_typesetter_breaks_are_printed_in_its_own_font(monkeypatch):
    tried = []
    monkeypatch.setattr(pdf, "_compile", lambda template, values, made_at: tried.append(values) or broken(values))
    name = "Иван 李 Siti"
    assert compile_pdf("register", {"rows": [[name]], "qr": ["10"]}, AT) == b"%PDF"
    assert [values["rows"][0][0] for values in tried] == [name, f"Иван {MISSING} Siti", f"{MISSING * 4} {MISSING} Siti"]
    assert tried[-1]["qr"] == ["10"]


class PanicException(BaseException):
    """What the typesetter throws where it breaks down."""


def broken(values) -> bytes:
    """Breaks down on a Cyrillic sign, which it did on some mixtures of scripts."""
    if "И" in json.dumps(values, ensure_ascii=False):
        raise PanicException("end byte index 19 is out of bounds")
    return b"%PDF"


def test_a_fault_of_the_template_is_still_a_fault():
    with pytest.raises(typst.TypstError):
        compile_pdf("register", {}, AT)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Siti 😀", f"Siti {MISSING}"),
        ("Siti😀", f"Siti{MISSING}"),
        ("Иван 李", f"Иван {MISSING}"),
        ("Nguye\u0302\u0303n", "Nguye\u0302\u0303n"),
        ("\u202eitiS 1\ufe0f\u20e3", f"\u202eitiS 1{MISSING}"),
        ("👩\u200d🦰", MISSING * 2),
        ("Nurain\nLestari – 5 %", "Nurain\nLestari – 5 %"),
    ],
)
def test_only_what_cannot_be_shown_is_replaced(text, printed):
    assert with_plain_words(text) == printed


def test_plain_text_has_no_mark_and_no_direction():
    assert plain("\u202eNguye\u0302\u0303n\u202c И") == f"Nguyễn {MISSING}"


LONG = "Abcdefghij" * 8


@pytest.mark.parametrize(
    ("template", "changed", "left"),
    [
        ("register", {"rows": [["1", "", "", LONG, *[""] * 7]]}, 0.4),
        ("report", dict.fromkeys(("office", "address", "title"), LONG), 0.92),
        ("report", {"signer": {"titles": [LONG], "name": LONG, "nip": ""}}, 0.92),
        ("minutes", {"title": LONG * 2, "reason": LONG * 2}, 0.92),
        ("certificate", {"name": LONG}, 0.96),
        ("badge", {"name": LONG}, 0.99),
    ],
)
def test_a_long_word_stays_in_its_column(template, changed, left):
    short = VALUES[template]
    assert ink(template, short | changed, left) == ink(template, short, left)
    assert pages(compile_pdf(template, short | changed, AT)) == 1


def ink(template: str, values: dict, left: float) -> list[bool]:
    """Where there is dark ink, column by column, in the part of the first page right of `left`."""
    values = json.dumps(values)
    path = TEMPLATES / f"{template}.typ"
    fonts = {"font_paths": [FONTS], "ignore_system_fonts": True}
    made = typst.compile(path, root=ROOT, **fonts, format="png", ppi=72, sys_inputs={"values": values})
    page = Image.open(BytesIO(made if isinstance(made, bytes) else made[0])).convert("L")
    part = page.crop((int(left * page.width), 0, page.width, page.height)).point(lambda light: 255 * (light < 140))
    return [part.crop((x, 0, x + 1, part.height)).getbbox() is not None for x in range(part.width)]
