#!/usr/bin/env bash
# pysqlite3 0.6.1 with SQLite 3.53: words of rows deleted from an FTS5 table are still in the file after the
# delete, a checkpoint and VACUUM: the index keeps them in segments that VACUUM copies. They go with the table's
# own 'optimize' command, or are never left behind when 'secure-delete' was set before the delete. Who erases
# personal words must do one of the two.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check pysqlite3==0.6.1
"$dir/venv/bin/python" - <<'PY'
import pathlib, tempfile
import pysqlite3 as sqlite3

def left(secure):
    path = pathlib.Path(tempfile.mkdtemp()) / "x.db"
    db = sqlite3.connect(path)
    db.isolation_level = None
    db.execute("create virtual table words using fts5(body)")
    if secure:
        db.execute("insert into words(words, rank) values('secure-delete', 1)")
    for n in range(200):
        db.execute("insert into words values (?)", (f"tamu{n} menanyakan harga",))
    db.execute("delete from words")
    db.execute("vacuum")
    vacuumed = path.read_bytes().count(b"tamu")
    db.execute("insert into words(words) values('optimize')")
    db.execute("vacuum")
    return vacuumed, path.read_bytes().count(b"tamu")

plain, secure = left(False), left(True)
print("SQLite", sqlite3.sqlite_version)
print("deleted words in the file after VACUUM, after optimize:", plain)
print("the same with secure-delete set first:", secure)
assert plain[0] > 0 and plain[1] == 0 and secure == (0, 0)
PY
