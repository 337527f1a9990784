"""What a screen of the waiting room says of itself."""

from pstku.core.text import N_

SOUND_ON, SOUND_OFF, SOUND_BROKEN = "on", "off", "broken"
SOUNDS = {
    SOUND_ON: N_("Suara siap"),
    SOUND_OFF: N_("Suara mati: ketuk layar itu sekali"),
    SOUND_BROKEN: N_("Sebagian suara tidak dapat diputar"),
}


def known_sound(told: str | None) -> str | None:
    """The state of its voice as a screen told it; None for anything else."""
    return told if told in SOUNDS else None
