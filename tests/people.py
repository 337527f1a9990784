"""Two offices and their people, as every test finds them."""

from pathlib import Path

from pstku.accounts.operations import add_person
from pstku.commands.offices import found_from
from pstku.core.actor import Role
from pstku.packs.whole import read_whole, take_whole

ROOT = Path(__file__).parent.parent
PASSWORD = "kolam teduh 2026"

PEOPLE = {
    "admin": ("Aminah Usman, S.Si", "Aminah", "Ibu", {Role.ADMIN}),
    "admin2": ("Arif Pakaya, SE", "Arif", "Bapak", {Role.ADMIN, Role.DECIDER}),
    "head": ("Hasan Botutihe, M.Si", "Hasan", "Bapak", {Role.HEAD, Role.DECIDER}),
    "officer": ("Nurain Lestari, SST", "Nurain", "Ibu", {Role.OFFICER}),
    "officer2": ("Rahmat Djafar, SST", "Rahmat", "Bapak", {Role.OFFICER}),
    "editor": ("Fitri Amalia, SST", "Fitri", "Ibu", {Role.EDITOR}),
    "employee": ("Iwan Mooduto", "Iwan", "Bapak", set()),
}


def found_offices() -> None:
    """BPS Kota Gorontalo as shipped with its content, and BPS Kota Padang in another timezone."""
    home = found_from(ROOT / "content" / "offices" / "7571.yaml")
    away = found_from(ROOT / "tests" / "offices" / "1371.yaml")
    for username, (name, call_name, salutation, roles) in PEOPLE.items():
        add_person(
            home,
            username=username,
            name=name,
            call_name=call_name,
            salutation=salutation,
            password=PASSWORD,
            roles=roles,
        )
    for name in ("definisi-inti", "nilai-7571"):
        take_whole(home, read_whole(ROOT / "content" / name))
    roles = {Role.ADMIN, Role.OFFICER, Role.HEAD, Role.DECIDER, Role.EDITOR}
    add_person(away, username="stranger", name="Yusna Dewi", call_name="Yusna", password=PASSWORD, roles=roles)
