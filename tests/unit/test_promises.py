"""Each sentence in which the tablet promises something about a guest's data has a test that does what it promises."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from pstku.contacts.rules.messages import MESSAGES
from pstku.contacts.rules.results import Kind
from pstku.core.clock import quarter_days
from pstku.core.text import without_card_numbers
from pstku.rewards.rules.lapsing import has_lapsed, is_settled
from tests.words.guests import english

TESTS = Path(__file__).parents[1]
RATING = MESSAGES[Kind.RATING]  # sent by staff
PROMISES = {
    "Dipakai untuk layanan ini.": [
        "operations/test_recognising.py::test_a_number_given_for_something_else_recognises_nobody"
    ],
    "Tidak tampil di layar tunggu. Dihapus setelah %(months)s bulan, penilaian 6 bulan.": [
        "views/test_display.py::test_the_screen_shows_who_is_called_and_who_is_next_and_never_a_name",
        "operations/test_privacy.py::test_identities_are_forgotten_after_a_year_without_a_visit",
        "operations/test_cutting.py::test_no_vote_is_left_and_no_visit_says_whether_it_was_rated",
        "operations/award/test_settling.py::test_a_period_nobody_establishes_lapses_after_180_days_and_is_cut",
        "unit/test_promises.py::test_the_way_from_a_vote_to_its_visit_ends_within_six_months_of_any_quarter",
    ],
    "Dipakai untuk yang Anda centang dan memeriksa kunjungan ini. Dihapus setelah %(months)s bulan.": [
        "operations/contacts/test_listing.py::test_each_guest_stands_there_for_what_they_ticked_and_nothing_else",
        "operations/test_registering.py::test_a_number_for_which_nothing_was_ticked_is_not_kept",
        "operations/test_recognising.py::test_a_number_given_for_something_else_recognises_nobody",
        "operations/test_spot_check.py::test_a_guest_who_took_a_consent_back_is_not_called",
        "operations/test_privacy.py::test_identities_are_forgotten_after_a_year_without_a_visit",
    ],
    "Dipakai untuk yang Anda centang dan memeriksa kunjungan ini.": [
        "operations/contacts/test_listing.py::test_each_guest_stands_there_for_what_they_ticked_and_nothing_else",
        "operations/test_recognising.py::test_a_number_given_for_something_else_recognises_nobody",
        "operations/test_spot_check.py::test_every_look_at_a_contact_is_in_the_trail",
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
        "browser/guests/flow/scanning/test_camera.py::test_no_picture_is_sent_or_kept"
    ],
    "Nomor identitas dihapus.": ["unit/test_promises.py::test_a_number_of_identity_is_taken_out_of_an_entry"],
    "NIK tidak kami simpan": ["browser/guests/flow/test_entries.py::test_a_number_for_nothing_is_asked_about"],
    "Data Anda sudah dihapus dari layar.": [
        "browser/guests/privacy/test_leaks.py::test_the_next_guest_reaches_nothing_of_the_one_before",
        "browser/guests/privacy/test_leaks.py::test_the_memory_of_the_page_holds_no_word_after_the_wipe",
    ],
    "Layar tertutup sendiri dalam %(left)s detik.": [
        "browser/guests/privacy/test_leaving.py::test_the_last_screen_leaves_by_itself_unless_more_time_is_asked_for"
    ],
    "Isian Anda dihapus sebentar lagi, supaya tidak terbaca orang lain.": [
        "browser/guests/privacy/test_leaks.py::test_a_guest_who_walks_away_leaves_nothing_in_any_state"
    ],
    "Petugas tidak melihat jawaban satu per satu. Satu sentuhan langsung tersimpan.": [
        "views/test_my_qr.py::test_under_five_votes_the_officer_sees_nothing",
        "operations/test_publishing.py::test_comments_come_in_batches_of_five",
        "operations/contacts/test_taking.py::test_who_served_a_guest_never_learns_from_the_list_whether_they_rated",
    ],
    "Nama Anda tidak ditampilkan.": ["operations/test_cutting.py::test_fewer_than_five_stand_under_no_name"],
    "Isinya sudah dihapus.": [
        "operations/complaints/test_answering.py::test_words_go_two_years_after_the_answer_and_the_register_counts_on"
    ],
    "Jawaban disimpan paling lama %(n)s bulan.": [
        "operations/complaints/test_answering.py::test_words_go_two_years_after_the_answer_and_the_register_counts_on"
    ],
    "Tanpa nama. Kami menyimpan hari ini saja, bukan jamnya, dan tidak mengaitkannya dengan kunjungan Anda.": [
        "operations/test_skm.py::test_an_answer_has_no_place_for_a_moment_a_visit_a_vote_a_tablet_or_a_person",
        "operations/test_skm.py::test_a_guests_answer_leaves_no_entry_with_its_moment_in_the_trail",
        "operations/test_skm.py::test_after_the_night_neither_order_nor_transaction_joins_an_answer_with_its_link",
    ],
    "Urutan jawaban diacak tiap malam.": [
        "operations/test_skm.py::test_after_the_night_neither_order_nor_transaction_joins_an_answer_with_its_link"
    ],
    "Jawaban satu per satu dihapus %(months)s bulan setelah masa survei.": [
        "operations/test_skm_keeping.py::test_answers_go_a_year_after_their_round_and_its_figures_stay"
    ],
    "Dibaca penangan, admin, dan kepala kantor.": [
        "operations/complaints/test_concerned.py::test_admins_and_the_head_see_it_others_only_when_they_handle_it"
    ],
    "Tidak pernah diberikan kepada orang yang diadukan.": [
        "operations/complaints/test_concerned.py::test_the_person_concerned_never_sees_it_whatever_their_role"
    ],
    "Ia tidak membaca pengaduan ini.": [
        "operations/complaints/test_concerned.py::test_the_person_concerned_never_sees_it_whatever_their_role"
    ],
    "Kaitan dengan kunjungan dihapus paling lama 6 bulan setelah triwulan.": [
        "operations/test_cutting.py::test_no_vote_is_left_and_no_visit_says_whether_it_was_rated",
        "operations/award/test_settling.py::test_a_period_nobody_establishes_lapses_after_180_days_and_is_cut",
        "unit/test_promises.py::test_the_way_from_a_vote_to_its_visit_ends_within_six_months_of_any_quarter",
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
        "browser/guests/flow/test_voting.py::test_a_vote_nobody_answers_is_sent_from_what_the_tablet_kept"
    ],
    "Yang disimpan dan dikirim tablet ini, 90 hari terakhir. Tanpa nama dan tanpa isi.": [
        "browser/guests/offline/test_receipts.py::test_staff_see_what_was_sent_by_holding_the_mark_and_no_name",
        "browser/guests/offline/test_receipts.py::test_receipts_are_kept_ninety_days",
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


NOTICE = re.compile(r'\{% call note\([^%]*icon_name="lock".*?endcall %\}|<p class="private">.*?</p>', re.DOTALL)
SAID = re.compile(r'_\(\s*"((?:[^"\\]|\\.)*)"')


def notice(folder: Path) -> set[str]:
    """Every sentence of the notices about a guest's data, whatever words it uses."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))]
    return {sentence for page in pages for block in NOTICE.findall(page) for sentence in SAID.findall(block)}


