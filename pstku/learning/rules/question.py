"""A typed question becomes words to look for, and what is asked about them: year, region, meaning."""

import re
from dataclasses import dataclass

from pstku.core.text import fold

CITY, PROVINCE, NATION = "kota", "provinsi", "nasional"

FILLERS = frozenset(
    [
        "berapa",
        "berapakah",
        "apa",
        "apakah",
        "itu",
        "ini",
        "yang",
        "di",
        "ke",
        "dari",
        "dalam",
        "pada",
        "untuk",
        "dengan",
        "dan",
        "atau",
        "ada",
        "tolong",
        "mohon",
        "minta",
        "saya",
        "kami",
        "ingin",
        "mau",
        "tahu",
        "lihat",
        "cari",
        "carikan",
        "data",
        "angka",
        "nilai",
        "persentase",
        "besar",
        "tingkatnya",
        "terbaru",
        "terakhir",
        "sekarang",
        "terkini",
        "tahun",
        "bulan",
        "tw",
        "triwulan",
        "semester",
        "kota",
        "kabupaten",
        "kab",
        "nya",
        "dong",
        "ya",
        "pak",
        "bu",
        "bapak",
        "ibu",
        "the",
        "of",
        "what",
        "is",
        "how",
        "much",
        "latest",
        "in",
    ]
)
DEFINITION = frozenset(
    [
        "arti",
        "artinya",
        "maksud",
        "maksudnya",
        "pengertian",
        "definisi",
        "beda",
        "bedanya",
        "perbedaan",
        "rumus",
        "cara",
        "membaca",
    ]
)
INDIVIDUAL = frozenset(["individu", "individual", "responden"])
PRIVATE_PAIRS = (("nama", "perusahaan"), ("alamat", "perusahaan"), ("data", "perusahaan"), ("nama", "penduduk"))
REGIONS = {
    "provinsi": PROVINCE,
    "prov": PROVINCE,
    "province": PROVINCE,
    "nasional": NATION,
    "indonesia": NATION,
    "ri": NATION,
    "kota": CITY,
    "city": CITY,
}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb", "maret mar", "april apr", "mei may", "juni jun",
            "juli jul", "agustus agu agt", "september sep", "oktober okt", "november nov", "desember des",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `words` to look for, in order; the rest says about what."""

    text: str
    words: tuple[str, ...]
    year: int | None = None
    month: int | None = None
    region: str | None = None
    wants_meaning: bool = False
    is_about_individuals: bool = False


def understand(text: str, place_words: frozenset[str] = frozenset()) -> Question:
    """Read a question. `place_words` are folded words of the office's own region, which say nothing here."""
    tokens = fold(text).split()
    years = [int(token) for token in tokens if re.fullmatch(r"(19|20)\d\d", token)]
    months = [MONTHS[token] for token in tokens if token in MONTHS]
    regions = [REGIONS[token] for token in tokens if token in REGIONS]
    known = set(tokens)
    words = tuple(
        token
        for token in tokens
        if token not in FILLERS
        and token not in DEFINITION
        and token not in REGIONS
        and token not in MONTHS
        and token not in place_words
        and not re.fullmatch(r"(19|20)\d\d", token)
        and not re.fullmatch(r"\d+", token)
    )
    return Question(
        text=text.strip(),
        words=words,
        year=years[0] if years else None,
        month=months[0] if months else None,
        region=regions[0] if regions else None,
        wants_meaning=bool(known & DEFINITION),
        is_about_individuals=bool(known & INDIVIDUAL) or any(known.issuperset(pair) for pair in PRIVATE_PAIRS),
    )
