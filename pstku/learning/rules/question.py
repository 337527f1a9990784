"""A typed question becomes words to look for, and what is asked about them: year, region, meaning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

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


YEAR = re.compile(r"(19|20)\d\d")
DECIMAL = re.compile(r"\d+[.,]\d+")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `words` to look for, in order; the rest says about what."""

    text: str
    words: tuple[str, ...]
    year: int | None = None
    month: int | None = None
    region: str | None = None
    place: str | None = None  # code of a kecamatan or kelurahan that was named
    number: Decimal | None = None  # a value whose meaning is asked: gini 0,39 artinya
    wants_meaning: bool = False
    is_about_individuals: bool = False


ANYTHING = Question("", ())  # the newest figure of the office's own region


def understand(
    text: str, place_words: frozenset[str] = frozenset(), places: Mapping[str, str] | None = None
) -> Question:
    """Read a question.

    `place_words` are folded words of the office's own region, which say nothing here; `places` are folded names of
    kecamatan and kelurahan with their codes.
    """
    rest, place = _without_place(f" {fold(DECIMAL.sub(' ', text))} ", places or {})
    tokens = rest.split()
    years = [int(token) for token in tokens if YEAR.fullmatch(token)]
    months = [MONTHS[token] for token in tokens if token in MONTHS]
    regions = [REGIONS[token] for token in tokens if token in REGIONS]
    known = set(tokens)
    number = DECIMAL.search(text)
    return Question(
        text=text.strip(),
        words=tuple(token for token in tokens if not (_says_nothing(token) or token in place_words)),
        year=years[0] if years else None,
        month=months[0] if months else None,
        region=regions[0] if regions else None,
        place=place,
        number=Decimal(number[0].replace(",", ".")) if number else None,
        wants_meaning=bool(known & DEFINITION),
        is_about_individuals=bool(known & INDIVIDUAL) or any(known.issuperset(pair) for pair in PRIVATE_PAIRS),
    )


def _says_nothing(token: str) -> bool:
    """Fillers, and what is kept elsewhere: the year, the month, the region."""
    return token in FILLERS or token in DEFINITION or token in REGIONS or token in MONTHS or token.isdigit()


def _without_place(phrase: str, places: Mapping[str, str]) -> tuple[str, str | None]:
    """The phrase without the longest place it names, and that place's code."""
    named = [name for name in places if f" {name} " in phrase]
    if not named:
        return phrase, None
    name = max(named, key=len)
    return phrase.replace(f" {name} ", " "), places[name]
