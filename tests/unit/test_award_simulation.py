"""A few of the quarters of `make proof-award`: what is found and what the honest keep. Broken rules fail here."""

import pytest

from tests.proof.award.cheats import CHEATS, Cheat
from tests.proof.award.curve import HONEST, Line, Table, paired, share
from tests.proof.award.world import OFFICES, Office, draw

SEEDS = range(300, 306)
THREE = next(office for office in OFFICES if office.name == "tiga petugas")
DOSE = {
    "tamu karangan tanpa kontak": 24,
    "tamu karangan, nomor dibuat-buat": 24,
    "WA karangan, satu HP": 8,
    "tautan di jendela privat": 24,
    "tamu kecewa tidak diundang": 12,
    "tamu kecewa diserahkan": 12,
    "karangan beruntun": 8,
    "HP sendiri untuk tamu nyata": 16,
}
SIGNAL = {
    "tamu karangan tanpa kontak": "short_service",
    "WA karangan, satu HP": "one_device",
    "tautan di jendela privat": "no_form",
    "tamu kecewa tidak diundang": "skipped",
    "tamu kecewa diserahkan": "handed_late",
    "karangan beruntun": "burst",
    "HP sendiri untuk tamu nyata": "one_device",
}


def one_dose(cheat: Cheat) -> Cheat:
    return Cheat(cheat.name, cheat.act, (DOSE[cheat.name],) * 3)


def over_seeds(office: Office, cheats: list[Cheat]) -> Table:
    table: Table = {}
    for seed in SEEDS:
        for key, line in paired(draw(office, seed), cheats).items():
            table.setdefault(key, Line(*key)).join(line)
    return table


@pytest.fixture(scope="module")
def table() -> Table:
    return over_seeds(THREE, [one_dose(cheat) for cheat in CHEATS if cheat.name in DOSE])


@pytest.mark.parametrize("cheat", DOSE)
def test_a_cheat_is_found(table, cheat):
    line = table[cheat, DOSE[cheat]]
    assert line.quarters == len(SEEDS) and line.found >= len(SEEDS) - 2


@pytest.mark.parametrize("cheat", SIGNAL)
def test_it_is_found_by_the_signal_that_names_it(table, cheat):
    assert table[cheat, DOSE[cheat]].codes[SIGNAL[cheat]] >= len(SEEDS) / 2


def test_honest_officers_are_left_in_peace(table):
    honest = table[HONEST, 0]
    assert honest.honest_officers == 3 * len(SEEDS) and honest.honest_strong <= 1


def test_invented_votes_win_unless_somebody_looks(table):
    line, honest = table["karangan beruntun", 8], table[HONEST, 0]
    assert line.cheat_wins > honest.cheat_wins
    assert line.best_wins < honest.best_wins <= line.best_wins_checked + 1


@pytest.mark.parametrize("name", ["rombongan sekolah", "satu petugas menjawab WA", "pegawai baru", "satu petugas"])
def test_an_unusual_honest_office_sets_off_little(name):
    office = next(item for item in OFFICES if item.name == name)
    honest = over_seeds(office, [])[HONEST, 0]
    assert honest.honest_strong <= 1


def test_an_interval_is_wilsons():
    assert share(58, 100) == "58 (48–67)"  # 0,4820 to 0,6721
    assert share(0, 50) == "0 (0–7)"
    assert share(0, 0) == "–"
