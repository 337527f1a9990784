"""A random walk through the office's year ends where a few plain lists say it ends."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from pstku.app import create_app
from pstku.core.db import db
from tests.conftest import Cast, config_for, fresh_database, read_cast
from tests.model.office import OfficeModel

LONGEST_WALK = 50
STEPS = int(os.environ.get("PSTKU_MODEL_STEPS", "250"))  # `make proof-model` takes 10,000


@pytest.fixture
def walker(engine, template, tmp_path) -> type[OfficeModel]:
    """The walk on one engine: every one begins in a fresh office."""

    @contextmanager
    def prepared() -> Iterator[Cast]:
        folder = tmp_path / "walk"
        folder.mkdir()
        with fresh_database(engine, template, folder) as url, create_app(config_for(url, folder)).app_context():
            yield read_cast()
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(folder)

    return type("Walker", (OfficeModel,), {"prepared": staticmethod(prepared)})


def test_a_walk_through_the_year_ends_as_the_book_says(walker):
    walks = settings(
        max_examples=STEPS // LONGEST_WALK,
        stateful_step_count=LONGEST_WALK,
        derandomize=STEPS <= 250,  # every run of the suite takes the same walks, the long proof takes new ones
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(walker, settings=walks)
