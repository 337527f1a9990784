"""Whatever people read is marked for translation, stays one sentence, and is translated when it is read."""

from functools import cache

import pytest

import pstku.http.errors  # noqa: F401  (knows every kind of refusal)
from tests.words.code import Code, read_code, read_face
from tests.words.templates import TEMPLATES, Template, blocks_in_tags, read_template

ROOT = TEMPLATES.parent
FACES = ("kiosk", "pstku/http", "pstku/intranet", "pstku/admin", "pstku/display", "pstku/survey")
FOR_DEVELOPERS = "dev"  # the page of components, which only a developer opens


@cache
def templates() -> dict[str, Template]:
    sources = {str(path.relative_to(TEMPLATES)): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))}
    in_tags = blocks_in_tags(sources.values())
    return {
        name: read_template(source, in_tags) for name, source in sources.items() if not name.startswith(FOR_DEVELOPERS)
    }


def modules(*folders: str) -> dict[str, str]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): path.read_text() for path in paths}


def lines(faults: dict[str, list[tuple[int, str]]]) -> list[str]:
    return [f"{name}:{line} {words}" for name, found in faults.items() for line, words in found]


def test_what_a_page_shows_is_marked():
    assert lines({name: template.unmarked for name, template in templates().items()}) == []


def test_no_template_glues_marked_words_to_others():
    assert lines({name: template.joined for name, template in templates().items()}) == []


def test_sentences_stay_whole_around_elements_and_values():
    assert lines({name: template.pieced for name, template in templates().items()}) == []


def test_what_a_view_shows_is_marked():
    assert lines({name: read_face(source) for name, source in modules(*FACES).items()}) == []


@cache
def codes() -> dict[str, Code]:
    return {name: read_code(source) for name, source in modules("kiosk", "pstku").items()}


@pytest.mark.parametrize("fault", ["unmarked", "glued", "frozen"])
def test_refusals_flashes_and_forms_are_marked_whole_and_translated_when_they_are_read(fault):
    assert lines({name: getattr(code, fault) for name, code in codes().items()}) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Selamat datang</p>",
        '<img alt="Kode tamu">',
        '<button data-busy-label="Sedang mencari">{{ _("Cari") }}</button>',
        '<p>{{ "Buka" if is_open else "tutup" }}</p>',
        '<p>{{ name or "tanpa nama" }}</p>',
        '<p>{{ name | default("tanpa nama") }}</p>',
        '{{ button("Simpan", "primary") }}',
        '{{ button(_("Simpan"), attrs={"aria-label": "Simpan sekarang"}) }}',
        '{% call note("Belum ada pembacanya.", "warn") %}{{ unread }}{% endcall %}',
        '{% set title = "Buku tamu" %}',
        '{% if code %}{{ _("Kode") }}{% else %}Belum ada{% endif %}',
    ],
)
def test_unmarked_words_of_a_template_are_found(source):
    assert read_template(source).unmarked


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ _("Selamat datang") }} · PSTku</p>',
        '<p class="{{ "wide soft" if wide }}" data-state="rate-code">{{ _("Buka") }}</p>',
        '{{ button(_("Simpan"), "primary", extra="tool push", icon_name="x", attrs={"data-action": "large-text"}) }}',
        '<p>{{ "ya" == answer }}{{ {"Ibu": kind}[salutation] }}</p>',
        '{% set salutations = [("Bapak", _("Bapak"))] %}',
        "<p><code>flask pstku upgrade</code></p>",
        "<script>const words = 'Selamat datang';</script>",
    ],
)
def test_what_nobody_reads_needs_no_mark(source):
    found = read_template(source)
    assert (found.unmarked, found.joined, found.pieced) == ([], [], [])


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Triwulan") ~ " " ~ quarter }}',
        '{{ badge((desk ~ " · " if desk else "") ~ _("siap") ~ " ya") }}',
        '{{ _("Sampai %s") % day }}',
        '{{ _("Bukan data BPS.") ~ " " ~ agency ~ "." }}',
    ],
)
def test_glue_within_an_expression_is_found(source):
    assert read_template(source).joined


@pytest.mark.parametrize("source", ['{{ _("Belum diperiksa.") ~ " " ~ said }}', '{{ _("Kode") ~ ": " ~ code }}'])
def test_whole_sentences_side_by_side_and_label_with_value_are_no_glue(source):
    assert read_template(source).joined == []


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ _("Tertutup dalam") }} <b data-left></b> {{ _("detik") }}.</p>',
        '<p>{{ _("Dijawab paling lambat") }} <b>{{ day }}</b>. {{ _("Bisa juga lewat lapor.go.id.") }}</p>',
        '<dd><b data-ahead></b> {{ _("orang") }}</dd>',
        '<p>{{ number }} {{ _("dari 100") }}</p>',
        '<p>{{ day }}, {{ _("lewat") }} {{ channel }}</p>',
    ],
)
def test_a_sentence_in_pieces_is_found(source):
    assert read_template(source).pieced


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ sentence_with("Tertutup dalam %(left)s detik.", left=left) }} {{ _("Sentuh layar.") }}</p>',
        '<p>{{ _("Kode kunjungan") }}: <b>{{ code }}</b></p>',
        '<legend>{{ _("Nama") }} <span>{{ _("tidak wajib") }}</span></legend>',
        '<p>{{ day }} · {{ _("hari ini") }}</p>',
        '<h1>{% if waiting %}{{ _("menunggu") }}{% else %}{{ _("dilayani") }}{% endif %}</h1>',
    ],
)
def test_whole_sentences_are_no_pieces(source):
    assert read_template(source).pieced == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('raise InvalidInput("code", "Kode salah.")', "unmarked"),
        ('TOO_LATE = "Sudah lewat."\ndef ask(): raise NotFound(TOO_LATE)', "unmarked"),
        ('flash("Disimpan." if done else _("Belum."), "success")', "unmarked"),
        ('name = StringField("Nama lengkap", [required("Ketik nama.")])', "unmarked"),
        ('raise Conflict(f"Masih {n} hari.")', "glued"),
        ("words = f\"{_('Buka lagi')} {day}\"", "glued"),
        ('words = _("Sampai %(day)s") % {"day": day}', "glued"),
        ('words = _(f"Sampai {day}")', "glued"),
        ('WORDS = {"open": _("Buka")}', "frozen"),
        ('def ask(words=gettext("Buka")): ...', "frozen"),
        ('class AskForm(Form):\n    name = StringField(_("Nama"))', "frozen"),
    ],
)
def test_what_is_wrong_in_code_is_found(source, fault):
    assert getattr(read_code(source), fault)


def test_what_is_right_in_code_is_left_alone():
    source = '''
"""Words of a module."""
LATE = N_("Sudah lewat.")
def ask(code):
    """Ask for it."""
    log.warning("a guest came late")
    flash(_("Sampai %(day)s", day=long_date(day)), "success")
    raise InvalidInput("code", LATE)
'''
    found = read_code(source)
    assert (found.unmarked, found.glued, found.frozen, read_face(source)) == ([], [], [], [])


@pytest.mark.parametrize(
    "source", ['return {"label": "Lainnya"}', 'title = "Ada gangguan"', 'words = "belum ada isinya"']
)
def test_unmarked_words_of_a_view_are_found(source):
    assert read_face(f"def view():\n    {source}")
