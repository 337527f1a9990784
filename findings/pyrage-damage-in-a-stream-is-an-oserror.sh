#!/usr/bin/env bash
# pyrage 1.4.0 (age): damage found by decrypt() is a pyrage.DecryptError, the same damage found by decrypt_io() an
# OSError with the same words, after the sound chunks before it were written out. A restore that streams and treats
# OSError as a matter of the disk calls a damaged backup a full disk, and must drop what it has written so far.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0
"$dir/venv/bin/python" - <<'PY'
import io
from importlib.metadata import version
import pyrage

key = pyrage.x25519.Identity.generate()
sealed = pyrage.encrypt(b"baris cadangan\n" * 20_000, [key.to_public()])
copied_in_part = sealed[: len(sealed) // 2]
found = {}
try:
    pyrage.decrypt(copied_in_part, [key])
except Exception as error:
    found["decrypt"] = error
out = io.BytesIO()
try:
    pyrage.decrypt_io(io.BytesIO(copied_in_part), out, [key])
except Exception as error:
    found["decrypt_io"] = error
for call, error in found.items():
    print("pyrage", version("pyrage"), call, type(error).__name__, "-", error)
print("bytes written by decrypt_io before it failed:", len(out.getvalue()))
assert isinstance(found["decrypt"], pyrage.DecryptError)
assert isinstance(found["decrypt_io"], OSError) and not isinstance(found["decrypt_io"], pyrage.DecryptError)
assert len(out.getvalue()) > 0
PY
