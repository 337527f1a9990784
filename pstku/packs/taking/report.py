"""What an import did, or would do."""

from dataclasses import dataclass, field

from pstku.editing.rules.difference import FieldDifference


@dataclass(slots=True)
class ImportReport:
    """What an import did: keys of pages; words, places, figures and questions by name. What is `kept` was edited here."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0
    values_added: list[str] = field(default_factory=list)
    value_conflicts: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # of this pack, and it no longer brings them: they stay
    dropped: list[str] = field(default_factory=list)  # terms and groups of synonyms it no longer brings: they go
    words: list[str] = field(default_factory=list)  # terms and groups of synonyms, new or changed
    places: list[str] = field(default_factory=list)  # new or changed, as are the next two
    questions: list[str] = field(default_factory=list)
    guides: list[str] = field(default_factory=list)  # items of the questionnaire, first week, baseline
    changes: dict[str, list[FieldDifference]] = field(default_factory=dict)  # updated or kept page -> what differs
    newer: str = ""  # the version that is here, when the pack brings an older one
