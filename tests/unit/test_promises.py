"""Each sentence in which the tablet promises something about a guest's data has a test that does what it promises."""

import re
from pathlib import Path

import pytest

from pstku.core.text import without_card_numbers
from tests.words.guests import english

TESTS = Path(__file__).parents[1]
PROMISES = {
    "Dipakai untuk layanan ini.": [
        "operations/test_recognising.py::test_a_number_given_for_something_else_recognises_nobody"
    ],
    "Tidak tampil di layar tunggu. Dihapus setelah %(months)s bulan, penilaian 6 bulan.": [
        "operations/test_privacy.py::test_identities_are_forgotten_after_a_year_without_a_visit",
        "operations/test_cutting.py::test_no_vote_is_left_and_no_visit_says_whether_it_was_rated",
    ],
    "Dipakai untuk yang Anda centang dan memeriksa kunjungan ini. Dihapus setelah %(months)s bulan.": [
        "operations/test_recognising.py::test_a_number_given_for_something_else_recognises_nobody",
        "operations/test_privacy.py::test_identities_are_forgotten_after_a_year_without_a_visit",
    ],
    "Dipakai untuk yang Anda centang dan memeriksa kunjungan ini.": [
        "operations/test_recognising.py::test_a_number_given_for_something_else_recognises_nobody"
    ],
    "Anda boleh meminta melihat, memperbaiki, atau menghapusnya.": [
        "operations/test_privacy.py::test_the_export_holds_everything_in_the_clear",
        "operations/test_privacy.py::test_a_correction_is_found_under_the_new_number_and_withdraws_consent",
        "operations/test_privacy.py::test_erasing_reaches_every_declared_column_and_changes_no_count",
    ],
    "Disabilitas, lansia, hamil, menyusui, membawa anak: Anda didahulukan. Alasannya tidak disimpan.": [
        "operations/test_serving.py::test_calling_takes_who_needs_help_first_and_then_who_came_first",
        "operations/test_desk.py::test_who_needs_help_stands_first_and_a_left_question_waits_elsewhere",
        "unit/test_promises.py::test_why_somebody_needs_help_is_asked_by_yes_or_no_and_kept_as_that",
    ],
    "Gambar kamera tidak disimpan dan tidak dikirim.": [
        "browser/scanning/test_camera.py::test_no_picture_is_sent_or_kept"
    ],
    "Nomor identitas dihapus.": ["unit/test_promises.py::test_a_number_of_identity_is_taken_out_of_an_entry"],
    "NIK tidak kami simpan": ["browser/guestbook/test_entries.py::test_a_number_for_nothing_is_asked_about"],
    "Data Anda sudah dihapus dari layar.": [
        "browser/guestbook/test_leaks.py::test_the_next_guest_reaches_nothing_of_the_one_before",
        "browser/guestbook/test_leaks.py::test_the_memory_of_the_page_holds_no_word_after_the_wipe",
    ],
    "Layar tertutup sendiri dalam %(left)s detik.": [
        "browser/guestbook/test_leaving.py::test_the_last_screen_leaves_by_itself_unless_more_time_is_asked_for"
    ],
    "Isian Anda dihapus sebentar lagi, supaya tidak terbaca orang lain.": [
        "browser/guestbook/test_leaks.py::test_a_guest_who_walks_away_leaves_nothing_in_any_state"
    ],
    "Petugas tidak melihat jawaban satu per satu. Satu sentuhan langsung tersimpan.": [
        "views/test_my_qr.py::test_under_five_votes_the_officer_sees_nothing"
    ],
    "Sudah kami terima. Nama Anda tidak ditampilkan.": [
        "operations/test_cutting.py::test_fewer_than_five_stand_under_no_name"
    ],
    "Hanya dibaca penangan pengaduan.": [
        "operations/test_complaint_handling.py::test_admins_and_the_head_see_it_others_only_when_they_handle_it"
    ],
    "Tidak pernah diberikan kepada orang yang diadukan.": [
        "operations/test_complaint_handling.py::test_the_person_concerned_never_sees_it_whatever_their_role"
    ],
}
PROMISING = re.compile(
    r"\b(dihapus|disimpan|ditampilkan|tidak tampil|tidak melihat|dipakai untuk|tidak pernah|hanya dibaca)\b", re.I
)
NO_PROMISE = {  # the same words, about something else
    "Data dipakai untuk",
}
KIOSK = "templates/kiosk/"


def promising() -> set[str]:
    """Sentences of the tablet's screens that speak of what happens to a guest's data."""
    found = [message for message in english() if isinstance(message.id, str) and PROMISING.search(message.id)]
    return {one.id for one in found if any(path.startswith(KIOSK) for path, _line in one.locations)}


def test_no_screen_promises_what_no_test_does():
    assert promising() - NO_PROMISE - set(PROMISES) == set()


@pytest.mark.parametrize("sentence", PROMISES, ids=lambda words: words[:40])
def test_the_promise_still_stands_on_a_screen_and_its_test_is_there(sentence):
    assert english().get(sentence), "the sentence is gone: is its promise?"
    for place in PROMISES[sentence]:
        path, name = place.split("::")
        assert f"def {name}(" in (TESTS / path).read_text(encoding="utf-8"), place


def test_a_number_of_identity_is_taken_out_of_an_entry():
    assert without_card_numbers("Ani / NIK 7571010101010007") == "Ani / NIK (nomor dihapus)"


def test_why_somebody_needs_help_is_asked_by_yes_or_no_and_kept_as_that():
    form = (TESTS.parent / "templates/kiosk/fields/about.html").read_text(encoding="utf-8")
    asked = re.search(r'"needs_help", \[\("yes", .*\), \("no", .*\)\]', form)
    assert asked, "anything but yes and no would tell why"
    models = (TESTS.parent / "pstku/guestbook/models.py").read_text(encoding="utf-8")
    assert re.search(r"needs_help: Mapped\[bool\]", models)
