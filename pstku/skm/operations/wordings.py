"""The official text of a question set that is not shipped: entered with its source, then switched on, by a person each."""

from collections.abc import Mapping

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, run
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_line
from pstku.skm.models import SkmWording
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.wordings import example, get_wording

LONGEST, LONGEST_END, LONGEST_SOURCE = 240, 40, 200
SHORTEST_SOURCE = 8


def enter_wording(
    actor: Actor, key: str, *, sentences: Mapping[str, str], lowest: str, highest: str, source: str
) -> int:
    """Keep the text of a set as somebody copied it from its source; it is asked once it is switched on.

    A text is never changed: a correction is a new one. Returns its id. Raises InvalidInput, NotFound.
    """
    actor.need(*KEEPERS)
    questions = example(key)
    kept = {one.key: _words(one.key, sentences.get(one.key, ""), LONGEST) for one in questions.questions}
    ends = _words("lowest_words", lowest, LONGEST_END), _words("highest_words", highest, LONGEST_END)
    told = _words("source", source, LONGEST_SOURCE)
    if len(told) < SHORTEST_SOURCE:
        raise InvalidInput("source", N_("Tulis naskahnya, tahunnya, dan di mana ia dapat dibaca."))
    with atomic() as s:
        row = SkmWording(
            office_id=actor.office_id,
            question_set=key,
            sentences=kept,
            lowest_words=ends[0],
            highest_words=ends[1],
            source=told,
            entered_at=clock.now(),
            entered_by_id=actor.person_id,
        )
        s.add(row)
        s.flush()
        record(actor.office_id, "enter_skm_wording", "skm_wording", row.id, actor_id=actor.person_id, question_set=key)
    return row.id


def switch_on(actor: Actor, wording_id: int, *, is_compared: bool) -> None:
    """From here on rounds may ask it, in place of the text that was on before.

    `is_compared`: the person says that it stands as in its source. Raises InvalidInput without that, Conflict for a text
    that was on already, NotFound.
    """
    actor.need(*KEEPERS)
    if not is_compared:
        raise InvalidInput("is_compared", N_("Bandingkan dulu teksnya dengan naskah resmi, lalu centang."))
    with atomic() as s:
        row = get_wording(actor.office_id, wording_id)
        now = {"off_at": clock.now(), "off_by_id": actor.person_id}
        mine = (SkmWording.office_id == actor.office_id, SkmWording.question_set == row.question_set)
        s.scalars(select(SkmWording.id).where(*mine).with_for_update()).all()  # two at once stand in line
        run(update(SkmWording).where(*mine, SkmWording.on_at.is_not(None), SkmWording.off_at.is_(None)).values(now))
        fresh = update(SkmWording).where(SkmWording.id == wording_id, SkmWording.on_at.is_(None))
        if run(fresh.values(on_at=clock.now(), on_by_id=actor.person_id)).rowcount == 0:
            raise Conflict(N_("Teks ini sudah pernah aktif. Masukkan lagi bila dipakai kembali."))
        s.expire_all()
        record(actor.office_id, "switch_skm_wording_on", "skm_wording", wording_id, actor_id=actor.person_id)


def switch_off(actor: Actor, wording_id: int) -> None:
    """No round is opened with it any more; one that asks it goes on. Raises Conflict for one that is off, NotFound."""
    actor.need(*KEEPERS)
    with atomic() as s:
        get_wording(actor.office_id, wording_id)
        mine = (SkmWording.id == wording_id, SkmWording.on_at.is_not(None), SkmWording.off_at.is_(None))
        gone = update(SkmWording).where(*mine).values(off_at=clock.now(), off_by_id=actor.person_id)
        if run(gone).rowcount == 0:
            raise Conflict(N_("Teks ini tidak sedang aktif."))
        s.expire_all()
        record(actor.office_id, "switch_skm_wording_off", "skm_wording", wording_id, actor_id=actor.person_id)


def _words(field: str, text: str, longest: int) -> str:
    words = fitting(field, text, longest, words_line)
    if not words:
        raise InvalidInput(field, N_("Bagian ini wajib diisi."))
    return words
