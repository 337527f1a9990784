"""Outside addresses: where guests are sent beside this office, and whether somebody looked that it is still right. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pstku.core.text import N_

DTSEN_SERVICE = "konsultasi_dtsen"  # the service whose guests are told of the first topic
CHECKED_FOR = timedelta(days=180)  # then it is to be looked at again


class Topic(StrEnum):
    """What a guest is sent there for."""

    DTSEN = "dtsen"
    COMPLAINT = "complaint"


class AddressState(StrEnum):
    """As an editor said it."""

    VALID = "valid"
    UNCHECKED = "unchecked"
    ENDED = "ended"


TOPICS = {Topic.DTSEN: N_("Konsultasi DTSEN"), Topic.COMPLAINT: N_("Pengaduan")}
STATES = {
    AddressState.VALID: N_("Berlaku"),
    AddressState.UNCHECKED: N_("Perlu diperiksa"),
    AddressState.ENDED: N_("Tidak berlaku lagi"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressWords:
    """Everything that is said about an address."""

    topic: str
    name: str  # Dinas Sosial
    guidance: str  # what is done there, one sentence
    address: str  # https://…, or a street or a telephone; may be empty
    name_en: str = ""
    guidance_en: str = ""


def state_at(state: str, checked_at: datetime | None, now: datetime) -> AddressState:
    """The state that counts now: what nobody has looked at for half a year is to be checked again."""
    if state == AddressState.VALID and (checked_at is None or checked_at + CHECKED_FOR < now):
        return AddressState.UNCHECKED
    return AddressState(state)


def link_of(address: str) -> str:
    """The address where it can be opened; empty for a street."""
    return address if address.startswith(("https://", "http://")) else ""


def spoken(address: str) -> str:
    """The address as it is said: without its scheme."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/") if link_of(address) else address


FIRST = (  # every office begins with these, and nobody has checked them yet
    AddressWords(
        topic=Topic.DTSEN,
        name="Kelurahan atau desa",
        name_en="Village or kelurahan office",
        guidance="Ajukan perubahan bila data keluarga berubah atau keliru.",
        guidance_en="Ask for a correction where your family’s data have changed or are wrong.",
        address="",
    ),
    AddressWords(
        topic=Topic.DTSEN,
        name="Dinas Sosial",
        name_en="Social Affairs Office (Dinas Sosial)",
        guidance="Ajukan usul atau sanggah; petugasnya mencatat di SIKS-NG.",
        guidance_en="Propose or object; its officers record it in SIKS-NG.",
        address="",
    ),
    AddressWords(
        topic=Topic.DTSEN,
        name="Aplikasi Cek Bansos",
        name_en="Cek Bansos app",
        guidance="Ajukan usul atau sanggah dari HP, milik Kementerian Sosial.",
        guidance_en="Propose or object on your phone; it belongs to the Ministry of Social Affairs.",
        address="https://cekbansos.kemensos.go.id",
    ),
    AddressWords(
        topic=Topic.COMPLAINT,
        name="LAPOR",
        name_en="LAPOR",
        guidance="Pengaduan layanan publik yang diteruskan ke instansi pusat.",
        guidance_en="Complaints about public services, passed on nationally.",
        address="https://www.lapor.go.id",
    ),
)
