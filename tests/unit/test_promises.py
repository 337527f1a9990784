"""Each sentence in which the tablet promises something about a guest's data has a test that does what it promises."""

import re
from pathlib import Path

import pytest

from pstku.contacts.rules.messages import MESSAGES
from pstku.contacts.rules.results import Kind
from pstku.core.text import without_card_numbers
from tests.words.guests import english

TESTS = Path(__file__).parents[1]
RATING = MESSAGES[Kind.RATING]  # sent by staff
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
    "Nama Anda tidak ditampilkan.": ["operations/test_cutting.py::test_fewer_than_five_stand_under_no_name"],
    "Hanya dibaca penangan pengaduan.": [
        "operations/test_complaint_handling.py::test_admins_and_the_head_see_it_others_only_when_they_handle_it"
    ],
    "Tidak pernah diberikan kepada orang yang diadukan.": [
        "operations/test_complaint_handling.py::test_the_person_concerned_never_sees_it_whatever_their_role"
    ],
    "Ia tidak membaca pengaduan ini.": [
        "operations/test_complaint_handling.py::test_the_person_concerned_never_sees_it_whatever_their_role"
    ],
    "Kaitan dengan kunjungan dihapus paling lama 6 bulan setelah triwulan.": [
        "operations/test_cutting.py::test_no_vote_is_left_and_no_visit_says_whether_it_was_rated"
    ],
    "Di cadangan masih ada lima minggu lagi.": [
        "unit/test_backup_rules.py::test_nothing_that_holds_links_outlives_five_weeks_and_closed_days_do_not_count",
        "operations/test_backups.py::test_full_backups_go_after_five_weeks_whatever_happens",
    ],
    "Setelah dikirim, tunjukkan layar HP kepada petugas. Bila tidak dikonfirmasi, isian terhapus saat layanan tutup.": [
        "operations/test_arrivals.py::test_at_closing_it_is_gone_from_every_page_and_the_night_deletes_it"
    ],
    "Isian Anda belum dikonfirmasi petugas sampai layanan tutup, jadi dihapus. Tidak ada yang kami simpan.": [
        "operations/test_arrivals.py::test_at_closing_it_is_gone_from_every_page_and_the_night_deletes_it",
        "operations/test_arrivals.py::test_a_discarded_entry_leaves_nothing_and_cannot_be_confirmed",
    ],
    "Isian Anda sudah dihapus": [
        "operations/test_arrivals.py::test_a_discarded_entry_leaves_nothing_and_cannot_be_confirmed"
    ],
    "Isian ini dipakai untuk layanan Anda dan dihapus setelah %(months)s bulan. Boleh dikosongkan selain nama.": [
        "operations/test_privacy.py::test_identities_are_forgotten_after_a_year_without_a_visit"
    ],
    "NIK dan nomor kartu tidak kami simpan.": [
        "operations/test_arrivals.py::test_a_guest_under_seventeen_leaves_no_contact_and_a_card_number_is_not_kept",
        "unit/test_promises.py::test_a_number_of_identity_is_taken_out_of_an_entry",
    ],
    "Nomor HP di bawah 17 tahun tidak kami simpan. Tunggu petugas, atau datang lagi.": [
        "operations/test_registering.py::test_a_child_who_only_tapped_the_age_gives_no_phone_number_either"
    ],
    "Server belum menjawab. Penilaian Anda disimpan di tablet ini dan dihitung nanti.": [
        "browser/test_voting.py::test_a_vote_nobody_answers_is_sent_from_what_the_tablet_kept"
    ],
    "Yang disimpan dan dikirim tablet ini, 90 hari terakhir. Tanpa nama dan tanpa isi.": [
        "browser/outbox/test_receipts.py::test_staff_see_what_was_sent_by_holding_the_mark_and_no_name",
        "browser/outbox/test_receipts.py::test_receipts_are_kept_ninety_days",
    ],
    "Tanpa nama. Tidak dihitung untuk petugas mana pun.": [
        "views/test_tablet_remarks.py::test_words_are_kept_without_a_vote_and_the_tablet_is_idle_again"
    ],
    RATING: ["views/test_my_qr.py::test_under_five_votes_the_officer_sees_nothing"],
}
PROMISING = re.compile(
    r"\b((ter|di)hapus|disimpan|(tidak|yang) kami simpan|ditampilkan|tidak tampil|tidak (melihat|membaca)|dipakai untuk|tidak pernah|"
    r"hanya dibaca|di cadangan|tanpa nama)\b"
    r"|\b((is|was|be|are) deleted|we keep no|do not (keep|see)|kept (nothing|on)|not shown|never (given|shown)|only those|does not read|"
    r"(we|is) use(d)? (it|this|for)|in our backups|without names)\b",
    re.IGNORECASE,
)
NO_PROMISE = {  # the same words, about something else
    "Data dipakai untuk",
    "Angket Anda baru saja disimpan di tab lain. Simpan sekali lagi.",
    "Peramban ini tidak menyimpan kuki dari situs ini. Izinkan kuki, muat ulang halaman, lalu kirim lagi.",
}
OF_GUESTS = (  # the tablet, the guest's phone, what is sent to guests, and why something of theirs is refused
    "templates/kiosk/",
    "templates/guest_phone/",
    "kiosk/",
    "pstku/guestbook/",
    "pstku/contacts/",
    "pstku/arrivals/",
    "pstku/complaints/",
)


def promising() -> set[str]:
    """Sentences that tell a guest, in either language, what happens to their data."""
    found = [
        one
        for one in english()
        if isinstance(one.id, str) and (PROMISING.search(one.id) or PROMISING.search(str(one.string)))
    ]
    return {one.id for one in found if any(path.startswith(OF_GUESTS) for path, _line in one.locations)}


def test_no_screen_promises_what_no_test_does():
    assert promising() - NO_PROMISE - set(PROMISES) == set()


SAME = {  # what an Indonesian promise turns on, and what its English must hold then
    r"\btidak\b": r"\b(not|no|never|nothing|nobody|neither|nor)\b",
    r"hapus": r"delet|gone|removed",
    r"\bhanya\b": r"\bonly\b",
    r"\bpaling lama\b": r"\b(at most|within|not later)\b",
    r"\bcadangan\b": r"\bbackup",
}


@pytest.mark.parametrize("sentence", PROMISES, ids=lambda words: words[:40])
def test_the_english_of_a_promise_promises_neither_more_nor_less(sentence):
    said = str(english().get(sentence).string)
    lost = [word for word, same in SAME.items() if re.search(word, sentence, re.I) and not re.search(same, said, re.I)]
    assert lost == [], said
    numbers = [sorted(re.findall(r"\d+|%\(\w+\)s", words)) for words in (sentence, said)]
    assert numbers[0] == numbers[1], said


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
