"""A guest's reply is read whatever its order, bullets, case or greeting."""

import pytest

from pstku.guestbook.rules.codelists import CODE_LISTS, ENGLISH_LABELS
from pstku.guestbook.rules.replies import Offer, read_reply, unread_line
from pstku.guestbook.rules.reply_words import ASKED, whatsapp_form
from tests.words.guests import english

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
        whatsapp_form("BPS Kota Gorontalo", 12).split("Nama:")[0] + IN_ORDER,
    ],
)  # fmt: skip
def test_the_same_answers_however_they_are_written(text):
    reply = read_reply(text, LISTS, whatsapp_form("BPS Kota Gorontalo", 12))
    assert (reply.fields, reply.unread) == (WANTED, [])


def test_greetings_and_what_fits_nowhere_are_left_for_the_officer():
    reply = read_reply("Selamat pagi kak\nNama: Budi\nPekerjaan: astronot", LISTS)
    assert reply.fields == {"name": "Budi"}
    assert _unread(reply) == [("", "Selamat pagi kak"), ("occupation", "astronot")]


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
    assert (reply.fields, [line.text for line in reply.unread]) == ({}, [line.partition(": ")[2]])


@pytest.mark.parametrize("line", ["Jenis kelamin: L/P", "Jenis kelamin: Laki-laki / Perempuan", "JK: P atau L"])
def test_both_sexes_are_no_choice(line):
    reply = read_reply(line, LISTS)
    assert (reply.fields, [line.text for line in reply.unread]) == ({}, [line.partition(": ")[2]])


def test_signs_inside_words_are_no_emphasis():
    reply = read_reply("Email: budi_s@contoh.id\nData: PDRB 2*3_kota", {})
    assert reply.fields == {"email": "budi_s@contoh.id", "need": "PDRB 2*3_kota"}


def test_an_empty_answer_is_no_answer():
    assert read_reply("Nama:\nUmur:", LISTS).fields == {}


def in_english(sentence: str) -> str:
    return english().get(sentence).string


@pytest.mark.parametrize(("say", "is_english"), [(str, False), (in_english, True)])
def test_the_form_asks_what_the_reader_understands(say, is_english):
    sent = whatsapp_form("BPS", 12, say)
    asked = [line for line in sent.splitlines() if line in {f"{say(label)}:" for label in ASKED}]
    assert len(asked) == 8 and all(read_reply(f"{line} satu", {}).fields for line in asked)
    assert read_reply(sent, {}, sent).is_english is is_english


IN_ENGLISH = """Hello, thank you!
Name: Emma Brown
Age: 21
Sex: Female
Education: Bachelor's degree
Occupation: researcher
Organisation: University of Leeds
Data you need: Population by district 2024
What it is for: my master thesis"""


def test_a_reply_in_english_is_read_and_known_as_one():
    lists = {
        name: [*choices, *((code, ENGLISH_LABELS[name].get(label, label)) for code, label in choices)]
        for name, choices in LISTS.items()
    }
    reply = read_reply(IN_ENGLISH, lists, whatsapp_form("BPS", 12, in_english))
    assert reply.is_english and _unread(reply) == [("", "Hello, thank you!")]
    assert reply.fields == {
        "name": "Emma Brown", "age_group": "17_25", "sex": "female", "education": "s1", "occupation": "researcher",
        "agency": "University of Leeds", "need": "Population by district 2024", "purpose": "study",
    }  # fmt: skip
    unsure = read_reply("Occupation: retired teacher\nAge: over 65\nEducation: not yet Bachelor", lists)
    assert (unsure.fields, [line.field for line in unsure.unread]) == (
        {"age_group": "over_65"},
        ["occupation", "education"],
    )
    assert len(unsure.unread[0].offers) == len(LISTS["occupation"])  # each value once, whatever its languages


def test_an_indonesian_reply_is_not_taken_for_an_english_one():
    assert not read_reply("Name: Budi\nGender: L\nData: penduduk\nage 21", LISTS).is_english


