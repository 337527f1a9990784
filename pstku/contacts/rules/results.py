"""What was promised, how a promise may end, and what that means for the data the guest sought. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from pstku.core.text import N_

FOLLOW_UP, RATING = "follow_up", "rating_invitation"


class Kind(StrEnum):
    """What the guest was promised."""

    QUESTION = "question"  # left behind at an empty desk
    DATA = "data"  # Kabari saya tentang data yang saya cari
    AFTERWARDS = "afterwards"  # the officer closed the visit with Tindak lanjut
    RATING = "rating"  # Boleh meminta penilaian saya lewat pesan


class Result(StrEnum):
    """How a promise ended."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_AVAILABLE = "not_available"
    INVITED = "invited"
    NOT_NEEDED = "not_needed"
    UNREACHABLE = "unreachable"
    LAPSED = "lapsed"  # consent or contact is gone, or it is too late to rate


KIND_WORDS: Mapping[str, str] = {
    Kind.QUESTION: N_("Jawaban atas pertanyaannya"),
    Kind.DATA: N_("Kabar tentang data yang dicari"),
    Kind.AFTERWARDS: N_("Tindak lanjut setelah kunjungan"),
    Kind.RATING: N_("Undangan menilai lewat pesan"),
}
RESULT_WORDS: Mapping[str, str] = {
    Result.ANSWERED: N_("Dijawab, sesuai yang dicari"),
    Result.PARTLY: N_("Dijawab, tidak sepenuhnya sesuai"),
    Result.NOT_AVAILABLE: N_("Dijawab: datanya tidak tersedia"),
    Result.INVITED: N_("Undangan sudah terkirim"),
    Result.NOT_NEEDED: N_("Tamu tidak memerlukannya lagi"),
}
CHANNELS: Mapping[str, str] = {
    "whatsapp": N_("WhatsApp"),
    "phone": N_("Telepon"),
    "email": N_("E-mail"),
    "desk": N_("Langsung di meja"),
}
ANSWERS = (Result.ANSWERED, Result.PARTLY, Result.NOT_AVAILABLE)
# Whether the guest obtained the data, in the words of a data need; a result that is missing says nothing of it.
OBTAINED: Mapping[str, str] = {
    Result.ANSWERED: "yes_fits",
    Result.PARTLY: "yes_not_fitting",
    Result.NOT_AVAILABLE: "no",
}


def kind_of(purpose: str, *, is_question: bool, is_afterwards: bool) -> Kind:
    """What was promised, by the purpose the guest ticked and how the visit went."""
    if purpose == RATING:
        return Kind.RATING
    if is_question:
        return Kind.QUESTION
    return Kind.AFTERWARDS if is_afterwards else Kind.DATA


def results_for(kind: Kind) -> tuple[Result, ...]:
    """The results an officer may choose for a promise of this kind."""
    return (Result.INVITED, Result.NOT_NEEDED) if kind == Kind.RATING else (*ANSWERS, Result.NOT_NEEDED)
