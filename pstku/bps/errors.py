"""The ways the WebAPI fails, each with a sentence that says what to do."""

from pstku.core.errors import Unavailable
from pstku.core.text import N_


class BpsError(Unavailable):
    """The WebAPI gave no usable answer. Neither message nor values ever hold the key."""


class KeyRefusedError(BpsError):
    """The key is wrong, has expired, or is not allowed to do this."""

    def __init__(self) -> None:
        super().__init__(
            N_("BPS menolak kunci WebAPI. Periksa PSTKU_BPS_KEY di server, atau minta kunci baru di portal WebAPI.")
        )


class YearMissingError(BpsError):
    """`th` was not sent."""

    def __init__(self) -> None:
        super().__init__(N_("WebAPI minta tahun untuk tabel ini. Laporkan kepada pengelola: ini kesalahan PSTku."))


class TooManyYearsError(BpsError):
    """More years in one request than the domain allows; `most` is its limit.

    The client first tries again with fewer.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            N_("WebAPI menolak jumlah tahun yang diminta, paling banyak %(most)s. Isi tabel ini lewat lembar isian."),
            most=most,
        )
        self.most = most


class TooLargeError(BpsError):
    """The reply is null: the table is too large for one request."""

    def __init__(self) -> None:
        super().__init__(
            N_("Tabel ini terlalu besar untuk WebAPI. Minta lebih sedikit tahun, atau isi lewat lembar isian.")
        )


class BlockedError(BpsError):
    """The firewall in front of the service refuses this network."""

    def __init__(self) -> None:
        super().__init__(N_("BPS menolak akses dari jaringan ini. Coba dari jaringan kantor; jangan diulang terus."))


class GarbledError(BpsError):
    """The reply is not the expected JSON: cut off, or of another shape."""

    def __init__(self) -> None:
        super().__init__(N_("Jawaban WebAPI terpotong atau tidak dikenal. Coba lagi nanti."))


class SlowError(BpsError):
    """No whole answer in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(N_("WebAPI tidak menjawab dalam %(seconds)s detik. Coba lagi nanti."), seconds=round(seconds))


class UnreachableError(BpsError):
    """No connection: no network, no such name, refused."""

    def __init__(self) -> None:
        super().__init__(N_("WebAPI tidak terjangkau. Periksa sambungan internet server, lalu coba lagi."))


class NotFoundError(BpsError):
    """The service knows no such address or user."""

    def __init__(self) -> None:
        super().__init__(N_("WebAPI tidak mengenal alamat atau akun ini. Periksa PSTKU_BPS_URL dan kuncinya."))


class RefusedError(BpsError):
    """Any other error of the service, in its own words (without the key)."""

    def __init__(self, words: str) -> None:
        super().__init__(N_("WebAPI menolak: “%(told)s”"), told=words)


class UnexpectedStatusError(BpsError):
    """An HTTP status we do not expect."""

    def __init__(self, code: int) -> None:
        super().__init__(N_("WebAPI sedang bermasalah (kode %(code)s). Coba lagi nanti."), code=code)
