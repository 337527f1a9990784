"""Reads of the office: its configuration, which office is served, and what an admin entered."""

from pstku.offices.queries.configurations import (
    PROFILE,
    Configuration,
    Hours,
    Service,
    ToldAddress,
    configuration,
    days_off,
    national_days,
    note_version,
)
from pstku.offices.queries.english import GuestRow, english_of_day, guest_rows
from pstku.offices.queries.entries import code_items, improvements, latest_improvement, service_type
from pstku.offices.queries.offices import find_sole_office_id, office_by_code, office_ids, sole_office_id

__all__ = [
    "PROFILE",
    "Configuration",
    "GuestRow",
    "Hours",
    "Service",
    "ToldAddress",
    "code_items",
    "configuration",
    "days_off",
    "english_of_day",
    "find_sole_office_id",
    "guest_rows",
    "improvements",
    "latest_improvement",
    "national_days",
    "note_version",
    "office_by_code",
    "office_ids",
    "service_type",
    "sole_office_id",
]
