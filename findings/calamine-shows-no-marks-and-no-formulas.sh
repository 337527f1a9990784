#!/usr/bin/env bash
# python-calamine 0.9.0: a cell whose number format adds a mark, as statistical tables do for preliminary figures
# (0.00"*"), reads as the bare number, and a formula whose value was never stored reads as an empty text. Neither
# can be told from a final figure or an empty cell. openpyxl shows both for xlsx.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.0 openpyxl==3.1.5
"$dir/venv/bin/python" - <<'PY'
import io
from importlib.metadata import version
import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
sheet = book.active
sheet["A1"] = 78.54
sheet["A1"].number_format = '0.00"*"'
sheet["A2"] = "=A1*2"
sheet["A3"] = 5
file = io.BytesIO()
book.save(file)
rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
cells = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active
print("python-calamine", version("python-calamine"), rows)
print("openpyxl", version("openpyxl"), cells["A1"].number_format, cells["A2"].value)
assert rows == [[78.54], [""], [5.0]]
assert cells["A1"].number_format == '0.00"*"' and cells["A2"].value == "=A1*2"
PY
