"""The work of editors: drafts, a second person, versions, owners."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from pstku.accounts.models import Person
from pstku.answers.queries.answers import answer
from pstku.answers.queries.search import search
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.editing import operations as editing
from pstku.editing.queries.revisions import colleagues_drafts, editors_desk, get_revision, moved_under, revisions_of
from pstku.editing.rules.difference import difference, words
from pstku.library.models import Page
from pstku.library.operations.checking import check_page
from pstku.library.queries.pages import get_page, page_lines
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from pstku.packs.reading.pages import read_pack
from pstku.packs.taking import import_pack
from tests.editors import another_editor
from tests.people import ROOT


def page(cast, key: str = "ind.tpt") -> Page:
    found = session().query(Page).filter_by(office_id=cast.office_id, key=key).one()
    session().refresh(found)
    session().commit()
    return found


def handed_in(cast, **content) -> int:
    draft = editing.start_draft(cast.editor, "ind.tpt")
    editing.save_draft(
        cast.editor, draft, content or {"summary": "Bagian angkatan kerja yang belum bekerja."}, "Lebih jelas"
    )
    editing.submit(cast.editor, draft)
    return draft


def test_a_draft_changes_nothing_until_a_second_person_publishes_it(app, cast):
    draft = handed_in(cast)
    assert "menganggur" in page(cast).summary
    with pytest.raises(NotAllowed):
        editing.publish(cast.editor, draft)
    editing.publish(another_editor(cast), draft)
    changed = page(cast)
    assert changed.summary == "Bagian angkatan kerja yang belum bekerja."
    assert changed.verified_by_id == cast.admin.person_id
    states = [(r.number, r.state) for r in revisions_of(changed)]
    assert states == [(1, "published"), (0, "superseded")]


def test_what_was_published_is_found_by_its_new_words(app, cast):
    draft = handed_in(cast, synonyms=["nganggur banget"])
    editing.publish(another_editor(cast), draft)
    assert search(configuration(cast.office_id), "nganggur banget").hits[0].key == "ind.tpt"


def test_the_second_of_two_drafts_meets_the_first_ones_publication(app, cast):
    second_editor = another_editor(cast)
    mine = handed_in(cast)
    theirs = editing.start_draft(second_editor, "ind.tpt")
    editing.save_draft(second_editor, theirs, {"summary": "Lain."}, "Perbaikan lain")
    editing.submit(second_editor, theirs)
    editing.publish(second_editor, mine)
    with pytest.raises(Conflict):
        editing.publish(cast.editor, theirs)
    session().rollback()
    assert get_revision(cast.office_id, theirs)[0].content["summary"] == "Lain."


def stale_draft(cast, content: dict) -> int:
    """A draft of the second editor that the first one's publication overtook."""
    theirs = editing.start_draft(another_editor(cast), "ind.tpt")
    editing.save_draft(another_editor(cast), theirs, content, "Perbaikan lain")
    editing.publish(another_editor(cast), handed_in(cast))
    return theirs


def test_an_overtaken_draft_is_set_upon_the_new_page_and_published(app, cast):
    author = another_editor(cast)
    theirs = stale_draft(cast, {"title": "TPT kota"})
    with pytest.raises(Conflict):
        editing.submit(author, theirs)
    session().rollback()
    moved = moved_under(*get_revision(cast.office_id, theirs))
    assert [field.name for field in moved.theirs] == ["Ringkasan"] and moved.clashes == {}
    session().rollback()
    editing.rebase(author, theirs, moved.number)
    editing.submit(author, theirs)
    editing.publish(cast.editor, theirs)
    changed = page(cast)
    assert (changed.title, changed.summary) == ("TPT kota", "Bagian angkatan kerja yang belum bekerja.")


def test_what_both_sides_changed_waits_for_the_author_to_choose_whose_words_hold(app, cast):
    author, theirs = another_editor(cast), stale_draft(cast, {"summary": "Lain."})
    moved = moved_under(*get_revision(cast.office_id, theirs))
    assert moved.clashes == {"summary": "Ringkasan"}
    session().rollback()
    with pytest.raises(InvalidInput, match="Ringkasan"):
        editing.rebase(author, theirs, moved.number)
    session().rollback()
    editing.rebase(author, theirs, moved.number, {"summary": "theirs"})
    kept = get_revision(cast.office_id, theirs)[0].content["summary"]
    assert kept == "Bagian angkatan kerja yang belum bekerja."


def test_a_colleague_at_the_same_page_is_known_from_the_start(app, cast):
    first = editing.start_draft(cast.editor, "ind.tpt")
    editing.start_draft(another_editor(cast), "ind.tpt")
    revision, page = get_revision(cast.office_id, first)
    assert [draft.author_id for draft in colleagues_drafts(another_editor(cast), page)] == [cast.editor.person_id]
    assert revision.id in [draft.id for draft in colleagues_drafts(another_editor(cast), page)]


