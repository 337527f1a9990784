"""What is left of typed text once it is clean, and when two texts are the same."""

import pytest

from pstku.core.text import (
    N_,
    REMOVED_NUMBER,
    clean_line,
    clean_text,
    fold,
    has_card_number,
    without_card_numbers,
    without_contacts,
    words_line,
)

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize(
    "text",
    ["Universitas Negeri Gorontalo", "UNIVERSITAS  NEGERI GORONTALO", "universitas negeri-gorontalo.", " Univérsitas/Negeri_Gorontalo "],
)  # fmt: skip
def test_one_agency_spelled_many_ways_has_one_key(text):
    assert fold(text) == "universitas negeri gorontalo"


def test_different_words_keep_different_keys():
    assert fold("BPS Kota Gorontalo") != fold("BPS Kab. Gorontalo")
    assert fold("D3") != fold("D4")
    assert fold("…!") == ""


def test_a_line_is_one_line_without_hidden_characters():
    assert clean_line("  Budi \n\t Santoso ", 80) == "Budi Santoso"
    assert clean_line("Bu\x00di\x1b[31m", 80) == "Budi[31m"
    assert clean_line(f"Bu{BIDI}di", 80) == "Budi"
    assert clean_line("Bu\u200bdi\ufeff\ud800", 80) == "Budi"
    assert clean_line(None, 80) == ""


def test_a_line_is_cut_to_its_length_without_a_trailing_space():
    assert clean_line("x" * 100, 80) == "x" * 80
    assert clean_line("Budi Santoso", 5) == "Budi"


def test_text_keeps_its_lines_and_loses_the_rest():
    assert clean_text("  satu\r\ndua\n\n\ttiga  ", 80) == "satu\ndua\n\n\ttiga"
    assert clean_text(f"a{BIDI}\x00b", 80) == "ab"
    assert clean_text("x" * 300, 280) == "x" * 280
    assert clean_text(None, 80) == ""


def test_every_kind_of_line_end_parts_words():
    assert clean_text("satu\rdua\r\ntiga", 80) == "satu\ndua\ntiga"
    assert clean_line("satu\rdua", 80) == "satu dua"


def test_letters_written_in_two_ways_are_stored_in_one():
    assert clean_line("Rene\u0301", 80) == clean_line("Ren\u00e9", 80) == "Ren\u00e9"


def test_letters_of_other_scripts_and_pictures_stay():
    assert clean_line("علي 王 😀 Nur'aini", 80) == "علي 王 😀 Nur'aini"


def test_marking_a_sentence_leaves_it_as_it_is():
    assert N_("Isi nama Anda.") == "Isi nama Anda."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hubungi 081234567890", "hubungi (nomor)"),
        ("WA 0812-3456-7890 dan +62 811 4380 2200", "WA (nomor) dan (nomor)"),
        ("NIK 7571012345678901 bansos", "NIK (nomor) bansos"),
        ("NIK 7571 0102 0304 0005 bansos", "NIK (nomor) bansos"),
        ("75.71.01.010203.0005, siapa dia", "(nomor), siapa dia"),
        ("ipm 2019-2020 dan 2021-2022-2023-2024", "ipm 2019-2020 dan 2021-2022-2023-2024"),
        ("kirim ke budi.s@kampus.ac.id ya", "kirim ke (surel) ya"),
        ("ipm 2021 2022 2023 2024", "ipm 2021 2022 2023 2024"),
        ("penduduk 210.190 jiwa, PDRB 12345678", "penduduk 210.190 jiwa, PDRB 12345678"),
        ("inflasi 0,34 atau 0.34", "inflasi 0,34 atau 0.34"),
    ],
)
def test_what_leads_to_a_person_is_not_kept(typed, kept):
    assert without_contacts(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ani / NIK 7571010101010007", "Ani / NIK (nomor dihapus)"),
        ("Ani 7571 0101 0101 0007", "Ani (nomor dihapus)"),
        ("KTP: 757101-010101-0007, tolong", "KTP: (nomor dihapus), tolong"),
        ("kartu 4111 1111 1111 1111 dan 75/71/01/010203/0005", "kartu (nomor dihapus) dan (nomor dihapus)"),
        ("NIP 19850101 201001 1 001", "NIP (nomor dihapus)"),
        ("NPWP 09.254.294.3-407.000", "NPWP (nomor dihapus)"),
        ("nim 531418001 ung", "nim (nomor dihapus) ung"),
        ("NIK: 757101010101000", "NIK: (nomor dihapus)"),
        ("Ani 7571\u20110101\u20110101\u20110007", "Ani (nomor dihapus)"),
        ("757101 \u2013 010101 \u2013 0007", "(nomor dihapus)"),
        ("7571_0101_0101_0007 ya", "(nomor dihapus) ya"),
        ("01/01/2020 - 31/12/2024", "01/01/2020 - 31/12/2024"),
        ("2020\u20132021 2022 \u2013 2024", "2020\u20132021 2022 \u2013 2024"),
        ("10.000.000 - 20.000.000 rupiah", "10.000.000 - 20.000.000 rupiah"),
        ("2019 2020 2021 2022 2023", "2019 2020 2021 2022 2023"),
        ("12-05-2021 13-05-2021", "12-05-2021 13-05-2021"),
        ("2024-01-01 2024-12-31", "2024-01-01 2024-12-31"),
        ("PDRB 8.820.000.000.000.000 rupiah", "PDRB 8.820.000.000.000.000 rupiah"),
        ("0811-4380-2200 0812-3456-7890", "0811-4380-2200 0812-3456-7890"),
        ("+62 811 4380 2200", "+62 811 4380 2200"),
        ("jumlah KK 2023, 45.678 KK", "jumlah KK 2023, 45.678 KK"),
    ],
)
def test_no_card_number_is_kept_in_anybodys_words(typed, kept):
    assert without_card_numbers(typed) == words_line(typed, 200) == kept
    assert has_card_number(typed) == (typed != kept)


def test_many_telephone_numbers_are_read_at_once():
    numbers = "0811 4380 2200 " * 200
    assert without_card_numbers(f"{numbers}1") == REMOVED_NUMBER  # with a way back in each number it would never end
    assert without_card_numbers(numbers) == numbers


def test_a_card_number_at_the_edge_of_a_field_is_taken_out_before_it_is_cut():
    assert words_line("x" * 190 + " 7571010101010007", 200) == "x" * 190 + " (nomor di"
