"""What the tests of backups and of restoring them share."""

import pytest

from pstku.backups.operations.recovery_keys import make_recovery_key
from pstku.backups.place import Place, place_of


@pytest.fixture
def place(app) -> Place:
    """Where this installation keeps its database, pictures and backups."""
    return place_of(app.config)


@pytest.fixture
def key(cast) -> str:
    """The recovery key as it stands on the paper."""
    return make_recovery_key(cast.admin, "brankas kepala").secret
