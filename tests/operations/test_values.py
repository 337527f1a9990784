"""Figures enter, are corrected, checked and withdrawn; nothing is overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.library.models import IndicatorValue, Region
from pstku.library.operations.checking import check_value
from pstku.library.operations.regions import add_region, change_region, delete_region
from pstku.library.operations.values import NewValue, enter_values
from pstku.library.operations.withdrawing import decide_withdrawal, refuse_value, withdraw_value
from pstku.library.queries.places import namesakes
from pstku.library.queries.values import figures_of
from pstku.offices.queries import configuration
from tests.editors import another_editor

RELEASED = date(2025, 11, 5)


def ipm(value: str, period: str = "2024", **fields) -> NewValue:
    words = {"source": "BRS IPM 5 November 2025", "released_on": RELEASED, "series": "LF SP2020"}
    return NewValue("ind.ipm", "7571", period, "year", Decimal(value), **(words | fields))


def shown(cast, period: str = "2024"):
    figures = figures_of(cast.office_id, ["ind.ipm"])[("ind.ipm", "7571")]
    return next((figure for figure in figures if figure.period == period), None)


def test_a_typed_figure_waits_until_a_second_person_checks_it(app, cast):
    report = enter_values(cast.office_id, [ipm("78.95")], actor=cast.editor, origin="typed")
    assert not shown(cast).is_checked
    with pytest.raises(NotAllowed):
        check_value(cast.editor, report.added[0])
    session().rollback()
    check_value(another_editor(cast), report.added[0])
    assert shown(cast).is_checked


def test_a_correction_is_a_new_vintage_and_the_old_one_is_quoted_until_it_is_checked(app, cast):
    first = enter_values(cast.office_id, [ipm("78.95")], actor=None, origin="webapi").added[0]
    check_value(cast.editor, first)
    second = enter_values(cast.office_id, [ipm("79.05")], actor=None, origin="webapi").added[0]
    figure = shown(cast)
    assert (figure.text, figure.is_checked, figure.has_newer) == ("78,95", True, True)
    check_value(cast.editor, second)
    figure = shown(cast)
    assert (figure.text, figure.has_newer, figure.is_revised) == ("79,05", False, True)
    rows = session().scalar(select(func.count()).where(IndicatorValue.id.in_([first, second])))
    assert rows == 2


def test_the_same_figure_again_adds_nothing(app, cast):
    enter_values(cast.office_id, [ipm("78.95")], actor=None, origin="webapi")
    again = enter_values(cast.office_id, [ipm("78.95")], actor=cast.editor, origin="typed")
    assert (again.added, again.same) == ([], 1)


def test_an_unchecked_figure_that_is_typed_anew_is_laid_aside(app, cast):
    first = enter_values(cast.office_id, [ipm("7.895")], actor=cast.editor, origin="typed").added[0]
    enter_values(cast.office_id, [ipm("78.95")], actor=cast.editor, origin="typed")
    assert session().get_one(IndicatorValue, first).withdrawn_at is not None
    assert shown(cast).text == "78,95"
    with pytest.raises(Conflict):
        check_value(another_editor(cast), first)


def test_a_withdrawn_figure_is_used_nowhere_and_keeps_its_reason(app, cast):
    wrong = enter_values(cast.office_id, [ipm("78.95")], actor=None, origin="sheet").added[0]
    check_value(cast.editor, wrong)
    with pytest.raises(InvalidInput):
        withdraw_value(cast.editor, wrong, " ")
    assert not withdraw_value(cast.editor, wrong, "Angka provinsi, bukan kota")
    assert shown(cast).is_checked, "one person alone does not take away what another one checked"
    session().rollback()
    with pytest.raises(NotAllowed):
        decide_withdrawal(cast.editor, wrong, agreed=True)
    session().rollback()
    decide_withdrawal(another_editor(cast), wrong, agreed=True)
    assert shown(cast) is None
    assert session().get_one(IndicatorValue, wrong).withdrawn_why == "Angka provinsi, bukan kota"
    with pytest.raises(Conflict):
        withdraw_value(cast.editor, wrong, "Sekali lagi")
    with pytest.raises(NotFound):
        withdraw_value(cast.stranger, wrong, "Bukan kantor saya")


def test_a_question_to_withdraw_is_declined_or_taken_back_and_asked_anew(app, cast):
    figure = enter_values(cast.office_id, [ipm("78.95")], actor=None, origin="sheet").added[0]
    check_value(cast.editor, figure)
    for decider in (cast.editor, another_editor(cast)):
        withdraw_value(cast.editor, figure, "Ragu")
        with pytest.raises(Conflict):
            withdraw_value(another_editor(cast), figure, "Ragu juga")
        session().rollback()
        decide_withdrawal(decider, figure, agreed=False)
        assert shown(cast).is_checked
        session().rollback()
    with pytest.raises(Conflict):
        decide_withdrawal(another_editor(cast), figure, agreed=True)
    session().rollback()
    with pytest.raises(Conflict):
        refuse_value(another_editor(cast), figure, "Periksa cepat terlambat")


def test_what_nobody_checked_is_withdrawn_at_once_and_only_under_its_indicator(app, cast):
    figure = enter_values(cast.office_id, [ipm("78.95")], actor=cast.editor, origin="typed").added[0]
    with pytest.raises(NotFound):
        withdraw_value(cast.editor, figure, "Salah ketik", indicator_key="ind.tpt")
    session().rollback()
    with pytest.raises(InvalidInput):
        withdraw_value(cast.editor, figure, "x" * 201)
    assert withdraw_value(cast.editor, figure, "Salah ketik", indicator_key="ind.ipm")
    assert shown(cast) is None


def test_one_bad_figure_and_none_of_the_sheet_is_taken(app, cast):
    before = session().scalar(select(func.count(IndicatorValue.id)))
    session().commit()
    for bad in (
        ipm("78.95", period="2024-13"),
        ipm("78.95", source="  "),
        ipm("NaN"),
        NewValue("ind.ipm", "kota", "2024", "year", Decimal(1), "BRS"),
        ipm("78.95", source_url="javascript:alert(1)"),
        ipm("78.95", released_on=date(2999, 1, 1)),
        ipm("78.95", released_on=date(2023, 12, 31)),
    ):
        with pytest.raises(InvalidInput):
            enter_values(cast.office_id, [ipm("80.01", period="2025"), bad], actor=cast.editor, origin="sheet")
    with pytest.raises(NotFound):
        enter_values(
            cast.office_id, [NewValue("ind.x", "7571", "2024", "year", Decimal(1), "BRS")], actor=None, origin="webapi"
        )
    assert session().scalar(select(func.count(IndicatorValue.id))) == before


def test_a_figure_is_not_checked_with_a_release_before_its_month_is_over(app, cast):
    august = NewValue("ind.tpt", "7571", "2025-08", "month", Decimal("6.52"), "BRS")
    added = enter_values(cast.office_id, [august], actor=None, origin="webapi").added[0]
    with pytest.raises(InvalidInput, match="paling cepat rilis"):
        check_value(cast.editor, added, released_on=date(2025, 8, 31))
    session().rollback()
    check_value(cast.editor, added, released_on=date(2025, 9, 1))


def test_only_editors_enter_figures(app, cast):
    with pytest.raises(NotAllowed):
        enter_values(cast.office_id, [ipm("78.95")], actor=cast.employee, origin="typed")


def test_a_place_that_was_a_mistake_can_be_deleted_unless_something_belongs_to_it(app, cast):
    add_region(cast.editor, "7571099", "Kota Hulu", "kecamatan", "7571")
    add_region(cast.editor, "7571099001", "Hulu Satu", "kelurahan", "7571099")
    for code in ("7571099", "7571", "7500"):  # one with a place below it, and two the office always has
        with pytest.raises(Conflict):
            delete_region(cast.editor, code)
    delete_region(cast.editor, "7571099001")
    delete_region(cast.editor, "7571099")
    assert session().scalars(select(Region).where(Region.code.startswith("7571099"))).all() == []
    with pytest.raises(NotFound):
        delete_region(cast.editor, "7571099")


def test_a_name_that_means_two_places_is_told_when_it_is_saved(app, cast):
    office = configuration(cast.office_id)
    assert "Kota Gorontalo" in namesakes(office, "7571999002", "Gorontalo")
    assert namesakes(office, "7502", "Kabupaten Gorontalo") == [] == namesakes(office, "7571011", "Dungingi")


def test_a_region_is_added_once_and_changed_by_its_code(app, cast):
    new = ("7571099", "Kota Hulu", "kecamatan", "7571")
    add_region(cast.editor, *new, note="Kode perlu dicocokkan")
    change_region(cast.editor, "7571099", "Kota Hulu Baru", "kecamatan", "7571")
    place = session().scalars(select(Region).where(Region.code == "7571099")).one()
    assert (place.name, place.level, place.parent_code, place.note) == ("Kota Hulu Baru", "kecamatan", "7571", "")
    for act, field in (
        (lambda: add_region(cast.editor, *new), "code"),
        (lambda: add_region(cast.editor, "barat", *new[1:]), "code"),
        (lambda: add_region(cast.editor, "7571098", " ", "kecamatan"), "name"),
        (lambda: add_region(cast.editor, "7571098", "x" * 81, "kecamatan"), "name"),
        (lambda: add_region(cast.editor, "7571098", "Kota", "desa"), "level"),
        (lambda: change_region(cast.editor, "7571", "Kota Gorontalo", "kota", "7571099"), "parent_code"),
        (lambda: change_region(cast.editor, "7571099", "Kota Hulu", "kecamatan", "7571099"), "parent_code"),
    ):
        with pytest.raises(InvalidInput) as caught:
            act()
        assert caught.value.field == field
    with pytest.raises(NotFound):
        change_region(cast.stranger, *new)
    for act in (add_region, change_region):
        with pytest.raises(NotAllowed):
            act(cast.employee, "7571099", "Dungingi", "kecamatan", "7571")


def test_a_figure_comes_in_no_way_that_is_not_named(cast):
    enter_values(cast.office_id, [ipm("78.95")], actor=cast.editor, origin="typed")
    with pytest.raises(IntegrityError), atomic() as s:
        s.execute(update(IndicatorValue).values(origin="rumor"))
