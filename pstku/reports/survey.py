"""Laporan SKM: the report of a closed round in the order offices use, as values for the paper."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pstku.core import clock
from pstku.core.errors import Conflict
from pstku.core.numbers import format_number, format_percent
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.printing.docx import fill_docx
from pstku.printing.pdf import compile_pdf
from pstku.reports.survey_chart import with_charts
from pstku.skm.models import SkmRound
from pstku.skm.queries.following import FollowUp, follow_ups_of
from pstku.skm.queries.pages import RoundView, Step, steps_of, view_of
from pstku.skm.queries.rounds import publications_of
from pstku.skm.rules.answers import ABOUT
from pstku.skm.rules.index import Index
from pstku.skm.rules.sets import Question, QuestionSet
from pstku.skm.rules.showing import MERGED

ABOUT_TITLES: Mapping[str, str] = {
    "age_group": "Kelompok umur",
    "sex": "Jenis kelamin",
    "education": "Pendidikan",
    "occupation": "Pekerjaan",
}
MEAN_NAMES = {False: "NRR", True: "Rata-rata"}
OURS = "Survei kantor ini bukan Survei Kebutuhan Data (SKD), dan indeksnya bukan IKK atau IPAK."
CHANGES: Mapping[int | None, str] = {1: "naik", -1: "turun", 0: "belum dapat dibedakan", None: "–"}
OTHERWISE = {"": "Tidak menjawab", MERGED: "Lainnya, masing-masing sedikit"}
WAYS = {"tablet": "tablet di konter", "own_phone": "HP responden", "link": "tautan", "paper": "lembar kertas"}


def survey_pdf(office: Configuration, row: SkmRound) -> bytes:
    """The report as PDF; raises Conflict while the round is open."""
    values = survey_values(office, row)
    return compile_pdf("survey", values, row.closed_at or row.opened_at)


def survey_docx(office: Configuration, row: SkmRound) -> bytes:
    """The same report for a word processor, its chart as a picture; raises Conflict while the round is open."""
    values = survey_values(office, row)
    made_at = row.closed_at or row.opened_at
    return fill_docx("survey", values, made_at, lambda paper: with_charts(paper, values))


def survey_values(office: Configuration, row: SkmRound) -> dict[str, Any]:
    """Everything the report prints, in words; raises Conflict while the round is open."""
    if row.closed_at is None:
        raise Conflict(N_("Laporan tersedia setelah putaran ditutup."))
    view = view_of(row)
    steps = steps_of(office.id, row.period, question_set=row.question_set)
    return {
        "office": office.name,
        "unit": office.unit_name,
        "address": " · ".join(part for part in (office.address, office.email, office.website) if part),
        "place": office.city,
        "head_title": office.head_title,
        "report": f"Laporan {view.questions.title[0].lower()}{view.questions.title[1:]}",
        "title": view.name,
        "days": f"{clock.long_date(row.starts_on)} sampai {clock.long_date(row.ends_on)}",
        "closed": _day(office, row.closed_at),
        "intro": _intro(view.questions),
        "count": format_number(len(view.questions.keys)),
        "unit_name": view.questions.unit_name,
        "unit_title": view.questions.unit_name.capitalize(),
        "lowest": format_number(view.questions.lowest),
        "highest": format_number(view.questions.highest),
        "index_name": view.questions.index_name,
        "mean_name": MEAN_NAMES[view.questions.is_entered],
        "population": format_number(row.population),
        "needed": format_number(view.needed),
        "respondents": format_number(view.response.total),
        "by_guests": format_number(view.response.guests),
        "on_paper": format_number(view.response.paper),
        "ways": "; ".join(f"{WAYS[way]} {count}" for way, count in view.ways.items()),
        "least": format_number(row.fewest_in_round),
        "groups": [_group(view, *group) for group in _groups(view)],
        "services": _services(office, view),
        "about": [_about(office, view, kind) for kind in ABOUT],
        "steps": [_step(step) for step in steps if step.view.row.ends_on <= row.ends_on],
        "follow_ups": [_line(view, line) for line in follow_ups_of(row.id)],
        "publications": [
            [item.medium, clock.long_date(item.published_on), item.address or "–"] for item in publications_of(row.id)
        ],
        "questions": [[question.sentence, _answers(view.questions, question)] for question in view.questions.questions],
        "is_demo": row.is_demo,
    }


def _groups(view: RoundView) -> list[tuple[Index, str, int]]:
    guests = (view.guests, "Diisi responden sendiri", view.response.guests)
    return [
        (index, title, n) for index, title, n in (guests, (view.paper, "Lembar kertas", view.response.paper)) if index
    ]


def _intro(questions: QuestionSet) -> str:
    """By which rule or text the survey asks, and what it is not."""
    basis = (
        f"Survei kantor ini memakai kuesioner dari: {questions.source}. {questions.warning}."
        if questions.is_entered
        else f"Survei ini dilaksanakan menurut {questions.source} ({questions.warning})."
    )
    return f"{basis} Tujuannya mengetahui kepuasan pengguna layanan dan memperbaiki {questions.unit_name} yang lemah. {OURS}"


def _answers(questions: QuestionSet, question: Question) -> str:
    """The answers in a row; those of a text that was entered carry their numbers already."""
    numbered = enumerate(question.answers, start=questions.lowest)
    return " · ".join(words if questions.is_entered else f"{value} {words}" for value, words in numbered)


def _said(questions: QuestionSet, index: Index, uncounted: int) -> str:
    """The index of a group in a sentence or two."""
    letter = f", mutu {index.letter} ({index.name})" if index.letter else ""
    found = f"{questions.index_name} {format_number(index.value, 2)}{letter}, dari {format_number(index.respondents)} responden."
    return f"{found} Rentang 95 %: {_range(index.low, index.high)}{_uncounted(uncounted)}."


def _chart(questions: QuestionSet, index: Index) -> dict[str, Any]:
    """Bars of the means, from zero to the highest answer, the weakest stressed; `alt` says the same in a sentence."""
    names, top = questions.names, questions.highest
    bars = [
        {
            "name": names[key],
            "value": format_number(mean.value, 2),
            "share": _percent(mean.value, top),
            "low": _percent(mean.low, top),
            "high": _percent(mean.high, top),
            "is_weak": key in index.weakest,
        }
        for key, mean in index.means.items()
    ]
    told = "; ".join(f"{bar['name']} {bar['value']}" for bar in bars)
    alt = f"Diagram batang nilai rata-rata tiap {questions.unit_name}, skala {questions.lowest} sampai {top}: {told}."
    return {"bars": bars, "top": format_number(top), "alt": alt}


def _percent(value: Decimal, top: int) -> float:
    return float(round(100 * value / top, 2))


def _uncounted(count: int) -> str:
    """A sentence on the answers that came too late to be added unseen; empty without them."""
    return (
        f". {format_number(count)} jawaban terakhir tidak dihitung, agar tidak terbaca dari selisihnya" if count else ""
    )


def _group(view: RoundView, index: Index, title: str, count: int) -> dict[str, Any]:
    names = view.questions.names
    strongest = max(index.means.values(), key=lambda mean: mean.value).value
    return {
        "title": title,
        "said": _said(view.questions, index, count - index.respondents),
        "chart": _chart(view.questions, index),
        "rows": [
            [names[key], format_number(mean.value, 2), _range(mean.low, mean.high)] for key, mean in index.means.items()
        ],
        "weakest": ", ".join(names[key] for key in index.weakest),
        "strongest": ", ".join(names[key] for key, mean in index.means.items() if mean.value == strongest),
    }


def _range(low: Any, high: Any) -> str:
    return f"{format_number(low, 2)}–{format_number(high, 2)}"


def _services(office: Configuration, view: RoundView) -> list[list[str]]:
    return [
        [office.service(key).name, format_number(index.respondents), format_number(index.value, 2), index.letter or "–"]
        for key, index in view.services.items()
    ]


def _about(office: Configuration, view: RoundView, kind: str) -> dict[str, Any]:
    counts = view.about.get(kind, {})
    total = sum(counts.values())
    order = [item.code for item in office.lists.get(kind, ())] + ["", MERGED]
    rows = [
        [OTHERWISE.get(code) or office.label(kind, code), format_number(counts[code]), _share(counts[code], total)]
        for code in order
        if counts.get(code)
    ]
    return {"title": ABOUT_TITLES[kind], "rows": rows}


def _share(part: int, whole: int) -> str:
    return format_percent(100 * part / whole, 1)


def _step(step: Step) -> list[str]:
    index = step.view.guests
    return [
        step.view.name,
        format_number(index.respondents if index else step.view.response.guests),
        format_number(index.value, 2) if index else "–",
        _range(index.low, index.high) if index else "–",
        (index.letter if index else "") or "–",
        CHANGES[step.change],
    ]


def _line(view: RoundView, line: FollowUp) -> list[str]:
    done = f"{clock.long_date(line.done_on)}: {line.outcome}" if line.done_on else "belum"
    return [view.questions.names[line.unsur], line.action, line.owner, clock.long_date(line.planned_on), done]


def _day(office: Configuration, moment: datetime) -> str:
    return clock.long_date(clock.local_day(moment, office.tz))
