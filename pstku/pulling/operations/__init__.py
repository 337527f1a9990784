"""Asking the WebAPI for an office: figures become proposals, releases become news. Runs beside the pages, never in one."""

from pstku.pulling.operations.running import FIGURES, TABLES, run_pull, start_pull

__all__ = ["FIGURES", "TABLES", "run_pull", "start_pull"]
