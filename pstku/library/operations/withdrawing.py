"""A wrong figure goes: one that may be quoted only when a second person agrees. It stays in the history."""

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.text import N_, clean_line
from pstku.library.models import IndicatorValue
from pstku.offices.operations import changed

LONGEST_REASON = 200


def refuse_value(actor: Actor, value_id: int, why: str) -> None:
    """Withdraw a wrong figure that nobody has checked yet.

    Raises InvalidInput without a reason, Conflict when a colleague checked or withdrew it meanwhile.
    """
    reason = _reason(why)
    with atomic():
        value = _standing(actor, value_id)
        if value.checked_at is not None:
            raise Conflict(N_("Angka ini baru saja diperiksa rekan lain."))
        _withdraw(actor, value, reason)


def withdraw_value(actor: Actor, value_id: int, why: str, *, indicator_key: str | None = None) -> bool:
    """Withdraw a figure, or, if it was checked, ask a colleague to decide; True when it is withdrawn at once.

    Raises InvalidInput without a reason, Conflict when it was withdrawn before, NotFound for a figure of another
    indicator than `indicator_key`.
    """
    reason = _reason(why)
    with atomic():
        value = _standing(actor, value_id, indicator_key)
        if value.checked_at is None:
            _withdraw(actor, value, reason)
            return True
        if value.asked_out_by_id is not None:
            raise Conflict(N_("Angka ini sudah diminta ditarik. Rekan lain yang memutuskan."))
        value.asked_out_by_id, value.asked_out_why = actor.person_id, reason
        record(actor.office_id, "ask_withdrawal", "indicator_value", value_id, actor_id=actor.person_id)
        return False


def decide_withdrawal(actor: Actor, value_id: int, *, agreed: bool, indicator_key: str | None = None) -> None:
    """Decide a request to withdraw a checked figure; the person who asked may only take the request back.

    Raises NotAllowed for the one who asked, Conflict when nobody asks any more.
    """
    with atomic():
        value = _standing(actor, value_id, indicator_key)
        if value.asked_out_by_id is None:
            raise Conflict(N_("Permintaan ini sudah diputuskan rekan lain."))
        if not agreed:
            value.asked_out_by_id, value.asked_out_why = None, ""
            record(actor.office_id, "decline_withdrawal", "indicator_value", value_id, actor_id=actor.person_id)
            return
        if value.asked_out_by_id == actor.person_id:
            raise NotAllowed(N_("Anda yang meminta. Rekan lain yang memutuskan."))
        _withdraw(actor, value, value.asked_out_why)


def lay_aside(value: IndicatorValue, why: str, person_id: int | None) -> None:
    """Withdraw a figure, inside the caller's `atomic`."""
    value.withdrawn_at, value.withdrawn_by_id, value.withdrawn_why = clock.now(), person_id, why


def _reason(why: str) -> str:
    reason = clean_line(why, 2 * LONGEST_REASON)
    if len(reason) > LONGEST_REASON:
        sentence = N_("Terlalu panjang. Singkat menjadi paling banyak %(max)s huruf.")
        raise InvalidInput("why", sentence, max=LONGEST_REASON)
    if len(reason) < 3:
        raise InvalidInput("why", N_("Tulis alasannya dalam satu kalimat."))
    return reason


def _standing(actor: Actor, value_id: int, indicator_key: str | None = None) -> IndicatorValue:
    """A figure of the actor's office that was not withdrawn."""
    actor.need(Role.EDITOR)
    value = session().get(IndicatorValue, value_id, populate_existing=True, with_for_update=True)
    if value is None or value.office_id != actor.office_id or indicator_key not in (None, value.indicator_key):
        raise NotFound(N_("Angka ini tidak ada lagi. Muat ulang daftar."))
    if value.withdrawn_at is not None:
        raise Conflict(N_("Angka ini sudah ditarik rekan lain."))
    return value


def _withdraw(actor: Actor, value: IndicatorValue, reason: str) -> None:
    lay_aside(value, reason, actor.person_id)
    record(actor.office_id, "withdraw_value", "indicator_value", value.id, actor_id=actor.person_id)
    changed(actor.office_id)
