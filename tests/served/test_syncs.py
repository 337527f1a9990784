"""What was acknowledged is on the disk: the product asks for it as often as the floor does, once for each guest."""

import shutil
import subprocess
import sys

import pytest

GUESTS = 12


def _is_traced(folder) -> bool:
    """Is there a strace, and may it look?"""
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-f", "-o", folder / "probe", "true"], capture_output=True, check=False)
    return done.returncode == 0


def _syncs(side: str, file: str, service_id: int, folder) -> list[str]:
    """The files that were synced between the two marks."""
    mark, trace = folder / f"{side}.mark", folder / f"{side}.trace"
    database = shutil.copy(file, folder / f"{side}.sqlite")
    posting = [sys.executable, "-m", "tests.bench.posting", side, f"sqlite:///{database}", str(service_id)]
    strace = ["strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace]
    subprocess.run([*strace, *posting, str(GUESTS), mark], check=True)
    synced = [line.split("<")[1].split(">")[0] for line in trace.read_text().splitlines() if "<" in line]
    first, last = (place for place, path in enumerate(synced) if path == str(mark))
    return [path.rsplit(".", 1)[1] for path in synced[first + 1 : last]]


def test_a_guest_costs_one_sync_of_the_log_as_it_does_on_the_floor(served, tmp_path):
    if not _is_traced(tmp_path):
        pytest.skip("strace is not installed, or may not trace here")
    _, file, service_id = served
    ours, floor = (_syncs(side, file, service_id, tmp_path) for side in ("product", "floor"))
    assert ours == floor == ["sqlite-wal"] * GUESTS
