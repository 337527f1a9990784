"""How long a request waits for a lock: two seconds, but hardly at all while somebody has just waited so long in vain.

Otherwise the requests that queue up behind one long lock each wait their turn out, and nobody else is answered meanwhile.
"""

from pstku.core import shared

SHORT, REMEMBERED = 100, 3.0  # milliseconds; seconds


def patience(wait: int) -> int:
    """Milliseconds to wait for a lock: `wait`, or much less while another request has just timed out on one."""
    return min(wait, SHORT) if shared.seconds_since(shared.LOCK_HELD) < REMEMBERED else wait


def waited_in_vain() -> None:
    """Tell every worker that a request has just timed out on a lock."""
    shared.note_moment(shared.LOCK_HELD)
