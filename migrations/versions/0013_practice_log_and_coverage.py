"""practice log and coverage"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SEARCH_TOOLS = ("med.website", "med.allstats", "med.allstats-search")
questions = sa.table("bank_questions", sa.column("id", sa.Integer), sa.column("content", sa.JSON))
answers = sa.table("practice_answers", sa.column("question_id", sa.Integer), sa.column("indicator", sa.String))


def upgrade() -> None:
    with op.batch_alter_table('practice_answers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stamp', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('took_seconds', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('indicator', sa.String(), server_default='data', nullable=False))
    with op.batch_alter_table('competence_rounds', schema=None) as batch_op:
        batch_op.add_column(sa.Column('staff_count', sa.Integer(), nullable=True))
    fill_indicator()
    with op.batch_alter_table('practice_answers', schema=None) as batch_op:
        batch_op.alter_column('indicator', server_default=None)


def fill_indicator() -> None:
    """What the answers given so far test, as the rule said when this revision was written."""
    connection = op.get_bind()
    for question_id, content in connection.execute(sa.select(questions.c.id, questions.c.content)).all():
        first = (content.get("pages") or [""])[0]
        kinds = {"med": "media", "con": "serving"}
        indicator = "website" if first in SEARCH_TOOLS else kinds.get(first.partition(".")[0], "data")
        connection.execute(sa.update(answers).where(answers.c.question_id == question_id).values(indicator=indicator))


def downgrade() -> None:
    with op.batch_alter_table('competence_rounds', schema=None) as batch_op:
        batch_op.drop_column('staff_count')
    with op.batch_alter_table('practice_answers', schema=None) as batch_op:
        batch_op.drop_column('indicator')
        batch_op.drop_column('took_seconds')
        batch_op.drop_column('stamp')
