"""What an import did, or would do."""

from dataclasses import dataclass, field

from pstku.learning.rules.difference import FieldDifference


@dataclass(slots=True)
class ImportReport:
    """What an import did: keys of pages, words and places, and figures. What is `kept` was edited here and stays."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0
    values_added: int = 0
    value_conflicts: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # of this pack, and it no longer brings them: they stay
    words: int = 0  # terms and groups of synonyms added, changed or gone
    places: int = 0  # added or changed
    questions: int = 0  # questions of the bank, new or changed
    guides: int = 0  # items of the questionnaire, first week, baseline: new or changed
    changes: dict[str, list[FieldDifference]] = field(default_factory=dict)  # updated or kept page -> what differs
    newer: str = ""  # the version that is here, when the pack brings an older one
