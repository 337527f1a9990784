"""The words of pages and figures that decide something. Pure."""

from enum import StrEnum


class PageState(StrEnum):
    """A page is seen by nobody but editors until it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Kind(StrEnum):
    """What a page is about."""

    SURVEY = "survey"
    INDICATOR = "indicator"
    MEDIUM = "medium"
    CONDUCT = "conduct"


class ValueOrigin(StrEnum):
    """How a figure came into the library."""

    PACK = "pack"
    TYPED = "typed"
    SHEET = "sheet"
    WEBAPI = "webapi"
