"""Who may check a figure, and what checking it gives."""

import pytest

from pstku.answers.queries.answers import answer
from pstku.core.db import session
from pstku.core.errors import Conflict, NotAllowed, NotFound
from pstku.library.models import IndicatorValue
from pstku.library.operations.checking import check_value
from pstku.offices.queries import configuration
from tests.figures import RELEASED, value_id


@pytest.fixture
def ask(cast):
    return lambda text: answer(configuration(cast.office_id), text)


def test_an_unchecked_figure_cannot_be_copied_and_a_checked_one_carries_everything(ask, cast):
    before = ask("ipm kota 2023").cards[0]
    assert before.figure is None and before.copy_text == ""
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=RELEASED)
    after = ask("ipm kota 2023").cards[0]
    assert after.figure.text == "78,54"
    for part in ("Kota Gorontalo", "2023", "78,54", "Sumber:"):
        assert part in after.copy_text
    assert "persen" not in after.copy_text


def test_who_entered_a_figure_does_not_check_it(ask, cast):
    wanted = value_id("ind.ipm", "2023")
    session().get_one(IndicatorValue, wanted).entered_by_id = cast.editor.person_id
    session().commit()
    with pytest.raises(NotAllowed):
        check_value(cast.editor, wanted, released_on=RELEASED)


def test_only_editors_of_this_office_check_and_only_once(ask, cast):
    wanted = value_id("ind.ipm", "2023")
    with pytest.raises(NotAllowed):
        check_value(cast.employee, wanted, released_on=RELEASED)
    with pytest.raises(NotFound):
        check_value(cast.stranger, wanted, released_on=RELEASED)
    check_value(cast.editor, wanted, released_on=RELEASED)
    with pytest.raises(Conflict):
        check_value(cast.editor, wanted, released_on=RELEASED)
