"""The note of a figure: for editors until it is checked, for readers afterwards."""

from dataclasses import replace

import pytest

from pstku.library.rules.notes import for_readers, note_to_show
from tests.unit.test_charts import INFLATION


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Media menulis persen. Nama deret dari besarnya angka; periksa", "Media menulis persen."),
        ("Pastikan deretnya", ""),
        ("Perlu diperiksa: dari besarnya, ini kemungkinan P0", ""),
        ("sekitar; sumber menulis 210,19 ribu", "sekitar; sumber menulis 210,19 ribu"),
        ("Tercetak 210.19 penduduk. Pastikan angka pertengahan tahun.", "Tercetak 210.19 penduduk."),
        ("Hasil pemeriksaan BPK", "Hasil pemeriksaan BPK"),
        ("", ""),
    ],
)
def test_what_asks_an_editor_to_check_is_not_for_readers(note, kept):
    assert for_readers(note) == kept


def test_the_whole_note_stands_beside_a_figure_until_it_is_checked():
    figure = replace(INFLATION[0], note="Keadaan Maret. Pastikan angkanya pada BRS", is_checked=False)
    assert note_to_show(figure) == figure.note
    assert note_to_show(replace(figure, is_checked=True)) == "Keadaan Maret."
