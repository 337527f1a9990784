"""What a page says apart from its key and kind, read typed from the JSON that a revision keeps. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pstku.library.rules.schema import Facts


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a page; None where a draft does not have a field yet."""

    title: str | None
    short: str | None
    function: str | None
    summary: str | None
    body: str | None
    synonyms: list[str] | None
    sources: list[dict[str, Any]] | None
    verify_every_days: int | None
    facts: Facts

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Content":
        """The content as a revision or `content_of` keeps it."""
        return cls(
            title=content.get("title"),
            short=content.get("short"),
            function=content.get("function"),
            summary=content.get("summary"),
            body=content.get("body"),
            synonyms=content.get("synonyms"),
            sources=content.get("sources"),
            verify_every_days=content.get("verify_every_days"),
            facts=Facts(content.get("facts") or {}),
        )
