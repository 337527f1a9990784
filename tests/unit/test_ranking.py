"""The order of answers: names before titles before words; the same whatever was found in the text."""

from pstku.answers.rules.ranking import EXACT, IN_TEXT, IN_TITLE, KIND_BONUS, NAMED, Catalogue, Entry, rank


def entry(page_id: int, key: str, title: str, *names: str, kind: str = "indicator", headline: bool = False) -> Entry:
    return Entry(page_id, key, kind, title, tuple(sorted({title, *names})), (), headline)


CATALOGUE = Catalogue(
    [
        entry(1, "ind.tpt", "tingkat pengangguran terbuka", "tpt", "penganggur", headline=True),
        entry(2, "ind.penganggur", "pengangguran terbuka jumlah", "jumlah penganggur"),
        entry(3, "srv.sakernas", "survei angkatan kerja nasional", "sakernas", kind="survey"),
        entry(4, "con.sapa", "sapa tamu", kind="conduct"),
    ]
)


def keys(*words: str, in_text: frozenset[int] = frozenset()) -> list[str]:
    return [hit.key for hit in rank(words, CATALOGUE, in_text)]


def test_an_exact_name_wins_and_a_name_inside_the_question_comes_next():
    assert rank(["tpt"], CATALOGUE, frozenset())[0].score > EXACT
    hits = rank(["tpt", "anak", "muda"], CATALOGUE, frozenset())
    assert hits[0].key == "ind.tpt" and EXACT > hits[0].score > NAMED


def test_a_beginning_of_three_letters_matches_and_of_two_does_not():
    assert keys("peng")[:2] == ["ind.tpt", "ind.penganggur"]
    assert keys("pe") == []


def test_a_word_in_the_text_alone_still_finds_the_page():
    assert keys("zakat", in_text=frozenset([4])) == ["con.sapa"]
    hits = rank(["sapa"], CATALOGUE, frozenset([4]))
    assert hits[0].score == IN_TITLE + IN_TEXT + KIND_BONUS["conduct"]


def test_an_unknown_page_id_and_no_words_find_nothing():
    assert keys("zakat", in_text=frozenset([99])) == []
    assert keys() == []


def holdings(catalogue: Catalogue) -> list[dict[str, set[str]]]:
    """What is found by what, by the keys of the entries."""
    return [
        {word: {catalogue.entries[place].key for place in places} for word, places in held.of.items()}
        for held in catalogue._held()
    ]


def test_a_changed_catalogue_is_the_one_that_is_made_anew():
    edited = entry(2, "ind.penganggur", "penganggur terbuka", "jumlah penganggur")
    fresh = entry(9, "med.rilis", "berita resmi statistik", "brs", kind="medium")
    left = [one for one in CATALOGUE.entries if one.page_id in (1, 4)]
    before = holdings(CATALOGUE)
    changed, anew = CATALOGUE.changed([3], [edited, fresh]), Catalogue([left[0], edited, left[1], fresh])
    assert holdings(changed) == holdings(anew) and holdings(CATALOGUE) == before
    assert [held.words for held in changed._held()] == [sorted(held.of) for held in anew._held()]
    assert (changed.names, changed.indicator_names, changed.units) == (anew.names, anew.indicator_names, anew.units)
    for words in (["penganggur"], ["sakernas"], ["brs"], ["pengang"], ["sapa", "tamu"]):
        assert rank(words, changed, frozenset([2, 3, 9])) == rank(words, anew, frozenset([2, 3, 9]))
