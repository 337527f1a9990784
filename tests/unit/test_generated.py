"""What people type, paste and ask, made up by hypothesis: it is read or refused with a sentence, never a crash."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pstku.answers.rules.clauses import Lexicon
from pstku.answers.rules.question import understand
from pstku.core.contact import clean_email, masked_name, masked_phone, normal_phone, person_name
from pstku.core.errors import InvalidInput
from pstku.core.numbers import format_number, parse_decimal, typed_number
from pstku.core.text import has_card_number, without_card_numbers, without_contacts, words_line, words_text
from pstku.filling.rules.mapping import Release, Words, propose, sheet_of
from pstku.filling.rules.pasted import cells_of, text_of
from pstku.filling.rules.published import layout_of
from pstku.filling.rules.sheets import is_sheet, read_table
from pstku.guestbook.rules.replies import read_reply
from pstku.library.rules.periods import is_period, parse_period, period_text, sort_key
from pstku.library.rules.printed import printed_period, unmarked

settings.register_profile("typed", max_examples=150, derandomize=True, deadline=None, database=None)
TODAY = date(2026, 11, 20)

# Letters of the field among all others: whatever is rare in random text stands close together here.
DIGITS = st.text("0123456789.,- +/()¹²³*", max_size=24)
FIELD = st.sampled_from(
    "NIK 7571012345678901 0812 +62 62 wa.me/ Nama: Umur: Instansi: Keperluan: 2024 2024* Januari Triwulan I Semester 2 "
    "inflasi tpt ipm gini miskin juli 2025 bandingkan dengan kota provinsi berapa apa itu 78,54 1.234 -0,25 … NA – = : "
    ", ; | - ( ) \" ' \t \n".split(" ")
)
WORDS = st.lists(FIELD, max_size=14).map(" ".join)
TYPED = st.one_of(st.text(max_size=60), DIGITS, WORDS, st.tuples(WORDS, st.text(max_size=12), DIGITS).map(" ".join))
CELL = st.one_of(
    DIGITS, WORDS, st.sampled_from(["", "(1)", "(2)", "Kota Gorontalo", "2023", "2024", "Laki-laki", "Jumlah"])
)
TABLE = st.lists(st.lists(CELL, max_size=6), max_size=8)
KNOWN = Words({"ind.ipm": ["IPM"]}, {"ind.ipm": "poin"}, [("7571", "Kota Gorontalo", "city")], "7571")
LISTS = {
    name: [("a", "SMA/sederajat"), ("b", "17–25 tahun"), ("c", "Laki-laki"), ("d", "Mahasiswa")]
    for name in ("age_group", "sex", "education", "occupation", "agency_category")
}


def typed(*strategies):
    """The test is taken through the same made-up inputs in every run."""

    def prepare(test):
        return settings(settings.get_profile("typed"))(given(*strategies)(test))

    return prepare


def read(parse, *given_in):
    """What was read, or None where it was refused with a sentence of ours."""
    try:
        return parse(*given_in)
    except InvalidInput as refused:
        assert str(refused)
        return None


@typed(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_is_read_again_as_it_was_written(value):
    assert parse_decimal(typed_number(value)) == value
    shown = read(parse_decimal, format_number(value))
    assert shown in (None, value)  # 1.234 is asked about, never read wrong


@typed(TYPED)
def test_what_is_typed_as_a_number_is_one_or_refused(text):
    number = read(parse_decimal, text)
    assert number is None or number.is_finite()
    assert isinstance(unmarked(text).text, str)


@typed(TYPED)
def test_a_phone_number_is_one_form_or_refused(text):
    phone = read(normal_phone, text)
    if phone:
        assert phone.startswith("+") and phone[1:].isdecimal() and 10 <= len(phone) <= 16
        assert normal_phone(phone) == phone
        assert len(masked_phone(phone)) == 8


@typed(TYPED)
def test_names_and_addresses_are_kept_in_one_form(text):
    name = person_name(text, 80)
    assert len(name) <= 80 and "\n" not in name and not has_card_number(name)
    assert masked_name(name)
    address = read(clean_email, text)
    assert not address or clean_email(address) == address


@typed(TYPED)
def test_no_card_number_is_left_in_any_words(text):
    kept = without_card_numbers(text)
    assert not has_card_number(kept)
    for words in (words_line(text, 80), words_text(text, 400), without_contacts(text)):
        assert not has_card_number(words)
    assert len(words_line(text, 80)) <= 80


@typed(TYPED)
def test_a_period_that_is_read_sorts_and_is_read_again(text):
    for parse in (parse_period, printed_period):
        found = read(parse, text)
        if found:
            period, kind = found[:2]
            assert is_period(period, kind) and sort_key(period)
            assert parse_period(period_text(period))[0] == period


@typed(st.lists(TYPED, max_size=8).map("\n".join))
def test_a_reply_is_read_or_laid_before_the_officer(text):
    reply = read_reply(text, LISTS)
    assert all(reply.fields.values())
    assert all(line.text for line in reply.unread)


@typed(TYPED)
def test_every_question_is_understood_somehow(text):
    for known in (
        Lexicon(),
        Lexicon(place_words=("kota", "gorontalo"), places={"bone bolango": "7503"}, names=("ipm",)),
    ):
        question = understand(text, TODAY, known)
        assert all(question.words) and question.card_requests


@typed(TABLE)
def test_a_table_is_the_same_after_it_was_pasted(table):
    plain = [[" ".join(cell.split()) for cell in row] for row in table if any(map(str.strip, row)) and len(row) > 1]
    again = read(cells_of, text_of(plain))
    assert again in (None, plain)


@typed(TABLE)
def test_every_table_is_read_or_its_faults_are_told(table):
    reading = read_table(table, {})
    assert reading.entries or reading.faults or reading.signs or reading.empty >= 0
    layout = read(layout_of, table)
    if layout:
        assert layout.rows and layout.columns and layout.signature
        mapped = propose(layout, KNOWN)
        sheet = read(sheet_of, table, layout, mapped, Release("BRS", "", "2026-01-05", "2025"))
        assert sheet is None or is_sheet(sheet)
