"""Quarters: the one before, and what they are called."""

ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def quarter_before(year: int, quarter: int) -> tuple[int, int]:
    """(year, quarter) of the quarter before this one."""
    return (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def quarter_name(year: int, quarter: int) -> str:
    """Triwulan III 2026"""
    return f"Triwulan {ROMAN[quarter]} {year}"
