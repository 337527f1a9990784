"""One phone number however it is typed, and names shown no further than needed."""

import pytest

from pstku.core.contact import clean_email, masked_name, masked_phone, normal_phone, person_name
from pstku.core.errors import InvalidInput


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "6281234567890",
        "+62 812-3456-7890",
        "0812 3456 7890",
        "81234567890",
        "+62081234567890",
        "+081234567890",
        "00628123456 7890",
        "0062 0812 3456 7890",
        "+62 (0)812 3456 7890",
        "(0812) 3456.7890",
        "0812 3456 7890 (WA)",
        "WA: 0812\u20113456\u20117890",
        "No. HP 0812\u20133456\u20137890",
        "wa.me/6281234567890",
        "https://wa.me/6281234567890",
        "0812 3456 7890 / 0813 1111 2222",
        "081234567890 atau 081311112222",
    ],
)
def test_one_number_has_one_form(typed):
    assert normal_phone(typed) == "+6281234567890"


def test_a_foreign_number_keeps_its_country():
    assert normal_phone("+60 12 345 6789") == "+60123456789"


def test_a_foreign_number_may_begin_with_two_zeros():
    assert normal_phone("0060 12 345 6789") == "+60123456789"


def test_no_number_is_no_fault():
    assert normal_phone("  ") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "0812",
        "halo",
        "0812345678901234567",
        "12345678",
        "0812x3456y7890",
        "000000000000",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "0812٣4567890",
        "0812 4380",
        "0812 3456 7890 / 12",
        "0812 3456 7890 12345",
        "(WA)",
    ],
)
def test_half_a_number_is_refused_with_an_example(typed):
    with pytest.raises(InvalidInput, match="0812 3456 7890") as refusal:
        normal_phone(typed)
    assert refusal.value.field == "phone"


def test_addresses_are_lower_case_and_whole():
    assert clean_email(" Budi@Contoh.ID ") == "budi@contoh.id"
    for wrong in ("budi", "budi@", "budi@contoh", "a b@contoh.id"):
        with pytest.raises(InvalidInput):
            clean_email(wrong)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Budi Santoso Wijaya", "Budi S•••••"),
        ("Rahmawati", "Rah•••"),
        ("Adi", "A•••"),
        ("Prof. Dr. Dewi Lestari", "Prof. Dr. Dewi L•••••"),
        ("Drs. Hasan", "Drs. Has•••"),
        ("H. Yusuf Mooduto", "H. Yusuf M•••••"),
        ("Bpk. Rahman Une", "Bpk. Rahman U•••••"),
        ("Hj. Sri", "Hj. S•••"),
        ("M. Rizal Dai", "M. Rizal D•••••"),
        ("Moh. Fadli", "Moh. Fad•••"),
        ("Drs.Hasan Une, S.Pd.", "Drs. Hasan U•••••"),
        ("Budi S.", "Budi S•••••"),
        ("", "•••"),
    ],
)
def test_a_mask_lets_somebody_know_themselves_and_nobody_else(name, shown):
    assert masked_name(name) == shown


def test_a_mask_of_a_number_shows_its_last_digits():
    assert masked_phone("+6281234561234") == "••••1234"
    assert masked_phone("") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ani / NIK 7571010101010007", "Ani"),
        ("Ani (NIK: 7571 0101 0101 0007)", "Ani"),
        ("7571010101010007", ""),
        ("Ani Nikmah, S.Pd.", "Ani Nikmah, S.Pd."),
    ],
)
def test_a_name_is_kept_without_the_card_number_beside_it(typed, kept):
    assert person_name(typed, 80) == kept
