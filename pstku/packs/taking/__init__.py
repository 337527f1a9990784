"""Taking a content pack into an office's library."""

from pstku.packs.taking.fitting import is_imported
from pstku.packs.taking.library import import_pack
from pstku.packs.taking.report import ImportReport

__all__ = ["ImportReport", "import_pack", "is_imported"]
