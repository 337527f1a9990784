"""A guest's reply is read whatever its order, bullets, case or greeting."""

import pytest

from pstku.guestbook.rules.codelists import CODE_LISTS
from pstku.guestbook.rules.whatsapp import read_reply, whatsapp_form

LISTS = {name: CODE_LISTS[name] for name in ("age_group", "sex", "education", "occupation", "purpose")}
WANTED = {
    "name": "Budi Santoso",
    "age_group": "17_25",
    "sex": "male",
    "education": "s1",
    "occupation": "student",
    "agency": "Universitas Negeri Gorontalo",
    "need": "Jumlah penduduk per kecamatan 2024",
    "purpose": "study",
}
IN_ORDER = """Nama: Budi Santoso
Umur: 21 tahun
Jenis kelamin: Laki-laki
Pendidikan: S1
Pekerjaan: Mahasiswa
Instansi: Universitas Negeri Gorontalo
Data yang dicari: Jumlah penduduk per kecamatan 2024
Untuk keperluan: skripsi"""
SHUFFLED = "\n".join(reversed(IN_ORDER.splitlines()))


@pytest.mark.parametrize(
    "text",
    [
        IN_ORDER,
        SHUFFLED,
        IN_ORDER.upper().replace("BUDI SANTOSO", "Budi Santoso").replace("UNIVERSITAS NEGERI GORONTALO", "Universitas Negeri Gorontalo")
        .replace("JUMLAH PENDUDUK PER KECAMATAN 2024", "Jumlah penduduk per kecamatan 2024"),
        "\n".join(f"{n}. {line}" for n, line in enumerate(IN_ORDER.splitlines(), 1)),
        "\n".join(f"- {line.replace(':', ' :')}" for line in IN_ORDER.splitlines()),
        "\n".join(f"[10.21, 23/11/2026] Budi: {line}" for line in IN_ORDER.splitlines()),
        "\n".join(f"23/11/26 10.21 - Budi: {line}" for line in IN_ORDER.splitlines()),
        IN_ORDER.replace(": ", " = "),
        "\n".join("*{}:* {}".format(*line.split(": ", 1)) for line in IN_ORDER.splitlines()),
        "\n".join("*{}*: _{}_".format(*line.split(": ", 1)) for line in IN_ORDER.splitlines()),
        "\n".join(f"\u200e[10.21, 23/11/2026] Budi: {line}" for line in IN_ORDER.splitlines()),
        "\n".join(f"[23/11/26 10.21.05] Budi: {line}" for line in IN_ORDER.splitlines()),
        "\n".join(f"11/23/26, 10:21\u202fAM - +62 812-3456-7890: {line}" for line in IN_ORDER.splitlines()),
        "Nama Budi Santoso\nUmur 21\n" + "\n".join(IN_ORDER.splitlines()[2:]),
        whatsapp_form("BPS Kota Gorontalo").split("Nama:")[0] + IN_ORDER,
    ],
)  # fmt: skip
def test_the_same_answers_however_they_are_written(text):
    assert read_reply(text, LISTS).fields == WANTED


def test_greetings_and_what_fits_nowhere_are_left_for_the_officer():
    reply = read_reply("Selamat pagi kak\nNama: Budi\nPekerjaan: astronot", LISTS)
    assert reply.fields == {"name": "Budi"}
    assert reply.leftovers == ["Selamat pagi kak", "Pekerjaan: astronot"]


@pytest.mark.parametrize(
    ("age", "code"),
    [
        ("16", "under_17"),
        ("17", "17_25"),
        ("25", "17_25"),
        ("26 th", "26_34"),
        ("66", "over_65"),
        ("< 17", "under_17"),
        ("di bawah 17 tahun", "under_17"),
        ("Di atas 65", "over_65"),
        (">65", "over_65"),
        ("17-25", "17_25"),
        ("65", "55_65"),
    ],
)
def test_an_age_becomes_its_group(age, code):
    assert read_reply(f"Umur: {age}", LISTS).fields["age_group"] == code


@pytest.mark.parametrize(
    "line", ["Umur: 1998", "Umur: 2003-05-01", "Umur: lahir 12 Mei 2001", "Umur: dua puluh", "Umur: 200"]
)
def test_a_year_of_birth_is_left_for_the_officer(line):
    reply = read_reply(line, LISTS)
    assert (reply.fields, reply.leftovers) == ({}, [line])


@pytest.mark.parametrize("line", ["Jenis kelamin: L/P", "Jenis kelamin: Laki-laki / Perempuan", "JK: P atau L"])
def test_both_sexes_are_no_choice(line):
    reply = read_reply(line, LISTS)
    assert (reply.fields, reply.leftovers) == ({}, [line])


def test_signs_inside_words_are_no_emphasis():
    reply = read_reply("Email: budi_s@contoh.id\nData: PDRB 2*3_kota", {})
    assert reply.fields == {"email": "budi_s@contoh.id", "need": "PDRB 2*3_kota"}


def test_an_empty_answer_is_no_answer():
    assert read_reply("Nama:\nUmur:", LISTS).fields == {}


def test_the_form_asks_what_the_reader_understands():
    asked = [line for line in whatsapp_form("BPS").splitlines() if line.endswith(":") and "mengisi" not in line]
    assert len(asked) == 8 and all(read_reply(f"{line} x1", {}).fields for line in asked)
