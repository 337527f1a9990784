"""origins of figures

A figure came by a pack, by hand, by a pasted sheet or from the WebAPI, and in no other way.
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

NAME, WORDS = "ck_indicator_values_origin", "origin in ('pack','typed','sheet','webapi')"


def upgrade() -> None:
    with op.batch_alter_table("indicator_values") as batch_op:
        batch_op.create_check_constraint(batch_op.f(NAME), WORDS)


def downgrade() -> None:
    with op.batch_alter_table("indicator_values") as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")
