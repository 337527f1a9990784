"""What a change of the library or of a setting costs the next question: only what changed is read and folded again."""

import pytest
from sqlalchemy import select

from pstku.answers.queries import catalogue
from pstku.answers.queries.answers import answer
from pstku.core.db import atomic, session
from pstku.library.models import Page, SynonymGroup
from pstku.library.operations.checking import check_page
from pstku.library.operations.indexing import index_pages
from pstku.offices.operations.changing import changed
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration


@pytest.fixture
def folded(cast, monkeypatch):
    """Asks a question, and says which pages were folded for it."""
    pages: list[str] = []
    real = catalogue._entry
    monkeypatch.setattr(catalogue, "_entry", lambda row, *names: pages.append(row.key) or real(row, *names))

    def ask(question: str = "ipm") -> tuple[list[str], list[str]]:
        pages.clear()
        found = answer(configuration(cast.office_id), question)
        return pages.copy(), [card.page.key for card in found.cards]

    ask()
    return ask


def page(cast, key: str) -> Page:
    return session().scalars(select(Page).where(Page.office_id == cast.office_id, Page.key == key)).one()


def test_a_setting_s_change_folds_nothing(cast, folded):
    change_settings(cast.admin, {"mode": "queue"})
    assert folded() == ([], ["ind.ipm"])


def test_a_page_that_was_changed_is_folded_alone_and_found_by_its_new_words(cast, folded):
    with atomic():
        page(cast, "ind.gini").synonyms = ["zakumba"]
        index_pages(cast.office_id, ["ind.gini"])
        changed(cast.office_id)
    assert folded("zakumba") == (["ind.gini"], ["ind.gini"])
    with atomic():
        page(cast, "ind.gini").synonyms = []
        changed(cast.office_id)
    assert folded("zakumba") == (["ind.gini"], [])


def test_a_check_a_withdrawal_and_guests_words_are_seen(cast, folded):
    check_page(cast.editor, page(cast, "ind.ipm").key)
    assert folded()[0] == ["ind.ipm"]
    with atomic():
        page(cast, "ind.ipm").state = "draft"
        changed(cast.office_id)
    assert folded() == ([], [])
    with atomic():
        page(cast, "ind.ipm").state = "published"
        group = session().scalars(select(SynonymGroup).where(SynonymGroup.office_id == cast.office_id)).first()
        keys = sorted(group.page_keys)
        group.words = [*group.words, "zakumba"]
        changed(cast.office_id)
    assert sorted(folded()[0]) == sorted({"ind.ipm", *keys})


def test_a_word_of_a_text_is_no_slip(cast, folded):
    with atomic():
        page(cast, "ind.ipm").body += "\n\nInflsi adalah nama kampung."
        index_pages(cast.office_id, ["ind.ipm"])
        changed(cast.office_id)
    assert folded("inflsi")[1] == []
