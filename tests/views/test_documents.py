"""Naskah: drafts, issuing, the register, the words of the office, and signed copies that come back."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.documents.models import Document, SignedCopy
from pstku.documents.queries import get_document, newest, words_of
from pstku.documents.rules.kinds import Kind
from pstku.http.files import DOCX
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.deciding import award_to
from pstku.rewards.operations.periods import cancel_period, check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce
from tests.awards import AFTER, QUARTER, award_address, serve_and_rate
from tests.documents import words_of as words_in
from tests.signed import SIGNER, signed

REGISTER = "/admin/naskah"
TEXTS = f"{REGISTER}/kalimat"


@pytest.fixture(autouse=True)
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def period(cast) -> AwardPeriod:
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    opened = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    check_period(cast.admin2, opened.id, "Sudah diperiksa.")
    award_to(cast.head, opened.id, cast.officer.person_id, "Unggul, dan tidak ada calon lain yang memenuhi syarat.")
    return opened


def issue_sop(sign_in) -> Document:
    sign_in("admin").post_form(f"{REGISTER}/sop/terbitkan", {}, page=REGISTER)
    return session().scalars(select(Document)).one()


def issue_of(client, period, slug: str):
    page = award_address(period, "/naskah")
    return client.post_form(f"{page}/{slug}/terbitkan", {}, page=page, follow_redirects=True)


def filed(client, paper, content: bytes, name: str = "naskah.pdf"):
    return client.post_form(f"{REGISTER}/{paper.id}", {"file": (BytesIO(content), name)}, page=REGISTER)


def test_a_paper_is_a_draft_then_issued_and_stands_in_the_register(cast, period, sign_in):
    admin = sign_in("admin")
    for slug in ("berita-acara", "daftar-calon", "lampiran-sk"):
        assert admin.get(award_address(period, f"/naskah/{slug}.pdf")).data.startswith(b"%PDF")
        assert admin.get(award_address(period, f"/naskah/{slug}.docx")).mimetype == DOCX
    page = issue_of(admin, period, "berita-acara")
    assert "BA-001/75710/2026" in page.text and "Naskah diterbitkan" in page.text
    paper = newest(cast.office_id, Kind.MINUTES, period.id)
    assert paper.sha256 in page.text
    assert "BA-001/75710/2026" in admin.get(REGISTER).text
    assert "BA-001/75710/2026" in words_in(admin.get(f"{REGISTER}/{paper.id}/naskah.docx").data)
    again = admin.get(award_address(period, "/naskah")).text
    assert "Terbitkan pengganti" not in again and again.count("BA-001/75710/2026") >= 2
    acts = select(AuditEntry.action, AuditEntry.actor_id).where(AuditEntry.action == "issue_document")
    assert session().execute(acts).all() == [("issue_document", cast.admin.person_id)]


def test_the_sop_stands_as_issued_until_a_setting_changes_it(cast, sign_in):
    paper = issue_sop(sign_in)
    page = sign_in("admin").get(REGISTER).text
    assert paper.number in page and "berbeda dari yang terbit" not in page
    change_settings(cast.admin, {"objection_days": 5})
    assert "berbeda dari yang terbit" in sign_in("admin").get(REGISTER).text


def test_what_is_too_early_says_so_on_the_page(cast, period, sign_in):
    page = issue_of(sign_in("admin"), period, "lampiran-sk")
    assert "setelah nomor SK dicatat" in page.text
    listed = sign_in("admin").get(award_address(period, "/naskah")).page
    assert [form["action"].rsplit("/", 2)[1] for form in listed.select("form.inline-form")] == [
        "daftar-calon",
        "berita-acara",
    ]


def test_the_certificate_is_kept_as_it_was_printed_until_it_is_revoked(cast, period, sign_in):
    announce(cast.admin, period.id)
    with clock.at(AFTER + timedelta(days=30)):
        admin = sign_in("admin")
        admin.post_form(
            award_address(period, "/sk"),
            {"sk_number": "123/SK/2026", "sk_on": date(2026, 10, 20).isoformat()},
            page=award_address(period),
        )
        paper = newest(cast.office_id, Kind.CERTIFICATE, period.id)
        kept = get_document(cast.office_id, paper.id, with_content=True).content
        for address in (award_address(period, "/piagam.pdf"), f"{REGISTER}/{paper.id}/naskah.pdf"):
            assert admin.get(address).data == kept
        assert admin.get(f"{REGISTER}/{paper.id}/naskah.docx").status_code == 404
        cancel_period(cast.admin, period.id, "Ada kekeliruan.")
        assert admin.get(award_address(period, "/piagam.pdf")).data not in (kept, b"")


def test_who_was_rated_opens_no_paper_that_tells_of_it(cast, sign_in):
    serve_and_rate(cast.office_id, cast.admin.person_id, [4] * 12)
    period = lock_period(cast.admin2, open_period(cast.admin2, *QUARTER, "desk").id)
    issue_of(sign_in("admin2"), period, "daftar-calon")
    paper = newest(cast.office_id, Kind.CANDIDATES, period.id)
    concerned = sign_in("admin")
    for tail in ("", "/naskah.pdf", "/naskah.docx"):
        assert concerned.get(f"{REGISTER}/{paper.id}{tail}").status_code == 403
    assert filed(concerned, paper, b"%PDF").status_code == 403
    assert "Terbitkan" not in concerned.get(award_address(period, "/naskah")).text.replace("Menerbitkan", "")
    assert sign_in("head").get(f"{REGISTER}/{paper.id}/naskah.pdf").status_code == 200


def test_another_office_finds_nothing(cast, sign_in):
    paper = issue_sop(sign_in)
    kept = get_document(cast.office_id, paper.id, with_content=True).content
    filed(sign_in("admin"), paper, signed(kept))
    copy = session().scalars(select(SignedCopy)).one()
    stranger = sign_in("stranger")
    for tail in ("", "/naskah.pdf", "/naskah.docx", f"/salinan/{copy.id}.pdf"):
        assert stranger.get(f"{REGISTER}/{paper.id}{tail}").status_code == 404


def test_a_signed_copy_is_checked_kept_and_given_back_as_it_came(cast, sign_in):
    paper = issue_sop(sign_in)
    came = signed(get_document(cast.office_id, paper.id, with_content=True).content)
    admin = sign_in("admin")
    assert filed(admin, paper, came).status_code == 303
    page = admin.get(f"{REGISTER}/{paper.id}").text
    assert "tidak berubah sejak ditandatangani" in page and SIGNER in page
    assert "Milik siapa sertifikatnya tidak diperiksa di sini" in page
    copy = session().scalars(select(SignedCopy)).one()
    answer = sign_in("head").get(f"{REGISTER}/{paper.id}/salinan/{copy.id}.pdf")
    assert answer.data == came and answer.headers["Content-Disposition"].startswith("attachment")
    assert filed(admin, paper, came).status_code == 409
    assert filed(sign_in("head"), paper, came).status_code == 403


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 300, "bukan PDF yang utuh"),
        (b"", "Pilih berkas PDF"),
    ],
)
def test_what_is_no_pdf_or_too_large_is_refused_with_a_sentence(cast, sign_in, content, said):
    paper = issue_sop(sign_in)
    answer = filed(sign_in("admin"), paper, content)
    assert answer.status_code == 422 and said in answer.text
    assert session().scalars(select(SignedCopy)).all() == []


def test_a_file_that_is_too_large_is_refused_with_a_sentence(cast, sign_in, monkeypatch):
    paper = issue_sop(sign_in)
    monkeypatch.setattr("pstku.documents.operations.copies.LARGEST", 1_000_000 - 1)
    monkeypatch.setattr("pstku.register.documents.LARGEST", 1_000_000 - 1)
    with BytesIO(b"%PDF-1.7\n" + b"0" * 400_000) as small:
        assert "bukan PDF yang utuh" in filed(sign_in("admin"), paper, small.read()).text
    monkeypatch.setattr("pstku.documents.operations.copies.LARGEST", 300_000)
    answer = filed(sign_in("admin"), paper, b"%PDF-1.7\n" + b"0" * 400_000)
    assert answer.status_code == 422 and "Berkas terlalu besar" in answer.text


def texts_form(cast, **changed) -> dict:
    words = words_of(configuration(cast.office_id))
    return dict(words.texts) | {"columns": list(words.columns)} | changed


def test_the_words_of_the_office_are_seen_first_then_kept_and_given_back(cast, sign_in):
    admin = sign_in("admin")
    seen = admin.post_form(TEXTS, texts_form(cast, head_1="Kantor Kami", lihat="head"))
    assert seen.data.startswith(b"%PDF") and words_of(configuration(cast.office_id))["head_1"] == "BPS Kota Gorontalo"
    assert admin.post_form(TEXTS, texts_form(cast, lihat="certificate")).data.startswith(b"%PDF")
    assert "tersedia setelah ada triwulan" in admin.post_form(TEXTS, texts_form(cast, lihat="minutes")).text
    admin.post_form(TEXTS, texts_form(cast, head_1="Kantor Kami", columns=["votes", "gates"]))
    words = words_of(configuration(cast.office_id))
    assert (words["head_1"], words.columns) == ("Kantor Kami", ("votes", "gates"))
    assert "Kop dan penanda tangan: Kop, baris pertama" in admin.get(TEXTS).text
    for key in ("head_1", "columns"):
        admin.post_form(f"{TEXTS}/{key}/bawaan", {}, page=TEXTS)
    assert words_of(configuration(cast.office_id)).changed == frozenset()


def test_a_pattern_without_sequence_comes_back_as_it_was_typed(cast, sign_in):
    answer = sign_in("admin").post_form(TEXTS, texts_form(cast, pattern="{jenis}/{tahun}", head_1="Kantor Kami"))
    assert answer.status_code == 422
    assert (
        "{jenis}/{tahun}" in answer.text and "Kantor Kami" in answer.text and "masing-masing satu kali" in answer.text
    )


@pytest.mark.parametrize("who", ["employee", "officer", "editor"])
def test_the_register_is_for_those_who_decide(sign_in, who):
    for address in (REGISTER, f"{REGISTER}/sop.pdf", TEXTS):
        assert sign_in(who).get(address).status_code == 403
    assert sign_in("head").get(REGISTER).status_code == 200 and sign_in("head").get(TEXTS).status_code == 403
