"""One phone number however it is typed, and names shown no further than needed."""

import pytest

from pstku.core.errors import InvalidInput
from pstku.guestbook.rules.contact import clean_email, masked_name, masked_phone, normal_phone


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


def test_a_mask_shows_the_first_word_and_the_last_digits():
    assert masked_name("Budi Santoso Wijaya") == "Budi S•••••"
    assert masked_name("Rahmawati") == "Rahmawati"
    assert masked_phone("+6281234561234") == "••••1234"
    assert masked_phone("") == ""
