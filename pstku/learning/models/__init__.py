"""Tables of the library."""

from pstku.learning.models.images import PageImage
from pstku.learning.models.pages import Pack, Page
from pstku.learning.models.revisions import PageReport, PageRevision
from pstku.learning.models.tables import TableMapping
from pstku.learning.models.values import CheckPass, IndicatorValue, Region
from pstku.learning.models.webapi import OfficeRelease, WebapiLink, WebapiPull
from pstku.learning.models.words import GlossaryTerm, OpenQuestion, SynonymGroup

__all__ = [
    "CheckPass",
    "GlossaryTerm",
    "IndicatorValue",
    "OfficeRelease",
    "OpenQuestion",
    "Pack",
    "Page",
    "PageImage",
    "PageReport",
    "PageRevision",
    "Region",
    "SynonymGroup",
    "TableMapping",
    "WebapiLink",
    "WebapiPull",
]
