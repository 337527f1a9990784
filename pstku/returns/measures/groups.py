"""The groups that measures are told for: PST and office, inside and outside, each way and each service. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.dtsen.rules import CODE as DTSEN
from pstku.guestbook.rules.days import Part, Parts, sum_of
from pstku.guestbook.rules.states import LEFT, Channel
from pstku.offices.queries import Service

PST, KANTOR = "pst", "kantor"


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the visits of a period; `sql` is its condition on visits and service_types."""

    key: str
    name: str
    definition: str
    holds: Callable[[str, Service], bool]  # a way and a service
    sql: str


WAYS = {
    Channel.TABLET: (N_("Tablet"), N_("Tamu mengisi buku tamu sendiri di tablet.")),
    Channel.OWN_PHONE: (N_("HP tamu"), N_("Tamu mengisi buku tamu di HP sendiri dan diterima di konter.")),
    Channel.DESK: (N_("Meja layanan"), N_("Tamu datang ke konter dan dicatat petugas.")),
    Channel.WHATSAPP: (N_("WhatsApp"), N_("Permintaan lewat WhatsApp, dicatat petugas.")),
    Channel.EMAIL: (N_("E-mail"), N_("Permintaan lewat e-mail, dicatat petugas.")),
    Channel.PHONE: (N_("Telepon"), N_("Permintaan lewat telepon, dicatat petugas.")),
    Channel.FIELD: (N_("Di luar kantor"), N_("Pegawai ditanya di luar kantor dan mencatatnya.")),
    Channel.PAPER: (
        N_("Susulan dari kertas"),
        N_("Tamu ditulis di kertas saat listrik atau server mati, dimasukkan kemudian."),
    ),
    LEFT: (N_("Pertanyaan dititipkan"), N_("Tamu meninggalkan pertanyaan karena tidak ada petugas.")),
}


def of_way(way: str) -> Group:
    """The visits that came one way."""
    name, definition = WAYS[Channel(way) if way != LEFT else LEFT]
    sql = "visits.follow_up" if way == LEFT else f"visits.channel = '{way}' AND NOT visits.follow_up"
    return Group(way, name, definition, lambda mine, _service: mine == way, sql)


def of_service(service: Service) -> Group:
    """The visits whose first service is this one."""
    return Group(
        f"layanan_{service.id}",
        service.name,
        N_("Kunjungan dengan layanan ini sebagai yang pertama dipilih."),
        lambda _way, mine: mine.id == service.id,
        f"visits.service_type_id = {service.id}",
    )


TOTAL = Group("total", N_("Total"), N_("Semua kunjungan kantor."), lambda _way, _service: True, "1 = 1")
OF_PST = Group(
    PST,
    N_("PST"),
    N_("Layanan yang dihitung sebagai PST, tanpa Konsultasi DTSEN."),
    lambda _way, service: service.counts_as == PST and service.code != DTSEN,
    f"service_types.counts_as = 'pst' AND service_types.code <> '{DTSEN}'",
)
OF_DTSEN = Group(
    "dtsen",
    N_("Konsultasi DTSEN"),
    N_("Konsultasi DTSEN, dihitung tersendiri di luar PST."),
    lambda _way, service: service.code == DTSEN,
    f"service_types.code = '{DTSEN}'",
)
OF_OFFICE = Group(
    KANTOR,
    N_("Kantor"),
    N_("Layanan yang dihitung sebagai urusan kantor, bukan PST."),
    lambda _way, service: service.counts_as == KANTOR and service.code != DTSEN,
    f"service_types.counts_as = 'kantor' AND service_types.code <> '{DTSEN}'",
)
INSIDE = Group(
    "dalam_kantor",
    N_("Di dalam kantor"),
    N_("Semua jalur kecuali Di luar kantor: tamu yang datang, dan permintaan yang dijawab dari kantor."),
    lambda way, _service: way != Channel.FIELD,
    "visits.channel <> 'field' OR visits.follow_up",
)
OUTSIDE = Group(
    "luar_kantor",
    N_("Di luar kantor"),
    N_("Pegawai ditanya di luar kantor, di desa atau kantor lain, dan mencatatnya."),
    lambda way, _service: way == Channel.FIELD,
    "visits.channel = 'field' AND NOT visits.follow_up",
)
DIVISIONS = (OF_PST, OF_DTSEN, OF_OFFICE)
PLACES = (INSIDE, OUTSIDE)
ENTERED = Group(
    "dicatat_petugas",
    N_("Dicatat petugas"),
    N_("Permintaan lewat WhatsApp, e-mail, dan telepon."),
    lambda way, _service: way in (Channel.WHATSAPP, Channel.EMAIL, Channel.PHONE),
    "visits.channel IN ('whatsapp', 'email', 'phone') AND NOT visits.follow_up",
)
FIXED = (TOTAL, *DIVISIONS, *PLACES, ENTERED, *(of_way(way) for way in WAYS))


def part_of(parts: Parts, services: Iterable[Service], *groups: Group) -> Part:
    """The sum of the parts that are in every one of these groups."""
    by_id = {service.id: service for service in services}
    return sum_of(
        part
        for (way, service_id), part in parts.items()
        if all(group.holds(way, by_id[service_id]) for group in groups)
    )


UNKNOWN = N_("Pilihan ini tidak ada. Pilih yang lain.")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The chosen groups; a visit must be in all of them."""

    groups: tuple[Group, ...] = ()

    @property
    def words(self) -> str:
        """PST, Tablet: what stands beside the title; empty for the whole office."""
        return ", ".join(group.name for group in self.groups)


def narrowing_of(
    services: Sequence[Service], division: str = "", way: str = "", service_id: int | None = None
) -> Narrowing:
    """The groups of these keys, empty ones left out; raises InvalidInput for a key that there is none of."""
    chosen: list[Group] = []
    if division:
        chosen.append(_the(division, "bagian", {group.key: group for group in DIVISIONS}))
    if way:
        chosen.append(_the(way, "jalur", {key: of_way(key) for key in WAYS}))
    if service_id is not None:
        chosen.append(_the(str(service_id), "layanan", {str(each.id): of_service(each) for each in services}))
    return Narrowing(tuple(chosen))


def _the(key: str, field: str, groups: dict[str, Group]) -> Group:
    if key not in groups:
        raise InvalidInput(field, UNKNOWN)
    return groups[key]
