"""A pack of wrong types: every fault is named by file and field, nothing is imported, and nothing breaks."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from pstku.answers.queries.snapshot import snapshot
from pstku.core.db import session
from pstku.library.models import IndicatorValue, Page
from pstku.library.operations.checking import check_value
from pstku.library.rules.heads import KNOWN
from pstku.offices.queries import configuration
from pstku.packs.faults import PackFaultyError
from pstku.packs.files import zipped
from pstku.packs.reading.tables import VALUE_COLUMNS
from pstku.packs.whole import exported, read_whole, take_whole
from tests.operations.test_packs import TPT
from tests.packs import write_pack

HOLIDAY = "years: [{year: 2027, days: [{date: 2027-01-01, name: a, kind: libur nasional}]}]"
DEEP, LONG_NUMBER = "[" * 3000, "9" * 5000
FACTS = [
    ("release_calendar: abc", "release_calendar:"),
    ("release_calendar: [1]", "release_calendar:"),
    ("release_calendar: {lag_months: x}", "release_calendar, lag_months:"),
    ("release_calendar: {lag_months: 99999999}", "release_calendar, lag_months:"),
    ("release_calendar: {period_kind: year, lag_months: -20}", "release_calendar, lag_months:"),
    ("release_calendar: {lag_months: 1}", "release_calendar, period_kind:"),
    ("release_calendar: {period_kind: year, day: 5}", "release_calendar, lag_months:"),
    ("release_calendar: {period_kind: year, dates: {2025-08: 2026-01-05}}", "release_calendar, dates, 2025-08:"),
    ("release_calendar: {lag_months: true}", "release_calendar, lag_months:"),
    ("release_calendar: {months: [x]}", "release_calendar, months, butir 1:"),
    ("release_calendar: {months: [13]}", "release_calendar, months, butir 1:"),
    ("release_calendar: {day: x}", "release_calendar, day:"),
    ("release_calendar: {day: 32}", "release_calendar, day:"),
    ("release_calendar: {by_day: 0}", "release_calendar, by_day:"),
    ("release_calendar: {period_kind: week}", "release_calendar, period_kind:"),
    ("release_calendar: {month_of_release: 13}", "release_calendar, month_of_release:"),
    ("release_calendar: {lag_text: [a]}", "release_calendar, lag_text:"),
    ("release_calendar: {dates: [1]}", "release_calendar, dates:"),
    ("release_calendar: {dates: {2025-Q9: 2026-01-05}}", "release_calendar, dates, 2025-Q9:"),
    ("release_calendar: {dates: {2025: besok}}", "release_calendar, dates, 2025:"),
    ("release_calendar: {lag: 1}", "release_calendar, lag: tidak dikenal"),
    ("formula_latex: {a: b}", "formula_latex:"),
    ("formula_latex: '\\left( a'", "formula_latex: rumus LaTeX ini tidak dapat ditampilkan"),
    ("bands: [{to: -1, label: a}]", "bands: batas (to) harus lebih dari nol"),
    ("bands: abc", "bands:"),
    ("bands: [1]", "bands, butir 1:"),
    ("bands: [{to: x, label: a}]", "bands, butir 1, to:"),
    ("bands: [{to: '5', label: a}]", "bands, butir 1, to:"),
    ("bands: [{label: a}]", "bands, butir 1, to: wajib diisi"),
    ("bands: [{to: 5, label: a}, {to: 4, label: b}]", "bands: batas (to) harus naik"),
    ("bands: [{to: 1.0e+300, label: a}]", "bands, butir 1, to:"),
    ("webapi: abc", "webapi:"),
    ("webapi: [5]", "webapi, butir 1:"),
    ("webapi: [{var: x}]", "webapi, butir 1, var:"),
    ("webapi: [{var: 1, power: y}]", "webapi, butir 1, power:"),
    ("webapi: [{var: 1, power: 99}]", "webapi, butir 1, power:"),
    ("webapi: [{var: 1, domain: 75}]", "webapi, butir 1, domain:"),
    ("webapi: [{domain: '0000'}]", "webapi, butir 1, var: wajib diisi"),
    ("related: [[1]]", "related, butir 1:"),
    ("survey: [x]", "survey:"),
    ("indicators: [{a: b}]", "indicators, butir 1:"),
    ("media: [[x]]", "media, butir 1:"),
    ("levels: kota", "levels:"),
    ("levels: [kabupaten]", "levels, butir 1: harus salah satu dari nasional"),
    ("decimals: banyak", "decimals:"),
    ("headline: ya", "headline: harus true atau false"),
    ("misreadings: [null]", "misreadings, butir 1: kosong"),
    ("how_to_read: [a]", "how_to_read:"),
    ("url: 'javascript:alert(1)'", "url: harus alamat"),
    ("warna: {a: b}", "warna: nama ini tidak dikenal"),
    (f"warna: {DEEP}", "YAML tidak dapat dibaca"),
    (f"warna: {LONG_NUMBER}", "YAML tidak dapat dibaca"),
    (f"warna: 0x{'f' * 5000}", "YAML tidak dapat dibaca"),
    ("warna: .nan", "YAML tidak dapat dibaca"),
    ("? {a: b}\n: c", "YAML tidak dapat dibaca"),
    ('warna: "a\\0b"', "huruf kendali"),
    ('warna: "\\ud800"', "huruf kendali"),
    ('"\\0": a', "huruf kendali"),
]
HEADS = [
    ("id: [a]", "id:"),
    ("id: 'a b'", "id:"),
    ("title: [a]", "title:"),
    ("title: 2026", "title: harus teks"),
    (f"title: {'a' * 121}", "title: paling panjang 120"),
    ("short: [a]", "short:"),
    ("summary: {a: b}", "summary:"),
    ("fungsi: [sosial]", "fungsi:"),
    ("synonyms: [[a]]", "synonyms, butir 1:"),
    ("sources: [abc]", "sources, butir 1:"),
    ("sources: [{url: null}]", "sources, butir 1, name: wajib diisi"),
    ("sources: [{name: a, url: 'javascript:x'}]", "sources, butir 1, url:"),
    ("verify_every_days: 99999999", "verify_every_days:"),
    ("verify_every_days: true", "verify_every_days:"),
]
QUIZ = "- {id: a, kind: single, fungsi: sosial, ask: b, why: c, pages: [ind.tpt], options: [{text: a, right: true}, {text: b}, {text: c}]}"
NUMBER = "- {id: a, kind: number, fungsi: sosial, ask: b, why: c, pages: [ind.tpt], number: {value: 1}}"
FILES = [
    ("glossary.yaml", "terms: [{term: A, meaning: b, see: [x]}]", "butir 1, see:"),
    ("glossary.yaml", "terms: [{term: [a], meaning: b}]", "butir 1, term:"),
    ("glossary.yaml", "terms: [a]", "butir 1:"),
    ("glossary.yaml", "terms: abc", "isi: harus berupa daftar"),
    ("synonyms.yaml", "groups: [{words: [a], referral: abc}]", "butir 1, referral:"),
    ("synonyms.yaml", "groups: [{words: [a], referral: {agency: [a], say: b}}]", "butir 1, referral, agency:"),
    ("synonyms.yaml", "groups: [{words: [a], referral: {agency: a}}]", "butir 1, referral, say: wajib diisi"),
    ("synonyms.yaml", "groups: [{words: [[a]]}]", "butir 1, words, butir 1:"),
    ("synonyms.yaml", "groups: [{words: [a], pages: [{a: b}]}]", "butir 1, pages, butir 1:"),
    ("quizzes/sosial.yaml", f"- {DEEP}", "YAML tidak dapat dibaca"),
    ("glossary.yaml", f"[{'a,' * 150_000}a]", "lebih dari 300 kB"),
    ("quizzes/sosial.yaml", QUIZ.replace("ask: b", f"ask: {LONG_NUMBER}"), "YAML tidak dapat dibaca"),
    ("quizzes/sosial.yaml", QUIZ.replace("ask: b", "ask: [b]"), "a, ask:"),
    ("quizzes/sosial.yaml", QUIZ.replace("kind: single", "kind: [single]"), "a, kind:"),
    ("quizzes/sosial.yaml", QUIZ.replace("id: a", "id: {a: b}"), "id:"),
    ("quizzes/sosial.yaml", QUIZ.replace("[ind.tpt]", "[[ind.tpt]]"), "a, pages, butir 1:"),
    ("quizzes/sosial.yaml", QUIZ.replace("{text: b}", "{text: [b]}"), "a, options, butir 2, text:"),
    ("quizzes/sosial.yaml", QUIZ.replace("why: c", f"why: c, level: {10**30}"), "a, level:"),
    ("quizzes/sosial.yaml", NUMBER.replace("value: 1", "value: NaN"), "a, number, value:"),
    ("quizzes/sosial.yaml", NUMBER.replace("value: 1", "value: '1e999999'"), "a, number, value:"),
    ("quizzes/sosial.yaml", NUMBER.replace("value: 1", "value: 1, tolerance: -1"), "a, number, tolerance:"),
    ("competence.yaml", "items: [{id: [a], indicator: data, text: b}]", "items, butir 1, id:"),
    ("competence.yaml", "items: [{id: a, indicator: [data], text: b}]", "items, butir 1, indicator:"),
    ("first-week.yaml", "days: [{title: [a]}]", "days, butir 1, title:"),
    ("first-week.yaml", "days: [{title: a, pages: [[b]]}]", "days, butir 1, pages, butir 1:"),
    ("first-week.yaml", "days: [{title: a, try: [{id: [b], say: c}]}]", "days, butir 1, try, butir 1, id:"),
    ("competence-baseline.yaml", "{year: 99999999999, source: a, target: 85, values: {}}", "year:"),
    ("holidays.yaml", "years: [{year: 2027, days: []}]", "years, butir 1, days: wajib diisi"),
    ("holidays.yaml", HOLIDAY.replace("2027-01-01", "besok"), "years, butir 1, days, butir 1, date: harus tanggal"),
    ("holidays.yaml", HOLIDAY.replace("nasional", "kantor"), "kind: harus salah satu dari libur nasional"),
    ("holidays.yaml", HOLIDAY.replace("2027-", "2028-"), "2028-01-01: bukan tanggal tahun 2027"),
    ("pack.yaml", "id: {a: b}\nversion: '1'", "id:"),
    ("pack.yaml", "id: a\nversion: [1]", "version:"),
    ("pack.yaml", "id: a\nversion: 2026.10", "version: harus angka dan titik di antara tanda kutip"),
    ("pack.yaml", f"id: a\nversion: '{LONG_NUMBER}'", "version:"),
    ("pack.yaml", "id: a\nversion: '1'\nrequires: [{a: b}]", "requires, butir 1:"),
    ("pack.yaml", "id: a\nversion: '1'\ndomain: [7571]", "domain:"),
    ("pack.yaml", "id: a\nversion: '1'\nformat: [1]", "format:"),
    ("pack.yaml", f"id: {DEEP}", "YAML tidak dapat dibaca"),
    ("indicators/x.md", "---\nid: x\ntitle: x\nfungsi: sosial\nsummary: x\n---\na\0b", "isi: ada huruf kendali"),
    ("indicators/x.md", "---\nid: x\ntitle: x\nfungsi: sosial\nsummary: x\n---\n" + "a" * 40_001, "isi: paling panjang"),
    ("indicators/a b.md", "---\nid: x\ntitle: x\nfungsi: sosial\nsummary: x\n---\n", "nama berkas:"),
]  # fmt: skip


def page_with(line: str) -> str:
    """An indicator whose head has this line instead of, or besides, the usual ones."""
    usual = {"id": "id: ind.x", "title": "title: x", "fungsi": "fungsi: sosial", "summary": "summary: x"}
    usual.pop(line.partition(":")[0], None)
    return "\n".join(["---", *usual.values(), line, "---", "Isi."])


CASES = [("indicators/x.md", page_with(line), words) for line, words in (*FACTS, *HEADS)] + FILES


def broken(folder, file: str, content: str):
    source = write_pack(folder, pages=TPT)
    (source / file).parent.mkdir(exist_ok=True)
    (source / file).write_text(content)
    return source


@pytest.mark.parametrize(
    ("file", "content", "words"), CASES, ids=[f"{n} {case[2][:40]}" for n, case in enumerate(CASES)]
)
def test_each_wrong_type_is_a_fault_that_names_file_and_field(tmp_path, file, content, words):
    with pytest.raises(PackFaultyError) as caught:
        read_whole(broken(tmp_path / "p", file, content))
    told = [f"{fault.where}: {fault.message}" for fault in caught.value.faults]
    assert {fault.file for fault in caught.value.faults} == {file}
    assert any(words in line for line in told), told


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # it is refused before any database is asked
def test_the_admin_sees_a_table_for_each_and_nothing_is_imported(cast, sign_in, tmp_path):
    browser, here = sign_in("admin"), "/admin/paket"
    token = browser.get(here).page.select_one("main input[name=csrf_token]")["value"]
    before = session().scalar(select(func.count(Page.id)))
    for place, (file, content, words) in enumerate(CASES):
        folder = broken(tmp_path / str(place), file, content)
        files = {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
        answer = browser.post(here, data={"csrf_token": token, "file": (io.BytesIO(zipped(files)), "paket.zip")})
        assert answer.status_code == 422, (file, content[:200])
        assert file in answer.page.select_one("table").get_text(), words
    assert session().scalar(select(func.count(Page.id))) == before


def test_every_empty_fact_is_allowed(tmp_path):
    lines = [f"{name}: null" for name in KNOWN if name not in ("id", "title", "fungsi", "summary")]
    assert len(read_whole(broken(tmp_path / "p", "indicators/x.md", page_with("\n".join(lines)))).pack.pages) == 2


ODD = [
    {"short": "''", "headline": "true", "levels": "[]", "bands": "[]", "release_calendar": "{}", "webapi": "[]"},
    {"release_calendar": "{period_kind: month, months: [], lag_months: 36, day: 31}", "decimals": 6, "unit": "''"},
    {"release_calendar": "{period_kind: year, months: [12], lag_months: -11, by_day: 31}", "headline": "true"},
    {"release_calendar": "{period_kind: quarter, lag_months: 0, day: first_working_day}", "levels": "[nasional]"},
    {"release_calendar": "{period_kind: semester, dates: {2026-S1: 2026-07-01}}", "headline": "true"},
    {"bands": "[{to: 0.5, label: '<b>'}, {to: 1000, label: b}]", "how_to_read": "'{value} {{ 7*7 }} %s'"},
    {"webapi": "[{var: '7', power: 9, headline: false}]", "survey": "ind.x1", "related": "[ind.x2, ind.tidak-ada]"},
    {"formula_latex": "''", "quick": "'{region} {period} {value}'", "misreadings": "['']", "how_to_get": "[]"},
    {"indicators": "[ind.x1]", "media": "[ind.x1]", "url": "https://contoh.go.id/a b".replace(" ", "+"), "warna": 5},
]  # fmt: skip
ROOMS = (
    "/", "/belajar", "/belajar/indikator", "/belajar/baru", "/belajar/istilah", "/belajar/isi", "/belajar/webapi",
    "/belajar/periksa", "/belajar/sunting", "/briefing", "/latihan", "/jawab?q=halaman", "/jawab?q=x5+2025",
)  # fmt: skip


def test_an_odd_pack_that_is_allowed_breaks_no_room(cast, sign_in, tmp_path):
    folder = write_pack(tmp_path / "p", pages=TPT | {"tpt": TPT["tpt"] | {"key": "ind.lain"}})
    (folder / "indicators" / "tpt.md").rename(folder / "indicators" / "lain.md")
    for place, facts in enumerate(ODD):
        lines = [f"{name}: {value}" for name, value in facts.items()]
        head = [
            "---",
            f"id: ind.x{place}",
            f"title: Halaman {place}",
            "fungsi: sosial",
            "summary: x",
            *lines,
            "---",
            "Isi.",
        ]
        (folder / "indicators" / f"x{place}.md").write_text("\n".join(head))
    rows = [f"ind.x{n},7571,{period},{kind},{n}.5,,,,BRS,,,\n" for n, (period, kind) in enumerate(
        [("2025", "year"), ("2025-08", "month"), ("2025", "year"), ("2025-Q1", "quarter"), ("2025-S1", "semester")] + [("2025", "year")] * 4
    )]  # fmt: skip
    (folder / "values.csv").write_text(",".join(VALUE_COLUMNS) + "\n" + "".join(rows))
    (folder / "synonyms.yaml").write_text("groups: [{words: [5, ''], referral: {agency: '<b>', say: '%s'}}]")
    (folder / "glossary.yaml").write_text("terms: [{term: '%', meaning: '{{ 1 }}', see: ind.tidak-ada}]")
    report = take_whole(cast.office_id, read_whole(folder))
    assert len(report.added) == len(ODD) + 1
    for row in session().scalars(select(IndicatorValue).where(IndicatorValue.indicator_key.startswith("ind.x"))).all():
        check_value(cast.editor, row.id, released_on=date(2026, 11, 1))
    browser = sign_in("editor")
    for path in (*ROOMS, *(f"/belajar/indikator/x{n}" for n in range(len(ODD)))):
        answer = browser.get(path, follow_redirects=True)
        assert answer.status_code < 500, path
    snapshot(configuration(cast.office_id))
    assert own_export_is_read(cast, tmp_path)


def own_export_is_read(cast, folder) -> bool:
    """What was taken can be given on."""
    for kind in ("definitions", "values"):
        (folder / "keluar.zip").write_bytes(zipped(exported(configuration(cast.office_id), kind)))
        read_whole(folder / "keluar.zip")
    return True
