"""What somebody hears who was a moment too late: a sentence for every UNIQUE rule of the database.

A new rule without a line here fails a test. Rules that only a repeated or random key can meet say so in one of three words.
"""

from pstku.core.text import N_

SENT_TWICE = N_("Kiriman yang sama sudah diterima. Muat ulang halaman untuk melihatnya.")
DRAWN_TWICE = N_("Kode acaknya kebetulan sama dengan yang lain. Coba sekali lagi.")
PACK_RUNS = N_("Paket isi sedang dimuat orang lain. Tunggu sampai selesai, lalu muat sekali lagi.")

LOST = {
    # offices
    "pk_installation": N_("Pemasangan ini sudah punya nomor. Jalankan perintahnya sekali lagi."),
    "uq_offices_code": N_("Kantor dengan kode ini sudah ada."),
    "uq_service_types_office_id_code": N_("Admin lain baru saja menambah layanan bernama sama. Muat ulang halaman."),
    "uq_code_items_office_id_list_code_code": N_("Admin lain baru saja menambah pilihan ini. Muat ulang halaman."),
    "pk_settings": N_("Admin lain baru saja mengubah aturan yang sama. Muat ulang halaman, lalu periksa angkanya."),
    "pk_opening_hours": N_("Admin lain baru saja menyimpan jam layanan. Muat ulang halaman, lalu periksa jamnya."),
    "pk_special_hours": N_("Admin lain baru saja menyimpan masa jam lain pada hari itu. Muat ulang halaman."),
    "pk_special_days": N_("Admin lain baru saja menyimpan masa jam lain pada hari itu. Muat ulang halaman."),
    "pk_holidays": N_("Admin lain baru saja mengisi hari itu. Muat ulang halaman, lalu periksa tanggalnya."),
    "pk_national_days": PACK_RUNS,
    # accounts, devices, officers
    "uq_people_office_id_username": N_("Nama pengguna ini baru saja dipakai. Pilih nama lain."),
    "pk_person_roles": N_("Admin lain baru saja mengubah peran orang ini. Muat ulang halaman, lalu periksa perannya."),
    "uq_sign_ins_token_hash": DRAWN_TWICE,
    "pk_second_factors": N_("Langkah kedua baru saja dipasang di tab lain. Muat ulang halaman."),
    "uq_passkeys_credential_id": N_("Kunci sandi ini sudah terdaftar."),
    "pk_attempts": SENT_TWICE,
    "pk_devices": DRAWN_TWICE,
    "uq_devices_token_hash": N_("Tablet ini baru saja didaftarkan admin lain. Lihat daftar tablet."),
    "uq_devices_office_id_series": N_("Admin lain baru saja mendaftarkan tablet. Setujui sekali lagi."),
    "pk_pairings": DRAWN_TWICE,
    "uq_pairings_code": DRAWN_TWICE,
    "uq_desks_office_id_name": N_("Loket lain sudah bernama begitu."),
    "uq_duties_office_id_on_person_id": N_("Admin lain baru saja menyimpan jadwal hari itu. Muat ulang, lalu periksa."),
    "pk_readiness": N_("Status Anda baru saja diubah di tab lain. Muat ulang halaman."),
    "pk_officer_qrs": N_("QR Anda baru saja dibuat di tab lain. Muat ulang halaman."),
    "uq_officer_qrs_ref": DRAWN_TWICE,
    "uq_badges_code": DRAWN_TWICE,
    "uq_badges_token_hash": DRAWN_TWICE,
    # guest book
    "uq_agencies_office_id_name_key": N_("Instansi dengan nama ini baru saja ditambah. Muat ulang, lalu gabungkan."),
    "pk_guests": SENT_TWICE,
    "pk_queue_counters": N_("Nomor antrean baru saja diambil tamu lain. Coba sekali lagi."),
    "pk_visits": SENT_TWICE,
    "uq_visits_office_id_day_letter_number": N_("Nomor antrean baru saja diambil tamu lain. Coba sekali lagi."),
    "uq_visits_office_id_day_tablet_number": SENT_TWICE,
    "uq_visits_office_id_code": DRAWN_TWICE,
    "pk_visit_services": SENT_TWICE,
    "pk_data_needs": SENT_TWICE,
    "uq_contact_promises_visit_id_purpose": SENT_TWICE,
    "pk_paper_sheets": SENT_TWICE,
    "pk_paper_visits": SENT_TWICE,
    "pk_tablet_codes": DRAWN_TWICE,
    "pk_outbox_keys": N_("Admin lain baru saja mengganti kunci kotak kirim. Muat ulang halaman."),
    "pk_help_calls": SENT_TWICE,
    "uq_guest_book_qrs_token_hash": DRAWN_TWICE,
    "uq_guest_book_qrs_current": N_("Admin lain baru saja mengganti QR buku tamu. Muat ulang halaman."),
    "pk_arrivals": SENT_TWICE,
    "pk_dtsen_visits": SENT_TWICE,
    "uq_arrivals_office_id_sign": DRAWN_TWICE,
    "pk_complaints": SENT_TWICE,
    "uq_complaints_office_id_code": DRAWN_TWICE,
    # library
    "uq_pages_office_id_key": N_("Halaman dengan judul itu baru saja dibuat rekan lain. Sunting yang ada, atau beri judul lain."),
    "uq_packs_office_id_key": PACK_RUNS,
    "uq_page_revisions_page_id_number": N_("Rekan lain baru saja memulai naskah halaman ini. Muat ulang, lalu mulai lagi."),
    "uq_page_images_office_id_key": N_("Gambar ini sudah ada di pustaka."),
    "uq_glossary_terms_office_id_term_key": PACK_RUNS,
    "uq_open_questions_office_id_text_key": N_("Pertanyaan yang sama baru saja dicatat rekan lain. Coba sekali lagi."),
    "uq_indicator_values_office_id_indicator_key_region_code_period_vintage": N_(
        "Rekan lain baru saja mengisi angka untuk periode yang sama. Periksa angkanya, lalu simpan lagi bila berbeda."
    ),
    "uq_regions_office_id_code": N_("Wilayah dengan kode ini baru saja ditambah rekan lain. Muat ulang daftarnya."),
    "pk_check_passes": SENT_TWICE,
    "uq_table_mappings_office_id_signature": N_("Rekan lain baru saja menyimpan cara baca tabel ini. Coba sekali lagi."),
    "uq_webapi_links_office_id_kind_domain_var_part_place": N_(
        "Rekan lain baru saja menautkan tabel ini. Muat ulang halaman, lalu periksa tautannya."
    ),
    "uq_webapi_pulls_running": N_("Pengambilan lain masih berjalan. Tunggu sampai selesai."),
    "uq_office_releases_office_id_kind_external_id": N_("Rilis yang sama sedang diambil. Tunggu sampai selesai."),
    # practice
    "uq_bank_questions_office_id_key": PACK_RUNS,
    "uq_pack_guides_office_id_name": PACK_RUNS,
    "uq_competence_items_office_id_key": N_("Rekan lain baru saja menambah butir ini. Muat ulang daftarnya."),
    "uq_competence_rounds_open": N_("Masih ada putaran yang terbuka. Tutup dulu yang itu."),
    "uq_competence_replies_round_id_person_id": N_("Angket Anda baru saja disimpan di tab lain. Simpan sekali lagi."),
    "uq_practice_answers_person_id_question_id_after_id": SENT_TWICE,
    "uq_drill_cards_person_id_question_id": SENT_TWICE,
    "pk_first_week_steps": SENT_TWICE,
    # votes and awards
    "pk_votes": DRAWN_TWICE,
    "uq_votes_client_key": SENT_TWICE,
    "uq_votes_visit_id": N_("Kunjungan ini sudah dinilai."),
    "pk_vote_claims": SENT_TWICE,
    "pk_past_codes": SENT_TWICE,
    "pk_remarks": SENT_TWICE,
    "pk_comments": DRAWN_TWICE,
    "uq_appeals_comment_id": N_("Komentar ini sudah Anda sanggah. Tunggu keputusan admin."),
    "pk_published_scores": N_("Hasil sedang diterbitkan pekerjaan lain. Tunggu sampai selesai."),
    "pk_vote_quarters": N_("Triwulan ini sedang ditutup admin lain. Muat ulang halaman, lalu periksa."),
    "uq_award_periods_office_id_year_quarter_line": N_("Triwulan ini baru saja dibuka admin lain. Muat ulang halaman."),
    "uq_award_decisions_period_id": N_("Penetap lain sudah memutuskan. Muat ulang halaman untuk melihatnya."),
    "uq_certificates_code": DRAWN_TWICE,
    "uq_certificates_period_id": N_("Piagam masa ini sudah dibuat. Muat ulang halaman untuk melihatnya."),
    "uq_spot_checks_period_id": N_("Kunjungan untuk uji petik sudah diundi. Undian tidak diulang."),
    "uq_spot_check_visits_spot_check_id_officer_id_place": N_("Kunjungan untuk uji petik sudah diundi. Undian tidak diulang."),
    "uq_signal_notes_period_id_officer_id_code": N_("Pemeriksa lain baru saja menulis di sini. Muat ulang halaman."),
    "pk_audit_heads": N_("Tindakan lain sedang dicatat. Coba sekali lagi."),
    "uq_recovery_keys_office_id_public_key": DRAWN_TWICE,
    "pk_visit_sums": N_("Hitungan hari ini sedang disimpan. Coba sekali lagi."),
    "pk_vote_months": N_("Hitungan bulan ini sedang disimpan. Coba sekali lagi."),
    "pk_jobs": N_("Pekerjaan ini sedang berjalan. Tunggu sampai selesai."),
    "pk_clock_marks": N_("Admin lain baru saja memastikan tanggal. Muat ulang halaman."),
    "uq_audit_entries_office_id_seq": N_("Tindakan lain sedang dicatat. Coba sekali lagi."),
}  # fmt: skip