def test_every_sentence_of_the_notice_has_its_proof(tmp_path):
    templates = TESTS.parent / "templates"
    said = notice(templates / "kiosk") | notice(templates / "guest_phone")
    assert len(said) >= 9, "the notices of name, contact, complaint and rating"
    assert said - set(PROMISES) == set()
    new = '{% call note(_("Untuk Anda."), icon_name="lock", extra="why") -%}{{ _("Sampai besok.") }}{% endcall %}'
    (tmp_path / "a.html").write_text(new, encoding="utf-8")
    assert notice(tmp_path) == {"Untuk Anda.", "Sampai besok."}


PAPER = {  # the notice on the page of paper, which is printed in Indonesian only
    "Dipakai untuk layanan ini dan yang Anda centang. Cukup layanan dan nama, yang lain boleh dikosongkan.": [
        "operations/test_paper_book.py::test_a_phone_is_kept_only_with_the_tick_and_its_consent_says_paper",
        "views/test_paper_book.py::test_a_sheet_is_saved_and_empty_rows_are_left_out",
    ],
    "Petugas menyalinnya ke buku tamu. Identitas Anda dihapus setelah {office.settings.identity_months} bulan.": [
        "operations/test_paper_book.py::test_the_identity_goes_with_that_of_any_guest_of_the_day"
    ],
}


def test_the_notice_on_paper_has_its_proofs():
    page = (TESTS.parent / "pstku/paperbook/paper.py").read_text(encoding="utf-8")
    printed = re.search(r'"notice": \[(.*?)\n        \]', page, re.DOTALL)
    assert printed and set(re.findall(r'f?"(.*?)",\n', printed[1] + "\n")) == set(PAPER)
    for places in PAPER.values():
        assert_there(places)


def test_the_way_from_a_vote_to_its_visit_ends_within_six_months_of_any_quarter():
    for year, quarter in product(range(2026, 2034), range(1, 5)):
        last = quarter_days(year, quarter)[1]
        days = [last + timedelta(days=n) for n in range(400)]
        settled = next(day for day in days if is_settled((), last, day, voting_days=7))
        assert settled == next(day for day in days if has_lapsed(last, day))
        months = settled.year * 12 + settled.month - (last.year * 12 + last.month)
        assert months < 6 or (months == 6 and settled.day <= last.day), (last, settled)


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
    assert_there(PROMISES[sentence])


def assert_there(places: list[str]) -> None:
    for place in places:
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
