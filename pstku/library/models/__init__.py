"""Tables of the library."""

from pstku.library.models.images import PageImage
from pstku.library.models.pages import Pack, Page
from pstku.library.models.values import CheckPass, IndicatorValue, Region
from pstku.library.models.words import GlossaryTerm, SynonymGroup

__all__ = [
    "CheckPass",
    "GlossaryTerm",
    "IndicatorValue",
    "Pack",
    "Page",
    "PageImage",
    "Region",
    "SynonymGroup",
]
