"""Writes of the office: founding it, and what an admin changes of it afterwards."""

from pstku.offices.operations.changing import changed
from pstku.offices.operations.founding import found_office

__all__ = ["changed", "found_office"]
