"""Kompetensi: one's own result beside the office's, the questionnaire, and who keeps its rounds and items."""

from pstku.intranet.competence import keeping, results  # noqa: F401  (views bind themselves)
