"""Format WA: the text the office sends, and a guest's reply read back, whatever its order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pstku.core.text import clean_line, fold

LABELS: dict[str, tuple[str, ...]] = {
    "name": ("nama", "nama lengkap", "name"),
    "age_group": ("umur", "usia", "kelompok umur"),
    "sex": ("jenis kelamin", "jk", "kelamin", "gender"),
    "education": ("pendidikan", "pendidikan terakhir"),
    "occupation": ("pekerjaan", "profesi"),
    "agency": ("instansi", "asal instansi", "kampus", "sekolah", "asal"),
    "need": ("data yang dicari", "data", "data yang dibutuhkan", "kebutuhan data", "keperluan data"),
    "purpose": ("untuk keperluan", "keperluan", "tujuan", "pemanfaatan", "digunakan untuk"),
    "email": ("e mail", "email", "surel"),
}
ASKED = ("Nama", "Umur", "Jenis kelamin", "Pendidikan", "Pekerjaan", "Instansi", "Data yang dicari", "Untuk keperluan")
HINTS: dict[str, dict[str, tuple[str, ...]]] = {
    "sex": {"male": ("l", "lk", "laki", "pria", "cowok"), "female": ("p", "pr", "perempuan", "wanita", "cewek")},
    "education": {
        "s3": ("s3", "doktor"),
        "s2": ("s2", "magister", "master"),
        "s1": ("s1", "d4", "sarjana", "strata 1", "diploma iv"),
        "diploma": ("d1", "d2", "d3", "diploma"),
        "slta": ("sma", "smk", "ma", "slta", "smp", "sd", "sltp", "mts"),
    },
    "occupation": {
        "student": ("pelajar", "mahasiswa", "mahasiswi", "siswa", "siswi"),
        "researcher": ("peneliti", "dosen"),
        "civil_servant": ("asn", "pns", "pppk", "tni", "polri", "polisi"),
        "state_company": ("bumn", "bumd"),
        "private_company": ("swasta", "karyawan"),
        "self_employed": ("wiraswasta", "wirausaha", "pengusaha", "dagang", "umkm"),
    },
    "purpose": {
        "study": ("tugas", "skripsi", "tesis", "kuliah", "sekolah", "disertasi", "pkl"),
        "research": ("penelitian", "riset"),
        "government": ("pemerintah", "dinas", "perencanaan", "rpjmd"),
        "commercial": ("bisnis", "usaha", "komersial"),
    },
}
AGES = ((17, "under_17"), (26, "17_25"), (35, "26_34"), (45, "35_44"), (55, "45_54"), (66, "55_65"), (200, "over_65"))
_STAMP = re.compile(
    r"^\s*(?:\[[^\]]{6,40}\]\s*[^:]{1,60}:|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}[.:]\d{2}[^-]{0,6}-\s*[^:]{1,60}:)\s*"
)
LONGEST_LINE = 500
_EMPHASIS = re.compile(r"(?<!\w)[*_~]+|[*_~]+(?!\w)")  # WhatsApp writes *bold*, _italic_ and ~struck~
_AGE = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_YEAR = re.compile(r"\d{4}")
_BELOW = re.compile(r"<|\b(?:di bawah|dibawah|kurang dari)\b", re.IGNORECASE)
_ABOVE = re.compile(r">|\b(?:di atas|diatas|lebih dari)\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•·>]|\d{1,2}[.)])\s*")


@dataclass(slots=True)
class Reply:
    """What a reply said: field to text or code, and the lines nobody could place."""

    fields: dict[str, str] = field(default_factory=dict)
    leftovers: list[str] = field(default_factory=list)


def whatsapp_form(office_name: str) -> str:
    """The text to send: greeting, one line per question, and what happens to the answers."""
    lines = [f"Halo, ini Pelayanan Statistik Terpadu {office_name}.", "Mohon balas pesan ini dengan mengisi:", ""]
    lines += [f"{label}:" for label in ASKED]
    lines += ["", "Isian ini dipakai untuk layanan Anda dan dihapus setelah 12 bulan. Boleh dikosongkan selain nama."]
    return "\n".join(lines)


def read_reply(text: str, lists: Mapping[str, Sequence[tuple[str, str]]]) -> Reply:
    """Read a pasted reply. `lists` are (code, label) pairs by field; a value that fits no code stays a leftover."""
    reply = Reply()
    sent = {fold(line) for line in whatsapp_form("").splitlines() if line and not line.endswith(":")}
    for raw in text.splitlines():
        line = _BULLET.sub("", _STAMP.sub("", clean_line(raw, LONGEST_LINE)))
        line = _EMPHASIS.sub("", line).strip()
        if line and fold(line) not in sent:
            _place(line, reply, lists)
    return reply


def _place(line: str, reply: Reply, lists: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    name, value = _split(line)
    if name is None:
        reply.leftovers.append(line)
    elif value and name not in reply.fields:
        code = _code(name, value, lists.get(name, ())) if name in lists else value
        if code:
            reply.fields[name] = code
        else:
            reply.leftovers.append(line)


def _split(line: str) -> tuple[str | None, str]:
    """(field, value) of a line; the colon may be missing, the label may be longer than ours."""
    head, separator, tail = line.partition(":")
    if not separator:
        head, separator, tail = line.partition("=")
    if separator:
        field_name = _field_of(fold(head))
        return (field_name, tail.strip()) if field_name else (None, line)
    words = line.split()
    for length in range(min(4, len(words) - 1), 0, -1):
        label = fold(" ".join(words[:length]))
        for field_name, labels in LABELS.items():
            if label in labels:
                return field_name, " ".join(words[length:]).strip(" -–")
    return None, line


def _field_of(label: str) -> str | None:
    exact = next((name for name, labels in LABELS.items() if label in labels), None)
    if exact:
        return exact
    starts = [(len(word), name) for name, labels in LABELS.items() for word in labels if label.startswith(f"{word} ")]
    return max(starts)[1] if starts else None


def _code(name: str, value: str, choices: Sequence[tuple[str, str]]) -> str | None:
    folded = fold(value)
    for code, label in choices:
        if folded in (fold(label), fold(code)):
            return code
    if name == "age_group":
        return _age_group(value)
    hinted = [
        code for code, hints in HINTS.get(name, {}).items() if any(f" {hint} " in f" {folded} " for hint in hints)
    ]
    if name == "sex" and len(hinted) > 1:
        return None  # "L/P" came back as it was sent: nothing was chosen
    if hinted:
        return hinted[0]
    return next((code for code, label in choices if len(folded) > 3 and folded in fold(label)), None)


def _age_group(value: str) -> str | None:
    """The group of an age in words like "21 tahun" or "< 17"; a year of birth is left for the officer."""
    number = _AGE.search(value)
    if number is None or _YEAR.search(value):
        return None
    age = int(number[0]) - bool(_BELOW.search(value)) + bool(_ABOVE.search(value))
    return next((code for limit, code in AGES if age < limit), None)
