"""What is said of a file that came back: unchanged, another content, or that nothing can be said here."""

import zlib

import pytest

from pstku.documents.inspecting import inspect, inspect_apart
from pstku.documents.rules.copies import OF_FINDING, REFUSED, Finding, Verdict
from pstku.printing.pdf import compile_pdf
from tests.signed import SIGNER, drawn_over, encrypted, signed, with_flipped_byte, with_note, written_anew
from tests.unit.test_print import AT, VALUES


@pytest.fixture(scope="module")
def ours() -> bytes:
    return compile_pdf("annex", VALUES["annex"], AT)


@pytest.fixture(scope="module")
def other() -> bytes:
    return compile_pdf("annex", VALUES["annex"] | {"rows": [["1", "Orang lain", "x", "y"]]}, AT)


def found(ours: bytes, theirs: bytes) -> Finding:
    return inspect(ours, theirs).finding


def test_signed_and_untouched_is_unchanged_and_names_what_the_certificate_says(ours):
    checked = inspect(ours, signed(ours))
    assert checked.finding == Finding.SAME and checked.signers == (SIGNER,)
    assert OF_FINDING[checked.finding][0] == Verdict.UNCHANGED


def test_two_signatures_one_after_the_other_are_unchanged(ours):
    assert found(ours, signed(signed(ours), "Pemeriksa", None)) == Finding.SAME


def test_an_application_that_writes_the_file_anew_before_it_signs_changes_no_page(ours):
    anew = written_anew(ours)
    assert not anew.startswith(ours[:200]) and found(ours, signed(anew)) == Finding.SAME


@pytest.mark.parametrize("change", [drawn_over, with_note])
def test_what_is_put_on_a_page_after_signing_is_found(ours, change):
    assert found(ours, change(signed(ours))) == Finding.ALTERED


@pytest.mark.parametrize("change", [drawn_over, with_note])
def test_what_is_put_on_a_page_before_signing_is_another_content(ours, change):
    assert found(ours, signed(change(ours))) == Finding.OTHER_PAGES


def test_a_byte_changed_under_the_signature_breaks_it(ours):
    assert found(ours, with_flipped_byte(signed(ours))) in (Finding.BROKEN_SEAL, Finding.ALTERED)


def test_another_paper_signed_by_the_same_person_is_another_content(ours, other):
    assert found(ours, signed(other)) == Finding.OTHER_PAGES
    assert OF_FINDING[Finding.OTHER_PAGES][0] == Verdict.DIFFERENT


def test_a_file_without_signature_cannot_be_checked(ours, other):
    assert found(ours, other) == Finding.UNSIGNED  # a scan of the paper, a foreign file
    assert found(ours, ours) == Finding.UNSIGNED_SAME
    assert {OF_FINDING[each][0] for each in (Finding.UNSIGNED, Finding.UNSIGNED_SAME)} == {Verdict.UNCHECKED}


@pytest.mark.parametrize(
    "broken", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + b"0" * 400, b"%PDF-1.7\n" + b"\0" * 5000]
)
def test_what_is_no_pdf_is_refused(ours, broken):
    assert found(ours, broken) == Finding.NO_PDF


def test_a_file_cut_short_is_refused_and_one_behind_a_passphrase_says_so(ours):
    assert found(ours, signed(ours)[:4000]) == Finding.NO_PDF
    assert found(ours, encrypted(ours)) == Finding.ENCRYPTED
    assert {Finding.NO_PDF, Finding.ENCRYPTED} == set(REFUSED)


def bomb(size: int) -> bytes:
    """A small file with one page whose drawing unpacks to `size` bytes."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(size >> 20)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def test_a_process_of_its_own_ends_what_takes_too_much(ours):
    large = bomb(300 << 20)
    assert len(large) < 2_000_000
    assert inspect_apart(ours, large).finding == Finding.TOO_MUCH


def test_pages_that_lead_to_themselves_end(ours):
    endless = bomb(1 << 20).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    assert found(ours, endless) == Finding.NO_PDF


def test_every_finding_has_its_sentence():
    assert set(OF_FINDING) | set(REFUSED) == set(Finding)
