"""Taking a content pack into an office's library."""

from pstku.learning.operations.importing.fitting import is_imported
from pstku.learning.operations.importing.report import ImportReport
from pstku.learning.operations.importing.taking import import_pack

__all__ = ["ImportReport", "import_pack", "is_imported"]
