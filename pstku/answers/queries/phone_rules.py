"""What the phone searches and answers by: the same words, weights and bounds as here, so that it has no list of its own."""

from typing import Any

from pstku.answers.queries.answers import BELOW_THE_CITY, HOW_TO_SAY_NO, MOST_CARDS, MOST_LINES
from pstku.answers.queries.cards import MOST_POINTS
from pstku.answers.queries.search import CANDIDATES, LONGEST, SPELLED_TOO
from pstku.answers.rules import (
    affixes,
    asked_times,
    choosing,
    clauses,
    planning,
    question,
    question_words,
    ranking,
    spelling,
)
from pstku.core import clock
from pstku.library.queries.news import IS_OUT, NO_RELEASE
from pstku.library.rules import periods

WORD_LISTS = (
    "FILLERS", "CHAT", "PLAIN", "MEANING", "DEFINITION", "JOINS", "RELATIONS", "COMPARED", "AGAINST", "RELEASE", "OUT", "NOT_OUT",
    "BELOW", "KIND_WORDS", "QUARTER", "SEMESTER", "UNTIL", "SINCE", "LATEST", "EACH", "SERIES", "COUNTED", "PEOPLE", "SHARE",
    "BREAKDOWNS", "BY", "SELF", "PURPOSE", "CIRCUMSTANCE", "MONEY", "ONE_FIRM", "OFFICIALS", "PARTICULARS", "CALLED", "NO_NAME",
    "OF_A_PERSON", "YEAR_WORDS", "MONTH_WORDS", "SPELLED", "READ", "DAYS_OFF", "OPEN",
)  # fmt: skip


def phone_rules() -> dict[str, Any]:
    """Name -> words, weight or bound, as JSON takes them."""
    return {
        **{name.lower(): sorted(getattr(question_words, name)) for name in WORD_LISTS},
        "regions": question_words.REGIONS,
        "kinds": [sorted(words) for words in question_words.KINDS],
        "months": question_words.MONTHS,
        "part_numbers": question_words.PART_NUMBERS,
        "numbers": question_words.NUMBERS,
        "weekdays": question_words.WEEKDAYS,
        "from_today": question_words.FROM_TODAY,
        "today": question_words.TODAY,
        "spellings": question_words.SPELLINGS,
        "spelled_too": sorted(SPELLED_TOO),
        "intents": sorted(question.INTENTS),
        "one_of": question_words.ONE_OF,
        "units": asked_times.UNITS,
        "most_periods": asked_times.MOST_PERIODS,
        "longest": LONGEST,
        "longest_name": clauses.LONGEST_NAME,
        "sayings": planning.SAYINGS,
        "period_units": planning.UNIT_WORDS,
        "most_rows": planning.MOST_ROWS,
        "most_points": MOST_POINTS,
        "month_names": clock.MONTHS,
        "prefixes": affixes.PREFIXES,
        "suffixes": affixes.SUFFIXES,
        "shortest_root": affixes.SHORTEST_ROOT,
        "below_the_city": BELOW_THE_CITY,
        "back": question_words.BACK,
        "what_is": question_words.WHAT_IS,
        "private": [[sorted(what), sorted(whose)] for what, whose in question_words.PRIVATE],
        "half_of": periods.HALF_OF,
        "most_chosen": choosing.MOST_CHOSEN,
        "shortest_unfinished": choosing.SHORTEST_UNFINISHED,
        "long": spelling.LONG,
        "how_to_say_no": HOW_TO_SAY_NO,
        "kind_bonus": ranking.KIND_BONUS,
        "exact": ranking.EXACT,
        "named": ranking.NAMED,
        "begun": ranking.BEGUN,
        "in_title": ranking.IN_TITLE,
        "in_names": ranking.IN_NAMES,
        "in_text": ranking.IN_TEXT,
        "headline": ranking.HEADLINE,
        "overdue": ranking.OVERDUE,
        "shortest_beginning": ranking.SHORTEST_BEGINNING,
        "shortest_mended": spelling.SHORTEST,
        "least_alike": spelling.LEAST_ALIKE,
        "candidates": CANDIDATES,
        "is_out": IS_OUT,
        "no_release": NO_RELEASE,
        "most_cards": MOST_CARDS,
        "most_lines": MOST_LINES,
    }