def _unread(reply):
    return [(line.field, line.text) for line in reply.unread]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Pendidikan: belum S1, masih SMA", "education"),
        ("Pendidikan: lulusan D3, lanjut S1", "education"),
        ("Pendidikan: S1 semester 5", "education"),
        ("Pendidikan: SMA atau SMK", "education"),
        ("Pekerjaan: Bukan PNS", "occupation"),
        ("Pekerjaan: Pensiunan PNS", "occupation"),
        ("Pekerjaan: karyawan BUMN", "occupation"),
        ("Pekerjaan: mahasiswa, sambil wiraswasta", "occupation"),
        ("Untuk keperluan: tugas dinas", "purpose"),
        ("Umur: 16 atau 17", "age_group"),
        ("Umur: 20an", "age_group"),
        ("Umur: 30-an", "age_group"),
        ("Umur: 30+", "age_group"),
        ("Umur: > 30 tahun", "age_group"),
        ("Umur: di bawah 20", "age_group"),
        ("Umur: sekitar 25", "age_group"),
        ("Nama: Yusuf / 45", "name"),
        ("Nama: Budi, mahasiswa UNG", "name"),
        ("No HP: 0812", "phone"),
        ("Email: budi@kampus", "email"),
    ],
)
def test_a_wrong_guess_is_worse_than_none(line, field):
    reply = read_reply(line, LISTS)
    assert reply.fields == {}
    assert _unread(reply) == [(field, line.partition(": ")[2])]


def test_several_labels_on_one_line_are_told_apart():
    reply = read_reply("Nama: Ani Lestari, Umur: 21, JK: P, Pendidikan: SMA; No HP: 0812 3456 7890", LISTS)
    assert reply.fields == {
        "name": "Ani Lestari", "age_group": "17_25", "sex": "female", "education": "slta", "phone": "+6281234567890",
    }  # fmt: skip
    assert reply.unread == []


def test_a_line_that_is_itself_labels_is_never_an_answer():
    reply = read_reply("Nama: Umur:\nYusuf / 45", LISTS)
    assert reply.fields == {}
    assert _unread(reply) == [("", "Yusuf / 45")]


def test_an_answer_may_stand_below_its_label():
    reply = read_reply(
        "Nama:\nSiti Nurhaliza\nUmur:\n30\nData yang dicari:\n- penduduk 2024\n- kemiskinan 2023\nKeperluan: skripsi",
        LISTS,
    )
    assert reply.fields == {
        "name": "Siti Nurhaliza", "age_group": "26_34", "need": "penduduk 2024; kemiskinan 2023", "purpose": "study",
    }  # fmt: skip


def test_a_courtesy_below_an_empty_label_is_no_answer():
    reply = read_reply("Nama: Siti\nInstansi:\nTerima kasih banyak kak", LISTS)
    assert reply.fields == {"name": "Siti"}
    assert _unread(reply) == [("", "Terima kasih banyak kak")]


@pytest.mark.parametrize(
    "line", ["nama saya siti nurhaliza", "Nama: saya siti nurhaliza", "nama saya adalah siti nurhaliza"]
)
def test_saying_i_is_no_part_of_the_name(line):
    assert read_reply(line, LISTS).fields == {"name": "siti nurhaliza"}


@pytest.mark.parametrize("name", ["Siti Aminah, S.Pd.", "Budi, SE, MM", "Dr. Hasan D'Arc"])
def test_degrees_belong_to_a_name(name):
    assert read_reply(f"Nama: {name}", LISTS).fields == {"name": name}


def test_no_agency_is_no_agency():
    reply = read_reply("Nama: Siti\nInstansi: tidak ada", LISTS)
    assert (reply.fields, reply.unread) == ({"name": "Siti"}, [])


def test_a_sentence_that_begins_like_a_label_is_left_alone():
    reply = read_reply("data penduduk 2024 ada kak?", LISTS)
    assert reply.fields == {}
    assert Offer("need", "data penduduk 2024 ada kak?") in reply.unread[0].offers


def test_an_unread_line_offers_what_one_tap_fills():
    assert unread_line("lulusan D3, lanjut S1", "education", LISTS).offers == (
        Offer("education", "diploma"),
        Offer("education", "s1"),
    )
    assert [offer.value for offer in unread_line("astronot", "occupation", LISTS).offers] == [
        c for c, _ in LISTS["occupation"]
    ]
    assert unread_line("Yusuf", "", LISTS).offers[0] == Offer("name", "Yusuf")
    assert unread_line("0812-3456-7890", "", LISTS).offers[0] == Offer("phone", "+6281234567890")
