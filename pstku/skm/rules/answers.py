"""What a respondent may answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pstku.skm.rules.sets import QuestionSet

ABOUT = ("age_group", "sex", "education", "occupation")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: values by key, and what the respondent said of themselves, as codes of the office's lists."""

    values: Mapping[str, int] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


def unanswered(questions: QuestionSet, values: Mapping[str, int]) -> list[str]:
    """Keys without an answer on the scale, in the order in which they are asked."""
    scale = range(questions.lowest, questions.highest + 1)
    return [key for key in questions.keys if values.get(key) not in scale]


def filled_from(questions: QuestionSet, typed: Mapping[str, str]) -> Filled:
    """The form as it was posted; what is no number on the scale counts as not answered."""
    scale = {str(value): value for value in range(questions.lowest, questions.highest + 1)}
    values = {key: scale[typed[key]] for key in questions.keys if typed.get(key) in scale}
    return Filled(values, {kind: typed[kind] for kind in ABOUT if typed.get(kind)})
