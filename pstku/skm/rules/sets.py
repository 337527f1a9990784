"""Question sets as data: what is asked, on which scale, and how an index and its letter come of it. Pure.

Answers are stored by key, never by number: sources number the last two unsur both ways round. The shipped sets without
sentences follow surveys whose text nobody here has read: they are asked only with the text a person enters (`worded`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pstku.core.text import N_
from pstku.ratings.rules.asking import UNSUR_ANSWERS, UNSUR_QUESTIONS


@dataclass(frozen=True, slots=True)
class Question:
    """One statement: its key, what it is called in reports, the sentence a guest reads, and the answers from the lowest up.

    Without sentence and answers it is only a place in the structure of its set.
    """

    key: str
    name: str
    sentence: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A letter, from which index on it is given, and what it is called."""

    letter: str
    lowest: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A questionnaire. Its index is `top` · (sum of all values) / (highest · questions · respondents), every question alike."""

    key: str
    title: str
    index_name: str
    unit_name: str  # what one question is called
    version: str
    source: str
    warning: str  # what nobody has checked yet; empty when nothing is left
    lowest: int
    highest: int
    top: int  # the index when every answer is the highest
    bands: tuple[Band, ...]  # from the best down; none where no letters are known
    questions: tuple[Question, ...]
    is_entered: bool = False  # are its sentences those that an office typed in?

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

    @property
    def is_worded(self) -> bool:
        """May it be asked? Not while a sentence is missing."""
        return all(question.sentence and question.answers for question in self.questions)

    @property
    def formula(self) -> str:
        """How the index comes about, in words."""
        return f"{self.top} × jumlah nilai / ({self.highest} × {len(self.questions)} × responden)"

    @property
    def names(self) -> Mapping[str, str]:
        """Key -> name in reports."""
        return {question.key: question.name for question in self.questions}


UNSUR_NAMES = {
    "persyaratan": "Persyaratan",
    "prosedur": "Sistem, Mekanisme, dan Prosedur",
    "waktu": "Waktu Penyelesaian",
    "biaya": "Biaya/Tarif",
    "produk": "Produk Spesifikasi Jenis Pelayanan",
    "kompetensi": "Kompetensi Pelaksana",
    "perilaku": "Perilaku Pelaksana",
    "pengaduan": "Penanganan Pengaduan, Saran dan Masukan",
    "sarana": "Sarana dan Prasarana",
}

BANDS = (
    Band("A", Decimal("88.31"), "Sangat Baik"),
    Band("B", Decimal("76.61"), "Baik"),
    Band("C", Decimal("65.00"), "Kurang Baik"),
    Band("D", Decimal("25.00"), "Tidak Baik"),
)

SKM = QuestionSet(
    key="skm",
    title=N_("Survei kepuasan masyarakat"),
    index_name="IKM",
    unit_name="unsur",
    version="2017",
    source="PermenPANRB 14/2017",
    warning=N_("Pedoman 9/2024 belum diperiksa"),
    lowest=1,
    highest=4,
    top=100,
    bands=BANDS,
    questions=tuple(Question(key, name, UNSUR_QUESTIONS[key], UNSUR_ANSWERS[key]) for key, name in UNSUR_NAMES.items()),
)

TOPICS = {
    "informasi": "Informasi layanan",
    "persyaratan": "Persyaratan",
    "prosedur": "Prosedur",
    "waktu": "Waktu",
    "biaya": "Biaya",
    "produk": "Hasil layanan",
    "sarana": "Sarana",
    "akses": "Akses data",
    "respons": "Respons petugas",
    "kejelasan": "Kejelasan jawaban",
    "pengaduan": "Sarana pengaduan",
    "diskriminasi": "Diskriminasi",
    "luar_prosedur": "Layanan di luar prosedur",
    "gratifikasi": "Gratifikasi",
    "pungli": "Pungutan liar",
    "percaloan": "Percaloan",
}
SERVICE_10 = tuple(TOPICS)[:11]
INTEGRITY = tuple(TOPICS)[11:]
SERVICE_6 = ("informasi", "persyaratan", "prosedur", "waktu", "biaya", "sarana", "respons", "pengaduan")


def _example(key: str, title: str, source: str, warning: str, topics: tuple[str, ...], **scale: Any) -> QuestionSet:
    places = tuple(Question(topic, TOPICS[topic]) for topic in topics)
    names: dict[str, Any] = {"index_name": "Indeks", "unit_name": "pernyataan", "version": "contoh"}
    return QuestionSet(
        key=key, title=title, source=source, warning=warning, questions=places, lowest=1, **names, **scale
    )


TEN = {"highest": 10, "top": 100, "bands": BANDS}
SIX = {"highest": 6, "top": 4, "bands": ()}
OF_TEN = N_("Butir, skala, dan rumus menurut contoh dari kantor lain; naskah resminya belum diperiksa")
OF_SIX = N_("Butir dan skala menurut contoh dari instansi lain; rumus, batas, dan pedoman barunya belum diperiksa")
FOLLOWS_SKD, FOLLOWS_ZI = "Susunan Survei Kebutuhan Data (SKD)", "Susunan survei zona integritas (PermenPANRB 90/2021)"
EXAMPLES = {
    one.key: one
    for one in (
        _example("layanan_10", N_("Penilaian layanan, skala 1–10"), FOLLOWS_SKD, OF_TEN, SERVICE_10, **TEN),
        _example("integritas_10", N_("Penilaian integritas, skala 1–10"), FOLLOWS_SKD, OF_TEN, INTEGRITY, **TEN),
        _example("layanan_6", N_("Persepsi layanan, skala 1–6"), FOLLOWS_ZI, OF_SIX, SERVICE_6, **SIX),
        _example("integritas_6", N_("Persepsi antikorupsi, skala 1–6"), FOLLOWS_ZI, OF_SIX, INTEGRITY, **SIX),
    )
}
SETS = {SKM.key: SKM} | EXAMPLES


def worded(questions: QuestionSet, sentences: Mapping[str, str], ends: tuple[str, str], source: str) -> QuestionSet:
    """The set with the sentences a person entered, the words at both ends of its scale, and where they come from."""
    lowest, highest = ends
    between = tuple(str(value) for value in range(questions.lowest + 1, questions.highest))
    answers = (f"{questions.lowest} {lowest}", *between, f"{questions.highest} {highest}")
    asked = tuple(replace(one, sentence=sentences[one.key], answers=answers) for one in questions.questions)
    return replace(questions, questions=asked, source=source, is_entered=True)
