"""The demo people: enough for every role, and for an award whose decider is no candidate."""

from dataclasses import dataclass

from pstku.accounts.operations import add_person
from pstku.core.actor import Role

PASSWORD = "demo-pstku"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented colleague."""

    username: str
    name: str
    call_name: str
    salutation: str
    function: str
    roles: frozenset[Role]


CAST = (
    DemoPerson("admin", "Fitri Amalia, SST", "Fitri", "Ibu", "umum", frozenset({Role.ADMIN, Role.EDITOR})),
    DemoPerson("kepala", "Hasan Botutihe, M.Si", "Hasan", "Bapak", "umum", frozenset({Role.HEAD, Role.DECIDER})),
    DemoPerson("petugas1", "Nurain Lestari, SST", "Nurain", "Ibu", "ipds", frozenset({Role.OFFICER})),
    DemoPerson("petugas2", "Rahmat Djafar, SST", "Rahmat", "Bapak", "sosial", frozenset({Role.OFFICER})),
    DemoPerson("pegawai1", "Iwan Mooduto, S.Tr.Stat", "Iwan", "Bapak", "distribusi", frozenset({Role.EDITOR})),
    DemoPerson("petugas3", "Salma Ibrahim, A.Md", "Salma", "Ibu", "produksi", frozenset({Role.OFFICER})),
    DemoPerson("admin2", "Arif Pakaya, SE", "Arif", "Bapak", "umum", frozenset({Role.ADMIN})),
    DemoPerson("pegawai2", "Yulan Kadir, A.Md.Stat", "Yulan", "Ibu", "neraca", frozenset()),
)


def invite_cast(office_id: int) -> dict[str, int]:
    """Add the demo people; returns their ids by sign-in name."""
    return {
        person.username: add_person(
            office_id,
            username=person.username,
            name=person.name,
            call_name=person.call_name,
            salutation=person.salutation,
            function=person.function,
            password=PASSWORD,
            roles=set(person.roles),
            is_demo=True,
        ).id
        for person in CAST
    }
