"""Which indicators a question means; nothing where a card would be a guess."""

from dataclasses import replace

from pstku.answers.rules.choosing import Searched, choose, terms_named
from pstku.answers.rules.ranking import Catalogue, rank
from tests.unit.test_ranking import entry

CATALOGUE = Catalogue(
    [
        entry(1, "ind.inflasi", "inflasi tahunan", "inflasi", headline=True),
        entry(2, "ind.ytd", "inflasi kalender", "ytd"),
        entry(3, "ind.luas", "luas wilayah", "luas"),
        entry(4, "ind.padi", "produksi padi", "panen", "padi"),
        entry(5, "ind.p0", "persentase penduduk miskin", "p0", "penduduk miskin", "miskin", headline=True),
        entry(6, "ind.jumlah", "jumlah penduduk miskin"),
        entry(7, "con.sapa", "sapa tamu", kind="conduct"),
        entry(8, "med.arc", "kalender", "jumlah panen", kind="medium"),
        replace(entry(11, "ind.tpk", "penghunian kamar", "hotel"), is_share=True),
        entry(9, "ind.ntp", "nilai tukar petani", "petani"),
        entry(10, "med.peta", "peta wilayah", kind="medium"),
    ]
)
KNOWN = frozenset(word for each in CATALOGUE.entries for word in each.name_words)


def chosen(*words: str, several: bool = False, mended: bool = False) -> tuple[list[str], list[str]]:
    hits = rank(words, CATALOGUE, frozenset())
    choice = choose(Searched(words, hits, by_name_only=mended, wants_several=several), CATALOGUE, KNOWN)
    return list(choice.keys), list(choice.left_over)


def test_the_one_that_covers_most_of_the_question_is_meant():
    assert chosen("inflasi") == (["ind.inflasi"], [])
    assert chosen("inflasi", "ytd") == (["ind.ytd"], [])
    assert chosen("penduduk", "miskin", "jumlah") == (["ind.jumlah"], [])


def test_plain_words_are_not_missed():
    assert chosen("laju", "inflasi") == (["ind.inflasi"], [])


def test_words_of_other_pages_make_it_another_question():
    assert chosen("luas", "panen")[0] == []
    assert chosen("inflasi", "tamu")[0] == []
    assert chosen("penduduk", "miskin", "luas")[0] == [], "one word of another page is enough"


def test_unknown_words_are_said_and_as_many_as_understood_are_too_many():
    assert chosen("penduduk", "miskin", "mars") == (["ind.p0"], ["mars"])
    assert chosen("inflasi", "mars") == ([], ["mars"])


def test_several_are_chosen_only_when_several_are_asked_for_and_in_the_order_of_the_question():
    assert chosen("p0", "inflasi", several=True) == (["ind.p0", "ind.inflasi"], [])
    assert chosen("p0", "inflasi")[0] == []


def test_a_question_that_is_another_page_s_own_name_is_not_answered_by_a_card():
    assert chosen("kalender") == ([], []), "not the calendar inflation whose name holds the word"
    assert chosen("jumlah", "panen") == ([], []), "not the harvest whose name is only a part of the question"
    assert chosen("inflasi", "kalender") == (["ind.ytd"], [])


def test_a_whole_word_is_not_the_beginning_of_another():
    assert chosen("peta")[0] == []
    assert chosen("petan") == (["ind.ntp"], [])


def test_a_share_does_not_answer_how_many_there_are():
    assert chosen("jumlah", "hotel") == (["ind.tpk"], ["jumlah"])
    assert chosen("penghunian", "kamar") == (["ind.tpk"], [])
    assert chosen("jumlah", "inflasi") == (["ind.inflasi"], []), "only of a share is that said"


def test_terms_of_the_glossary_that_are_the_whole_question():
    terms = {"sensus", "data mikro", "data"}
    assert terms_named(["sensus", "data", "mikro"], terms) == ["sensus", "data mikro"]
    assert terms_named(["sensus", "inflasi"], terms) == terms_named([], terms) == []


def test_a_part_of_a_name_is_enough_as_typed_but_not_when_it_was_mended():
    assert chosen("tahunan") == (["ind.inflasi"], [])
    assert chosen("tahunan", mended=True) == ([], [])
    assert chosen("inflasi", mended=True) == (["ind.inflasi"], [])
    assert chosen("infl") == (["ind.inflasi"], [])
    assert chosen("inf") == ([], ["inf"])


def test_without_words_nothing_is_chosen():
    assert chosen() == ([], [])
