"""contact promises

What guests agreed to be reached for becomes a list that somebody can act on. What was promised before and not done:
every question still waiting, and the ticks and outcomes of the last ninety days.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from pstku.core import clock
from pstku.core.db import UTCDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

PROMISES, OPEN = "contact_promises", "ix_contact_promises_open"
LOOK_BACK = timedelta(days=90)
VISITS = sa.table(
    "visits",
    *(sa.column(name) for name in ("id", "office_id", "guest_id", "follow_up", "state", "outcome", "entered_by_id")),
    *(sa.column(name, UTCDateTime) for name in ("created_at", "closed_at")),
)
CONSENTS = sa.table(
    "consents",
    *(sa.column(name) for name in ("guest_id", "purpose")),
    *(sa.column(name, UTCDateTime) for name in ("given_at", "withdrawn_at")),
)


def upgrade() -> None:
    op.create_table(
        PROMISES,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("visit_id", sa.Uuid(), sa.ForeignKey("visits.id"), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("promised_at", UTCDateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("taken_at", UTCDateTime(), nullable=True),
        sa.Column("handed_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_try_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.UniqueConstraint("visit_id", "purpose"),
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        OPEN, PROMISES, ["office_id", "promised_at"], sqlite_where=is_open, postgresql_where=is_open
    )
    _promise_what_was_ticked()


def downgrade() -> None:
    op.drop_index(OPEN, table_name=PROMISES)
    op.drop_table(PROMISES)


def _promise_what_was_ticked() -> None:
    visit, consent, since = VISITS.c, CONSENTS.c, clock.now() - LOOK_BACK
    agreed = sa.and_(consent.guest_id == visit.guest_id, consent.withdrawn_at.is_(None))
    question = sa.and_(visit.follow_up, visit.state == "waiting", consent.purpose == "follow_up")
    outcome = sa.and_(visit.outcome == "follow_up", visit.closed_at >= since, consent.purpose == "follow_up")
    ticked = sa.and_(
        visit.created_at >= since,
        consent.given_at == visit.created_at,
        visit.entered_by_id.is_(None),
        consent.purpose.in_(("follow_up", "rating_invitation")),
    )
    promised = (
        sa.select(visit.office_id, visit.id, consent.purpose, visit.created_at, sa.literal(0), sa.literal(""))
        .select_from(VISITS.join(CONSENTS, agreed))
        .where(sa.or_(question, outcome, ticked))
        .distinct()
    )
    columns = ("office_id", "visit_id", "purpose", "promised_at", "tries", "note")
    target = sa.table(PROMISES, *(sa.column(name) for name in columns))
    op.execute(sa.insert(target).from_select(columns, promised))
