"""A draft set upon what was published meanwhile."""

from pstku.editing.rules.merging import merged, merged_lines

BASE = "Satu.\n\nDua.\n\nTiga.\n"


def test_changes_of_different_paragraphs_both_stay():
    mine, theirs = BASE.replace("Satu", "Esa"), BASE.replace("Tiga", "Tri")
    assert merged_lines(BASE, mine, theirs) == "Esa.\n\nDua.\n\nTri.\n"
    assert merged_lines(BASE, BASE + "\nEmpat.\n", BASE.replace("Dua.\n\n", "")) == "Satu.\n\nTiga.\n\nEmpat.\n"
    assert merged_lines(BASE, mine, mine) == mine


def test_changes_of_one_paragraph_are_for_the_author_to_choose_between():
    mine, theirs = BASE.replace("Dua", "Dwi"), BASE.replace("Dua", "Kembar")
    assert merged_lines(BASE, mine, theirs) is None
    sides = [{"body": text, "title": "TPT"} for text in (BASE, mine, theirs)]
    assert merged(*sides).clashes == ("body",)
    assert merged(*sides, {"body": "theirs"}).content["body"] == theirs
    assert merged(*sides, {"body": "mine"}).content["body"] == mine


def test_two_texts_added_at_one_place_are_no_merge():
    assert merged_lines(BASE, BASE + "Empat.\n", BASE + "Lima.\n") is None
