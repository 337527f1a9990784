"""Who acts: a person of the office with roles, as the domains see them."""

from dataclasses import dataclass
from enum import StrEnum

from pstku.core.errors import NotAllowed
from pstku.core.text import N_


class Role(StrEnum):
    """What a person may do; everybody signed in is at least `EMPLOYEE`."""

    EMPLOYEE = "pegawai"
    OFFICER = "petugas"
    EDITOR = "editor"
    ADMIN = "admin"
    HEAD = "kepala"
    DECIDER = "penetap"


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person. Operations check roles here, whatever the face checked before."""

    person_id: int
    office_id: int
    roles: frozenset[str]
    name: str = ""

    def has(self, *roles: Role) -> bool:
        """True when the person holds at least one of the roles."""
        return bool(self.roles.intersection(roles)) or Role.EMPLOYEE in roles

    def need(self, *roles: Role) -> None:
        """Raise NotAllowed unless the person holds one of the roles."""
        if not self.has(*roles):
            raise NotAllowed(N_("Halaman ini untuk peran lain. Hubungi admin bila Anda memerlukannya."))