def test_an_overtaken_draft_that_waits_for_review_is_taken_back_by_its_author(app, cast):
    author, first = another_editor(cast), handed_in(cast)
    theirs = editing.start_draft(author, "ind.tpt")
    editing.save_draft(author, theirs, {"title": "TPT kota"}, "Perbaikan lain")
    editing.submit(author, theirs)
    editing.publish(author, first)
    with pytest.raises(NotAllowed):
        editing.rebase(cast.editor, theirs, 1)
    session().rollback()
    with pytest.raises(Conflict):
        editing.rebase(author, theirs, 7)
    session().rollback()
    editing.rebase(author, theirs, 1)
    revision = get_revision(cast.office_id, theirs)[0]
    assert (revision.state, revision.base_number) == ("draft", 1)


def test_a_pack_that_updates_a_page_does_not_end_its_drafts(app, cast):
    draft = editing.start_draft(cast.editor, "ind.tpt")
    editing.save_draft(cast.editor, draft, {"title": "TPT kota"}, "Perbaikan")
    with atomic():
        found = session().query(Page).filter_by(office_id=cast.office_id, key="ind.tpt").one()
        editing.take_from_pack(found, {"summary": "Dari paket."}, "Isi paket 2")
    moved = moved_under(*get_revision(cast.office_id, draft))
    session().rollback()
    editing.rebase(cast.editor, draft, moved.number)
    editing.submit(cast.editor, draft)
    editing.publish(another_editor(cast), draft)
    assert (page(cast).title, page(cast).summary) == ("TPT kota", "Dari paket.")


def test_a_draft_comes_back_with_a_note_and_is_handed_in_again(app, cast):
    draft = handed_in(cast)
    with pytest.raises(InvalidInput):
        editing.send_back(another_editor(cast), draft, " ")
    editing.send_back(another_editor(cast), draft, "Sebut angkatan kerja")
    assert get_revision(cast.office_id, draft)[0].review_note == "Sebut angkatan kerja"
    session().commit()
    editing.submit(cast.editor, draft)
    with pytest.raises(Conflict):
        editing.save_draft(cast.editor, draft, {"summary": "x"}, "")


def test_an_old_version_is_restored_through_a_draft_like_any_other(app, cast):
    before = page(cast).summary
    editing.publish(another_editor(cast), handed_in(cast))
    origin = revisions_of(page(cast))[-1]
    session().commit()
    draft = editing.restore(cast.editor, origin.id)
    editing.submit(cast.editor, draft)
    editing.publish(another_editor(cast), draft)
    assert page(cast).summary == before


def test_restoring_twice_is_one_draft_and_never_takes_another_drafts_place(app, cast):
    editing.publish(another_editor(cast), handed_in(cast))
    origin = revisions_of(page(cast))[-1].id
    session().rollback()
    draft = editing.restore(cast.editor, origin)
    assert editing.restore(cast.editor, origin) == draft
    editing.save_draft(cast.editor, draft, {"summary": "Ketikan lain."}, "Lain")
    with pytest.raises(Conflict):
        editing.restore(cast.editor, origin)
    session().rollback()
    with pytest.raises(NotFound):
        editing.restore(another_editor(cast), draft)


def test_a_draft_lacks_nothing_a_page_needs(app, cast):
    draft = editing.start_draft(cast.editor, "ind.tpt")
    assert editing.start_draft(cast.editor, "ind.tpt") == draft
    for content, why in (({"title": " "}, "alasan"), ({"summary": ""}, "alasan"), ({}, "")):
        editing.save_draft(cast.editor, draft, {"title": "TPT", "summary": "Isi."} | content, why)
        with pytest.raises(InvalidInput):
            editing.submit(cast.editor, draft)
        session().rollback()


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"facts": {"formula_latex": r"\left("}}, "formula_latex"),
        ({"facts": {"unit": "x" * 130}}, "unit"),
        ({"facts": {"release_calendar": {"period_kind": "month", "lag_text": "x" * 1100}}}, "release_lag_text"),
        ({"synonyms": ["tpt", "x" * 130]}, "synonyms"),
        ({"sources": [{"name": "", "url": "https://www.bps.go.id", "mark": "GK"}]}, "sources"),
    ],
)
def test_what_its_own_pack_would_refuse_is_never_handed_in(app, cast, content, field):
    draft = editing.start_draft(cast.editor, "ind.tpt")
    facts = dict(page(cast).facts) | content.get("facts", {})
    with pytest.raises(InvalidInput) as refused:
        editing.save_draft(cast.editor, draft, content | {"facts": facts}, "Menguji")
        editing.submit(cast.editor, draft)
    assert refused.value.field == field


def test_what_stood_on_the_page_already_holds_no_draft_up(app, cast):
    with atomic():
        page(cast).facts = page(cast).facts | {"unit": "x" * 130}
    draft = editing.start_draft(cast.editor, "ind.tpt")
    editing.save_draft(cast.editor, draft, {"summary": "Baru."}, "Menguji")
    editing.submit(cast.editor, draft)


