"""The order of answers: names before titles before words; the same whatever was found in the text."""

from pstku.answers.rules.ranking import EXACT, IN_TEXT, IN_TITLE, KIND_BONUS, NAMED, Catalogue, Entry, rank


def entry(page_id: int, key: str, title: str, *names: str, kind: str = "indicator", headline: bool = False) -> Entry:
    words = frozenset(word for name in (title, *names) for word in name.split())
    return Entry(page_id, key, kind, frozenset(title.split()), tuple(sorted({title, *names})), words, headline)


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
