"""Places by their level: what they are called, and which ones every office knows. Pure."""

from enum import StrEnum

from pstku.core.text import fold


class Level(StrEnum):
    """How large a place is, from the largest to the smallest."""

    NATION = "nasional"
    PROVINCE = "provinsi"
    CITY = "kota"
    DISTRICT = "kecamatan"
    VILLAGE = "kelurahan"


NATION, PROVINCE, CITY, DISTRICT, VILLAGE = Level
NATION_CODE = "0000"
BELOW_CITY = (DISTRICT, VILLAGE)
SAID_BELOW = (*BELOW_CITY, "desa", "distrik", "nagari")  # what a name itself may begin with: Desa Modelomo


TOLD_APART = frozenset({"provinsi", "kabupaten", "kota"})
KINDS = TOLD_APART.union(SAID_BELOW)


def called(name: str) -> str:
    """A name as a question has it: folded, without the word for its kind."""
    words = fold(name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in KINDS else words)


def place_name(name: str, level: str) -> str:
    """A place as people call it: below the city with its level before it, unless the name says it."""
    is_said = level not in BELOW_CITY or fold(name).split(" ")[0] in SAID_BELOW
    return name if is_said else f"{level.capitalize()} {name}"
