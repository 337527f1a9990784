"""Numbers of papers: one for each, none left out, the same one for a reprint."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import update

from pstku.awardpapers.papers import draft_of, draft_pdf, issue_paper, issued_docx, issued_pdf, need_reader
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, Taken
from pstku.documents.models import DocumentSeries
from pstku.documents.operations.issuing import issue
from pstku.documents.operations.wording import restore_text, save_texts
from pstku.documents.queries import get_document, newest, papers_of_period, papers_of_year, words_of
from pstku.documents.rules.kinds import Kind
from pstku.documents.rules.texts import COLUMNS
from pstku.offices.queries import configuration
from pstku.rewards.operations.periods import lock_period, open_period
from tests.awards import AFTER, QUARTER, serve_and_rate
from tests.documents import words_of as words_in
from tests.operations.test_arrivals import at_once


def typed(office, **changed: str) -> dict[str, str]:
    return dict(words_of(office).texts) | changed


def test_a_reprint_is_the_same_number_and_the_same_bytes(cast, office, decided):
    first = issue_paper(cast.admin, office, Kind.MINUTES, decided)
    with clock.at(AFTER + timedelta(days=3)):
        again = issue_paper(cast.admin2, office, Kind.MINUTES, decided)
    assert again.id == first.id and first.number == "BA-001/75710/2026"
    kept = get_document(office.id, first.id, with_content=True)
    assert issued_pdf(office, kept) == kept.content
    assert kept.sha256 == sha256(kept.content).hexdigest()


def test_other_words_are_another_edition_with_the_next_number_and_the_first_keeps_its_own(cast, office, decided):
    first = issue_paper(cast.admin, office, Kind.MINUTES, decided)
    save_texts(cast.admin, typed(office, minutes_closing="Selesai."), COLUMNS)
    second = issue_paper(cast.admin, office, Kind.MINUTES, decided)
    assert (second.edition, second.number) == (2, "BA-002/75710/2026")
    assert newest(office.id, Kind.MINUTES, decided.id).id == second.id
    assert "Selesai." not in words_in(issued_docx(office, get_document(office.id, first.id)))
    assert [entry.document.id for entry in papers_of_period(office.id, decided.id)] == [second.id, first.id]


def test_kinds_and_years_count_for_themselves(cast, office, decided):
    numbers = [issue_paper(cast.admin, office, kind, decided).number for kind in (Kind.MINUTES, Kind.CANDIDATES)]
    assert numbers == ["BA-001/75710/2026", "DC-001/75710/2026"]
    with clock.at(AFTER + timedelta(days=100)):
        assert issue_paper(cast.admin, office, Kind.SOP, None).number == "SOP-001/75710/2027"
    page = papers_of_year(office.id)
    assert (page.year, page.older, len(page.entries)) == (2027, 2026, 1)
    assert len(papers_of_year(office.id, 2026).entries) == 2


def test_a_number_that_was_not_used_is_used_by_the_next(cast, office, period):
    with pytest.raises(RuntimeError), atomic():
        issue(cast.admin, office, Kind.SOP, "SOP", {"a": 1})
        raise RuntimeError("the server ends here")
    assert issue(cast.admin, office, Kind.SOP, "SOP", {"a": 1}).number == "SOP-001/75710/2026"


def test_two_at_once_get_two_numbers_or_one_paper(cast, office, app):
    def one(actor, words):
        return lambda: issue(actor, office, Kind.SOP, "SOP", {"a": words}).number

    session().commit()
    assert at_once(app, one(cast.admin, 1), one(cast.admin2, 1)) == ["SOP-001/75710/2026"] * 2
    numbers = at_once(app, one(cast.admin, 2), one(cast.admin2, 3), one(cast.admin, 4))
    assert set(numbers) == {f"SOP-00{number}/75710/2026" for number in (2, 3, 4)}


def test_a_number_that_another_paper_bears_is_refused_not_given_twice(cast, office):
    issue(cast.admin, office, Kind.SOP, "SOP", {"a": 1})
    with atomic() as s:
        s.execute(update(DocumentSeries).values(last=0))
    with pytest.raises(Taken):
        issue(cast.admin, office, Kind.SOP, "SOP", {"a": 2})


def test_the_certificate_bears_a_number_of_its_series_and_the_annex_that_of_the_sk(cast, office, established):
    certificate = newest(office.id, Kind.CERTIFICATE, established.id)
    assert certificate.number == "PG-001/75710/2026"
    annex = issue_paper(cast.admin, office, Kind.ANNEX, established)
    assert annex.number is None and annex.wording["sk_number"] == "123/SK/2026"
    with pytest.raises(Conflict):
        issue_paper(cast.admin, office, Kind.CERTIFICATE, established)


def test_what_is_not_ready_is_a_draft(cast, office, period):
    assert draft_pdf(draft_of(office, Kind.MINUTES, period, cast.admin)).startswith(b"%PDF")
    for kind in (Kind.MINUTES, Kind.ANNEX):
        with pytest.raises(Conflict):
            issue_paper(cast.admin, office, kind, period)


def test_nobody_issues_or_reads_a_paper_about_themselves(cast, office):
    serve_and_rate(cast.office_id, cast.admin.person_id, [4] * 12)
    period = lock_period(cast.admin2, open_period(cast.admin2, *QUARTER, "desk").id)
    with pytest.raises(NotAllowed):
        issue_paper(cast.admin, office, Kind.CANDIDATES, period)
    paper = issue_paper(cast.admin2, office, Kind.CANDIDATES, period)
    with pytest.raises(NotAllowed):
        need_reader(paper, period, cast.admin)
    need_reader(paper, period, cast.head)
    with pytest.raises(NotAllowed):
        issue_paper(cast.head, office, Kind.SOP, None)  # an admin issues


def test_the_pattern_of_the_office_makes_the_number(cast, office):
    words = typed(office, pattern="{jenis}-{urut}/{satker}/{arsip}/{tahun}", archive="PL.810", satker="18100")
    save_texts(cast.admin, words, COLUMNS)
    assert issue_paper(cast.admin, office, Kind.SOP, None).number == "SOP-001/18100/PL.810/2026"
    restore_text(cast.admin, "satker")
    assert words_of(office)["satker"] == "75710" and words_of(office).changed == {"archive"}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("pattern", "{jenis}/{tahun}"),
        ("pattern", "{jenis}-{urut}/{bulan}/{tahun}"),
        ("pattern", "{jenis}-{urut}-{urut}/{tahun}"),
        ("pattern", "{jenis}-{urut/{tahun}"),
        ("code_sop", "BA"),
        ("head_1", ""),
        ("signer_title", "x" * 161),
    ],
)
def test_texts_that_will_not_do_are_refused_at_their_field(cast, office, field, words):
    with pytest.raises(InvalidInput) as refused:
        save_texts(cast.admin, typed(office, **{field: words}), COLUMNS)
    assert refused.value.field in (field, "code_minutes")  # two with one code: either
    with pytest.raises(InvalidInput):
        save_texts(cast.admin, typed(office), [])


def test_texts_belong_to_an_office_and_an_admin(cast, office):
    save_texts(cast.admin, typed(office, signer="Siti"), ["votes"])
    other = words_of(configuration(cast.other_office_id))
    assert other["signer"] == "" and len(other.columns) == len(COLUMNS)
    assert words_of(office).columns == ("votes",)
    with pytest.raises(NotAllowed):
        save_texts(cast.head, typed(office), COLUMNS)
