"""Pure rules of the award: the states of a period, and the signals of a dishonest quarter."""

from pstku.rewards.rules.states import (
    FOLLOWS,
    STATE_LABELS,
    State,
    certificate_code,
    need_step,
    snapshot_hash,
)

__all__ = ["FOLLOWS", "STATE_LABELS", "State", "certificate_code", "need_step", "snapshot_hash"]
