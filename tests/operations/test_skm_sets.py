"""Question sets on both engines: examples ask nobody until a person entered their text and switched it on."""

import pytest
from sqlalchemy import select, update

from pstku.accounts.queries import get_person
from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Taken
from pstku.offices.queries import configuration
from pstku.reports.survey import OURS, survey_docx, survey_pdf, survey_values
from pstku.skm.models import SkmWording
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.rounds import close_round, open_round
from pstku.skm.operations.wordings import enter_wording, switch_off, switch_on
from pstku.skm.queries.pages import steps_of
from pstku.skm.queries.rounds import get_round
from pstku.skm.queries.wordings import askable, set_of, wordings_of
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.sets import EXAMPLES, SKM
from tests.surveys import answer_often, link_of, open_quarter, served, today, view

KEY = "layanan_10"
KEYS = EXAMPLES[KEY].keys
TEXT = {
    "sentences": {key: f"Kalimat uji tentang {key}." for key in KEYS},
    "lowest": "sangat buruk",
    "highest": "sangat baik",
    "source": "Naskah uji, 2026, di rak uji",
}


def asked_quarter(cast) -> int:
    day = today(cast)
    quarter = (day.month - 1) // 3 + 1
    return open_round(cast.admin, "quarter", day.year, quarter, population=50, question_set=KEY)


def switched_on(cast) -> int:
    wording_id = enter_wording(cast.admin, KEY, **TEXT)
    switch_on(cast.head, wording_id, is_compared=True)
    return wording_id


def test_an_example_asks_nobody_before_its_text_is_entered_compared_and_on(cast):
    assert list(askable(cast.office_id)) == ["skm"]
    with pytest.raises(InvalidInput):
        asked_quarter(cast)
    wording_id = enter_wording(cast.admin, KEY, **TEXT)
    with pytest.raises(InvalidInput):
        asked_quarter(cast)
    with pytest.raises(InvalidInput) as refused:
        switch_on(cast.head, wording_id, is_compared=False)
    assert refused.value.field == "is_compared"
    switch_on(cast.head, wording_id, is_compared=True)
    assert list(askable(cast.office_id)) == ["skm", KEY]
    assert list(askable(cast.other_office_id)) == ["skm"]
    row = get_round(cast.office_id, asked_quarter(cast))
    assert (row.question_set, row.wording_id) == (KEY, wording_id)
    questions = set_of(row)
    assert questions.source == TEXT["source"] and questions.is_worded
    assert questions.questions[0].sentence == "Kalimat uji tentang informasi."
    assert questions.questions[0].answers[0::9] == ("1 sangat buruk", "10 sangat baik")


def test_who_entered_switched_on_and_off_and_when_is_kept(cast):
    wording_id = switched_on(cast)
    switch_off(cast.admin, wording_id)
    names = [get_person(cast.office_id, actor.person_id).name for actor in (cast.admin, cast.head)]
    (text,) = wordings_of(cast.office_id, KEY)
    assert [text.entered.name, text.on.name, text.off.name, text.is_on] == [names[0], names[1], names[0], False]
    trail = session().scalars(
        select(AuditEntry.action).where(AuditEntry.entity == "skm_wording").order_by(AuditEntry.seq)
    )
    assert trail.all() == ["enter_skm_wording", "switch_skm_wording_on", "switch_skm_wording_off"]
    with pytest.raises(Conflict):
        switch_off(cast.admin, wording_id)
    with pytest.raises(Conflict):
        switch_on(cast.admin, wording_id, is_compared=True)


def test_a_correction_is_a_new_text_and_a_round_keeps_its_own(cast):
    first = switched_on(cast)
    round_id = asked_quarter(cast)
    better = enter_wording(cast.admin, KEY, **(TEXT | {"highest": "istimewa"}))
    switch_on(cast.admin, better, is_compared=True)
    assert [(text.id, text.is_on) for text in wordings_of(cast.office_id, KEY)] == [(better, True), (first, False)]
    assert set_of(get_round(cast.office_id, round_id)).questions[0].answers[-1] == "10 sangat baik"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "BPS"}, "source"),
        ({"lowest": " "}, "lowest_words"),
        ({"highest": "x" * 41}, "highest_words"),
        ({"sentences": TEXT["sentences"] | {"waktu": ""}}, "waktu"),
        ({"sentences": TEXT["sentences"] | {"waktu": "x" * 241}}, "waktu"),
        ({"sentences": {}}, "informasi"),
    ],
)
def test_a_text_that_is_not_whole_is_refused(cast, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        enter_wording(cast.admin, KEY, **(TEXT | wrong))
    assert refused.value.field == field
    assert session().scalars(select(SkmWording)).all() == []


def test_texts_are_for_keepers_of_their_office_and_never_for_the_set_we_ship(cast):
    for actor in (cast.officer, cast.employee, cast.editor):
        with pytest.raises(NotAllowed):
            enter_wording(actor, KEY, **TEXT)
    for key in ("skm", "apa saja"):
        with pytest.raises(NotFound):
            enter_wording(cast.admin, key, **TEXT)
    wording_id = enter_wording(cast.admin, KEY, **TEXT)
    for act in (lambda: switch_on(cast.stranger, wording_id, is_compared=True), lambda: switch_off(cast.stranger, 1)):
        with pytest.raises((NotFound, NotAllowed)):
            act()


def test_of_two_texts_of_a_set_the_database_lets_one_be_on(cast):
    first = switched_on(cast)
    second = enter_wording(cast.admin, KEY, **TEXT)
    forced = update(SkmWording).where(SkmWording.id == second).values(on_at=clock.now())
    with pytest.raises(Taken), atomic():
        session().execute(forced)
    assert [text.id for text in wordings_of(cast.office_id) if text.is_on] == [first]
    switch_on(cast.admin, second, is_compared=True)
    assert [text.id for text in wordings_of(cast.office_id) if text.is_on] == [second]


def test_the_same_quarter_holds_a_round_of_each_set_and_compares_none_across(cast):
    skm = open_quarter(cast)
    answer_often(cast, [4] * 30)
    close_round(cast.admin, skm)
    switched_on(cast)
    ten = asked_quarter(cast)
    assert [step.view.row.id for step in steps_of(cast.office_id)] == [skm]
    assert [(step.view.row.id, step.change) for step in steps_of(cast.office_id, question_set=KEY)] == [(ten, None)]


def test_ten_steps_give_percent_of_ten_and_no_report_calls_them_what_they_are_not(cast):
    switched_on(cast)
    round_id = asked_quarter(cast)
    for value in [10] * 20 + [7] * 10:
        answer_by_link(cast.office_id, link_of(cast, served(cast)), Filled(dict.fromkeys(KEYS, value)))
    with pytest.raises(InvalidInput):
        answer_by_link(cast.office_id, link_of(cast, served(cast)), Filled(dict.fromkeys(KEYS, 11)))
    close_round(cast.admin, round_id)
    shown = view(cast, round_id).guests
    assert (str(shown.value), shown.letter, str(shown.means["waktu"].value)) == ("90.00", "A", "9.00")
    office, row = configuration(cast.office_id), get_round(cast.office_id, round_id)
    printed = str(survey_values(office, row)).replace(OURS, "")
    for name in ("IKM", "Survei Kebutuhan Data", "IKK", "IPAK", "SKM"):
        assert name not in printed, name
    assert survey_pdf(office, row).startswith(b"%PDF") and survey_docx(office, row)
    assert SKM.index_name == "IKM"
