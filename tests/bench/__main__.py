"""`make bench`: prints each figure with its bar; exits 0 whatever it finds, for the figures are for reading."""

import shutil

from tests.bench.answers import measure_answers
from tests.bench.ground import lay
from tests.bench.pages import measure_kiosk_weight, measure_list_pages, measure_statements
from tests.bench.posts import measure_guest_post, measure_rating_post
from tests.bench.process import measure_process


def main() -> None:
    """All measurements, one after the other."""
    ground = lay()
    try:
        measure_guest_post(ground)
        measure_rating_post(ground)
        measure_list_pages(ground)
        measure_statements(ground)
        measure_answers(ground)
        measure_kiosk_weight(ground)
        measure_process(ground)
    finally:
        shutil.rmtree(ground.folder, ignore_errors=True)


main()
