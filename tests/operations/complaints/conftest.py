"""A complaint, and an office with a single admin."""

import pytest

from pstku.complaints.operations.filing import file_complaint
from pstku.core.tokens import uuid7
from tests.operations.complaints.cases import leave


@pytest.fixture
def complaint_id(cast):
    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    return complaint_id


@pytest.fixture
def only_admin(cast):
    leave(cast.admin2)
