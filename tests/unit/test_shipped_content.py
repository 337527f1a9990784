"""The packs that are shipped: what a bank, a source and a definitions pack for every office must hold."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pstku.library.rendering import formula
from pstku.library.rules.notes import for_readers
from pstku.library.rules.schema import FUNCTIONS
from pstku.packs.reading.pages import Pack, PackPage, read_pack
from pstku.packs.reading.questions import PackQuestion, read_questions
from pstku.practice.rules.competence import INDICATORS, indicator_of
from tests.people import ROOT

DEFINITIONS, VALUES = ROOT / "content" / "definisi-inti", ROOT / "content" / "nilai-7571"
SLIPS = {
    f"soal.salah-{name}"
    for name in (
        "persen-poin", "ribu", "pengurangan", "jumlah-gk", "gk-naik", "gk-tertukar",
        "perdesaan", "p1", "ipm-persen", "ekstrem", "uhh", "penduduk",
    )
}  # fmt: skip
OUTLETS = re.compile(
    r"kronologi|hargo|gorontalo ?post|gopos|60dtk|prosesnews|hestek|headline\.co|republika", re.IGNORECASE
)
NAMELESS = re.compile(r"penyusun|belum dicatat|belum ditemukan|pengetahuan umum|media$", re.IGNORECASE)
NAMED = re.compile(r"\d|SiRuSa|SIPPN|AllStats Search")
WITH_ONE_RIGHT = ("single", "mistake")


@cache
def shipped(folder: Path) -> Pack:
    """Read once: a test only looks at what is shipped."""
    return read_pack(folder)


@cache
def shipped_questions(folder: Path) -> list[PackQuestion]:
    """Read once, too."""
    return read_questions(folder)


def questions() -> list[PackQuestion]:
    return shipped_questions(DEFINITIONS)


def indicators() -> list[PackPage]:
    return [page for page in shipped(DEFINITIONS).pages if page.kind == "indicator"]


def every_question() -> list[PackQuestion]:
    return questions() + shipped_questions(VALUES)


def lengths(question: PackQuestion) -> tuple[int, list[int]]:
    """Of the right option and of the others."""
    options = question.content["options"]
    others = [len(option["text"]) for option in options if not option["right"]]
    return next(len(option["text"]) for option in options if option["right"]), others


def test_the_bank_tests_all_four_indicators_of_competence():
    asked = Counter(indicator_of(question.content["pages"]) for question in questions())
    assert sum(asked.values()) >= 60
    assert {key: asked[key] >= 8 for key in INDICATORS} == dict.fromkeys(INDICATORS, True)


def test_the_length_of_an_option_does_not_tell_which_is_right():
    chosen = [lengths(question) for question in questions() if question.kind in WITH_ONE_RIGHT]
    assert sum(right >= max(others) for right, others in chosen) <= 0.35 * len(chosen)
    assert sum(right <= min(others) for right, others in chosen) <= 0.35 * len(chosen)


def test_every_function_has_slips_to_find_and_numbers_to_work_out():
    found = {(question.function, question.kind) for question in questions()}
    assert found >= {(function, kind) for function in FUNCTIONS for kind in ("mistake", "number")}
    assert sum(question.kind == "multiple" for question in questions()) >= 12
    assert {question.key for question in questions()} >= SLIPS


def test_some_quotes_are_right():
    mistakes = [question for question in questions() if question.kind == "mistake"]
    right = [next(o["text"] for o in question.content["options"] if o["right"]) for question in mistakes]
    assert right.count("Tidak ada yang salah") >= 3


def test_every_wrong_option_says_why_in_more_than_a_word_or_two():
    thin = [
        (question.key, option["text"])
        for question in every_question()
        for option in question.content.get("options") or []
        if len(option["why"].split()) < 3 or option["why"].startswith(("Bukan itu", "Itu bukan", "Kelompok "))
    ]
    assert thin == []


def test_no_outlet_is_named_in_a_question():
    for file in (*DEFINITIONS.glob("quizzes/*.yaml"), *VALUES.glob("quizzes/*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert not OUTLETS.search(text) and "ANTARA" not in text, file.name


def test_every_page_that_is_named_is_there():
    definitions, values = shipped(DEFINITIONS), shipped(VALUES)
    general = {page.key for page in definitions.pages}
    everything = general | {page.key for page in values.pages}
    for pack, known, asked in ((definitions, general, questions()), (values, everything, shipped_questions(VALUES))):
        named = {key for question in asked for key in question.content["pages"]}
        named |= {key for group in pack.synonyms for key in group["pages"]}
        named |= {term["see"] for term in pack.terms if term.get("see")}
        for page in pack.pages:
            for name in ("indicators", "media", "related", "survey"):
                linked = page.facts.get(name) or []
                named |= {linked} if isinstance(linked, str) else set(linked)
        assert named <= known, named - known


def test_a_word_of_guests_leads_one_way():
    groups = shipped(DEFINITIONS).synonyms + shipped(VALUES).synonyms
    words = Counter(str(word) for group in groups for word in group["words"])
    assert [word for word, times in words.items() if times > 1] == []


def sources() -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in (DEFINITIONS, VALUES):
        yield from ((page.key, source) for page in shipped(folder).pages for source in page.sources)
    yield from ((question.key, source) for question in every_question() for source in question.content["sources"])


def test_what_is_marked_as_seen_names_where():
    nameless = [
        (key, source["name"])
        for key, source in sources()
        if source["mark"] == "V"
        and (NAMELESS.search(source["name"]) or not (source["url"] or NAMED.search(source["name"])))
    ]
    assert nameless == []
    assert {source["mark"] for _key, source in sources()} == {"V", "D", "GK"}


def test_metadata_of_surveys_is_no_source_of_conduct_media_or_figures():
    general = "periksa terhadap SiRuSa"
    wrong = [
        question.key
        for question in every_question()
        for source in question.content["sources"]
        if general in source["name"]
        and (
            question.content["pages"][0].startswith(("con.", "med."))
            or "indicator" in question.content.get("number", {})
        )
    ]
    assert wrong == []


def test_the_definitions_are_no_offices_own():
    pack = shipped(DEFINITIONS)
    said = [str((page.title, page.short, page.summary, page.body, page.facts, page.synonyms)) for page in pack.pages]
    said += [str(item) for item in (*pack.terms, *pack.synonyms)]
    said += [str({k: v for k, v in question.content.items() if k != "sources"}) for question in questions()]
    assert [text[:80] for text in said if re.search(r"gorontalo|75(71|02|00)|0811-4380|dewi sartika", text, re.I)] == []


def test_the_definitions_serve_a_kabupaten_as_well_as_a_kota():
    as_level = re.compile(r"\b(?:tingkat|angka|untuk|NTP|IPM|ekspor) kota\b(?! [A-Z]|/)", re.IGNORECASE)
    quoted = "“IPM kota mencapai 78,54 persen”"  # a slip to find
    files = [file for file in (ROOT / "content" / "definisi-inti").rglob("*") if file.suffix in (".md", ".yaml")]
    texts = {file.name: file.read_text(encoding="utf-8").replace(quoted, "") for file in files}
    assert [(name, found[0]) for name, text in texts.items() for found in as_level.finditer(text)] == []
    assert [name for name, text in texts.items() if "Kota Gorontalo" in text] == []


def test_every_formula_can_be_shown():
    pages = [page for page in shipped(DEFINITIONS).pages if page.facts.get("formula_latex")]
    assert len(pages) >= 45
    assert [page.key for page in pages if "<math" not in str(formula(page.facts["formula_latex"]))] == []


def test_a_name_in_a_formula_is_read_as_one_word():
    letters = re.compile(r"(<mi[^>]*>[A-Z]</mi>){2}")  # IHK in three letters is read as I times H times K
    formulas = {p.key: str(formula(p.facts["formula_latex"])) for p in indicators() if p.facts.get("formula_latex")}
    assert [key for key, shown in formulas.items() if letters.search(shown) or shown.count("<m") <= 3] == []


def test_people_and_rooms_are_not_cut_in_parts():
    readings = {page.key: page.facts["how_to_read"] for page in indicators()}
    of_a_hundred = [key for key, reading in readings.items() if "setiap 100" in reading.lower()]
    assert len(of_a_hundred) >= 12
    assert [key for key in of_a_hundred if "{value}" in readings[key]] == []


def test_related_indicators_name_each_other():
    related = {page.key: page.facts.get("related") or [] for page in indicators()}
    assert [(key, other) for key, others in related.items() for other in others if key not in related[other]] == []


def test_a_sentence_to_say_keeps_period_and_value_apart():
    said = {page.key: page.facts["quick"] for page in indicators() if page.facts.get("quick")}
    assert len(said) >= 20
    assert [key for key, sentence in said.items() if "{period} {value}" in sentence] == []


def test_who_decides_on_aid_is_told_as_something_to_confirm():
    body = next(page.body for page in shipped(DEFINITIONS).pages if page.key == "con.bansos-desil")
    told = re.findall(r"^- .+?(?=^- |^$)", body.split("## Siapa memutuskan")[1], re.M | re.S)
    assert len(told) == 4 and all("perlu diperiksa" in " ".join(item.split()) for item in told)


@pytest.mark.parametrize("folder", [DEFINITIONS, VALUES])
def test_a_referral_names_an_agency_and_has_a_page_near_it(folder):
    groups = yaml.safe_load((folder / "synonyms.yaml").read_text(encoding="utf-8"))["groups"]
    for group in groups:
        assert group["pages"], group["words"]
        if group["referral"]:
            assert len(group["referral"]["say"]) <= 200, group["words"]


def test_every_survey_says_what_data_it_brings():
    silent = {"srv.umum"}  # it is no survey
    surveys = {page.key: page.facts for page in shipped(DEFINITIONS).pages if page.kind == "survey"}
    assert len(surveys) >= 30
    assert {key for key, facts in surveys.items() if not facts.get("products")} == silent
    told = ("unit_observed", "frequency", "method", "respondent", "release")
    assert [
        key for key, facts in surveys.items() if key not in silent and not all(facts.get(name) for name in told)
    ] == []


def test_the_hours_on_the_page_are_those_of_the_office():
    hours = yaml.safe_load((ROOT / "content" / "offices" / "7571.yaml").read_text())["hours"]
    said = (VALUES / "media" / "kantor-7571.md").read_text().replace(".", ":")
    assert hours[0] == hours[1] == hours[2] == hours[3], "the page says Senin sampai Kamis in one line"
    for day in (hours[0], hours[4]):
        assert f"{day['opens']}–{day['closes']}" in said
    assert f"istirahat {hours[4]['break_from']}–{hours[4]['break_to']}" in said


def test_what_the_press_printed_is_for_editors_and_not_for_guests():
    rows = csv.DictReader((VALUES / "values.csv").read_text().splitlines())
    assert [
        row["note"]
        for row in rows
        if re.search(r"media (mencetak|menukar)|dikutip", for_readers(row["note"] or ""), re.I)
    ] == []


def test_what_the_law_and_the_agency_changed_is_told_as_it_is_now():
    texts = [
        file.read_text(encoding="utf-8") for file in (ROOT / "content").rglob("*") if file.suffix in (".md", ".yaml")
    ]
    old = [text for text in texts if "PP 7/2015" in text and "PP 13/2024" not in text]
    assert old == []  # the old tariff is named only as what the new one replaced
    law = next(page.body for page in shipped(DEFINITIONS).pages if page.key == "con.uu-statistik")
    assert re.search(r"Pasal 19: penyelenggara .*? berhak", law) and re.search(r"Pasal 20: masyarakat", law)
    growth = next(page.body for page in shipped(DEFINITIONS).pages if page.key == "ind.pertumbuhan-ekonomi")
    assert "triwulanan" in growth and "15 September" in growth and "pola" in growth
