"""What an answer says, as plain values: every figure, gap, page, agency, reason and word of it."""

import csv
from dataclasses import dataclass, field

from pstku.answers.queries.answers import Answer
from pstku.core.db import session
from pstku.core.numbers import typed_number
from pstku.library.models import GlossaryTerm
from tests.people import ROOT


@dataclass
class Said:
    """One answer. `figures` are (indicator, place, period, value) in the order they stand on the page."""

    figures: list[tuple[str, str, str, str]] = field(default_factory=list)
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)  # those that stand in a table of a range
    gaps: list[tuple[str, str]] = field(default_factory=list)  # (indicator, place) whose figure is said to be missing
    pages: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    releases: list[str] = field(default_factory=list)
    agency: str = ""
    reasons: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)  # sentences that say what is not answered or otherwise than asked
    first: str = ""  # the indicator of the first card
    text: str = ""


def shipped_values() -> list[dict[str, str]]:
    """The rows of the office's values file."""
    with (ROOT / "content" / "nilai-7571" / "values.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said_by(answer: Answer) -> Said:
    """Read an answer as a person would: first the cards, then everything that is said around them."""
    said = Said(first=answer.cards[0].page.key if answer.cards else "")
    for card in answer.cards:
        key, place = card.page.key, card.region_code
        if card.figure:
            said.figures.append((key, place, card.figure.period, typed_number(card.figure.value)))
        else:
            said.gaps.append((key, place))
        for row in card.rows:
            if row.figure and row.figure.is_checked:
                said.rows.append((key, place, row.figure.period, typed_number(row.figure.value)))
        said.notices += [text for text in (card.missing, card.below, *card.remarks) if text]
        if card.does_not_exist:
            said.reasons |= {"periode", "tidak_ada_di_kota"}
        if any("bukan angka setahun" in remark for remark in card.remarks):
            said.gaps.append((key, place))
        if card.instead:
            said.rows.append(
                (key, card.instead.code, card.instead.figure.period, typed_number(card.instead.figure.value))
            )
        if card.not_at_city:
            said.reasons.add("tidak_ada_di_kota")
            said.notices.append("Tidak tersedia pada tingkat kota")
        if card.newest:
            said.notices.append(f"Terbaru yang sudah diperiksa: {card.newest.period_text}")
    said.pages = [line.key for line in answer.pages]
    if answer.question.wants_meaning:
        said.definitions = list(dict.fromkeys(card.page.key for card in answer.cards))
    for term, meaning in answer.terms:
        said.definitions += _keys_of(term)
        said.notices.append(f"{term}: {meaning}")
        said.reasons.add("istilah")
    for card in answer.cards:
        if any(text.startswith(card.page.title) for text in answer.releases):
            said.releases.append(card.page.key)
    if answer.referral:
        said.agency, said.reasons = answer.referral.agency, said.reasons | {"bukan_bps"}
        said.notices.append(f"{answer.referral.agency}. {answer.referral.say}")
    if answer.is_refused:
        said.reasons.add("pasal21")
    if answer.elsewhere:
        said.reasons.add("wilayah_lain")
        said.notices.append(f"Ini wilayah lain: {answer.elsewhere}")
    if answer.left_over:
        said.notices.append(f"Belum terjawab: {' '.join(answer.left_over)}")
    if answer.day:
        said.notices.append(answer.day)
        said.reasons |= {"libur", "jam_layanan"}
    if answer.parts:
        said.notices.append(f"Angka seluruhnya; tidak dirinci menurut {' '.join(answer.parts)}")
    if answer.meaning:
        said.notices.append(f"termasuk {answer.meaning.label}")
    said.text = " ".join([*said.notices, *answer.releases, *(card.spoken or "" for card in answer.cards)])
    return said


def _keys_of(term: str) -> list[str]:
    keys = session().query(GlossaryTerm.page_key).filter(GlossaryTerm.term == term)
    return [key for (key,) in keys if key]