def test_only_the_author_writes_and_only_editors_of_this_office(app, cast):
    draft = editing.start_draft(cast.editor, "ind.tpt")
    with pytest.raises(NotAllowed):
        editing.save_draft(another_editor(cast), draft, {}, "")
    with pytest.raises(NotAllowed):
        editing.start_draft(cast.employee, "ind.tpt")
    for act in (
        lambda: editing.save_draft(cast.stranger, draft, {}, ""),
        lambda: editing.publish(cast.stranger, draft),
    ):
        with pytest.raises(NotFound):
            act()
        session().rollback()


def test_a_new_page_is_seen_by_nobody_until_it_is_published(app, cast):
    draft = editing.start_page(cast.editor, "conduct", "Melayani tamu asing", "umum")
    assert "melayani-tamu-asing" not in {line.slug for line in page_lines(cast.office_id)}
    with pytest.raises(NotFound):
        get_page(cast.office_id, "conduct", "melayani-tamu-asing")
    with pytest.raises(InvalidInput):
        editing.start_page(cast.editor, "conduct", "Melayani tamu asing", "umum")
    session().rollback()
    editing.save_draft(cast.editor, draft, {"summary": "Tetap ramah.", "body": "Sapa dulu."}, "Halaman baru")
    editing.submit(cast.editor, draft)
    editing.publish(another_editor(cast), draft)
    assert answer(configuration(cast.office_id), "tamu asing").pages[0].slug == "melayani-tamu-asing"


def test_an_edited_page_stays_when_the_pack_comes_again(app, cast):
    editing.publish(another_editor(cast), handed_in(cast))
    report = import_pack(cast.office_id, read_pack(ROOT / "content" / "definisi-inti"))
    assert "ind.tpt" not in report.updated
    assert page(cast).summary == "Bagian angkatan kerja yang belum bekerja."


def test_the_desk_lists_drafts_reviews_and_owned_pages_that_run_out(app, cast):
    draft = handed_in(cast)
    editing.set_owner(cast.editor, "ind.ipm", cast.editor.person_id)
    today = clock.now().date()
    assert [r.id for r, _ in editors_desk(cast.editor, today).drafts] == [draft]
    assert [r.id for r, _ in editors_desk(another_editor(cast), today).to_review] == [draft]
    assert [p.key for p in editors_desk(cast.editor, today).overdue] == ["ind.ipm"]
    with pytest.raises(NotFound):
        editing.set_owner(cast.editor, "ind.ipm", cast.stranger.person_id)


def test_a_page_that_was_never_published_waits_for_no_check(app, cast):
    editing.start_page(cast.editor, "conduct", "Melayani tamu asing", "umum")
    assert editors_desk(cast.editor, clock.now().date()).overdue == []
    session().rollback()
    with pytest.raises(NotFound):
        check_page(cast.editor, "con.melayani-tamu-asing")


def test_a_page_whose_check_has_run_out_is_marked_and_sinks(app, cast):
    with atomic() as s:
        for key in ("ind.p1", "ind.p2"):
            found = s.query(Page).filter_by(office_id=cast.office_id, key=key).one()
            found.verified_at = clock.now() - timedelta(days=0 if key == "ind.p2" else 400)
        changed(cast.office_id)
    lines = {line.key: line for line in page_lines(cast.office_id)}
    assert lines["ind.p1"].is_overdue and not lines["ind.p2"].is_overdue
    keys = [hit.key for hit in search(configuration(cast.office_id), "indeks kemiskinan").hits]
    assert keys.index("ind.p2") < keys.index("ind.p1")


def test_the_difference_names_words_that_went_and_came():
    pieces = words("dua puluh orang", "dua belas orang")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "dua "), ("removed", "puluh"), ("added", "belas"), ("same", " orang"),
    ]  # fmt: skip
    before = {"title": "A", "facts": {"misreadings": ["x"]}, "body": "sama"}
    after = {"title": "A", "facts": {"misreadings": ["x", "y"]}, "body": "sama"}
    assert [field.name for field in difference(before, after)] == ["Sering keliru"]


def test_a_page_without_an_owner_falls_to_the_editors_of_its_function(cast):
    today = date(2026, 11, 24)
    with atomic() as s:
        s.get(Person, cast.editor.person_id).function = "sosial"
        page = s.scalars(select(Page).where(Page.key == "ind.tpt", Page.office_id == cast.office_id)).one()
        page.verified_at = datetime(2025, 1, 1, tzinfo=UTC)
    assert [p.key for p in editors_desk(cast.editor, today).overdue] == ["ind.tpt"]
    with atomic() as s:
        s.get(Person, cast.editor.person_id).function = "produksi"
    assert editors_desk(cast.editor, today).overdue == []
