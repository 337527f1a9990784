"""Question sets as data: what is asked, on which scale, and how an index and its letter come of it. Pure.

Answers are stored by key, never by number: sources number the last two unsur both ways round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pstku.core.text import N_
from pstku.ratings.rules.asking import UNSUR_ANSWERS, UNSUR_QUESTIONS


@dataclass(frozen=True, slots=True)
class Question:
    """One statement: its key, what it is called in reports, the sentence a guest reads, and the answers from the lowest up."""

    key: str
    name: str
    sentence: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A letter, from which index on it is given, and what it is called."""

    letter: str
    lowest: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A questionnaire; its index is the mean of all answers as percent of the highest one, every question alike."""

    key: str
    title: str
    version: str
    source: str
    warning: str  # what nobody has checked yet; empty when nothing is left
    lowest: int
    highest: int
    bands: tuple[Band, ...]  # from the best down
    questions: tuple[Question, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)

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

SKM = QuestionSet(
    key="skm",
    title="Survei Kepuasan Masyarakat",
    version="2017",
    source="PermenPANRB 14/2017",
    warning=N_("Pedoman 9/2024 belum diperiksa"),
    lowest=1,
    highest=4,
    bands=(
        Band("A", Decimal("88.31"), "Sangat Baik"),
        Band("B", Decimal("76.61"), "Baik"),
        Band("C", Decimal("65.00"), "Kurang Baik"),
        Band("D", Decimal("25.00"), "Tidak Baik"),
    ),
    questions=tuple(Question(key, name, UNSUR_QUESTIONS[key], UNSUR_ANSWERS[key]) for key, name in UNSUR_NAMES.items()),
)

ACTIVE = {SKM.key: SKM}
