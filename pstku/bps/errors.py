"""Every way the WebAPI fails, each with a sentence that says what to do."""

from pstku.core.errors import Unavailable
from pstku.core.text import N_


class BpsError(Unavailable):
    """The WebAPI gave no usable answer. Neither message nor values ever hold the key."""


class KeyRefusedError(BpsError):
    """The key is wrong, ended, or not allowed to do this."""

    def __init__(self) -> None:
        super().__init__(
            N_("BPS menolak kunci WebAPI. Periksa PSTKU_BPS_KEY di server, atau minta kunci baru di portal WebAPI.")
        )


class YearMissingError(BpsError):
    """`th` was not sent."""

    def __init__(self) -> None:
        super().__init__(N_("WebAPI minta tahun untuk tabel ini. Laporkan kepada pengelola: ini kesalahan PSTku."))


class TooManyYearsError(BpsError):
    """More years at once than this domain allows; `most` is what it allows. The client asks again for fewer first."""

    def __init__(self, most: int) -> None:
        super().__init__(
            N_("WebAPI menolak jumlah tahun yang diminta, paling banyak %(most)s. Isi tabel ini lewat lembar isian."),
            most=most,
        )
        self.most = most


class TooLargeError(BpsError):
    """The literal null: the table is too large to be given at once."""

    def __init__(self) -> None:
        super().__init__(
            N_("Tabel ini terlalu besar untuk WebAPI. Minta lebih sedikit tahun, atau isi lewat lembar isian.")
        )


class BlockedError(BpsError):
    """The wall in front of the service refuses this network."""

    def __init__(self) -> None:
        super().__init__(N_("BPS menolak akses dari jaringan ini. Coba dari jaringan kantor; jangan diulang terus."))


class GarbledError(BpsError):
    """Not the JSON that was promised: cut off, or of another shape."""

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
    """Any other error the service tells, in its own words (without the key)."""

    def __init__(self, words: str) -> None:
        super().__init__(N_("WebAPI menolak: “%(told)s”"), told=words)


class UnexpectedStatusError(BpsError):
    """An HTTP status that means nothing to us."""

    def __init__(self, code: int) -> None:
        super().__init__(N_("WebAPI sedang bermasalah (kode %(code)s). Coba lagi nanti."), code=code)
