"""outside addresses

Where guests are sent beside the office, each with a state and the day somebody looked. Every office begins with the same
ones, which nobody has checked.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0058"
down_revision = "0056"
branch_labels = None
depends_on = None

FIRST = (
    (
        "dtsen", "Kelurahan atau desa", "Village or kelurahan office",
        "Ajukan perubahan bila data keluarga berubah atau keliru.",
        "Ask for a correction where your family’s data have changed or are wrong.", "",
    ),
    (
        "dtsen", "Dinas Sosial", "Social Affairs Office (Dinas Sosial)",
        "Ajukan usul atau sanggah; petugasnya mencatat di SIKS-NG.",
        "Propose or object; its officers record it in SIKS-NG.", "",
    ),
    (
        "dtsen", "Aplikasi Cek Bansos", "Cek Bansos app",
        "Ajukan usul atau sanggah dari HP, milik Kementerian Sosial.",
        "Propose or object on your phone; it belongs to the Ministry of Social Affairs.",
        "https://cekbansos.kemensos.go.id",
    ),
    (
        "complaint", "LAPOR", "LAPOR", "Pengaduan layanan publik yang diteruskan ke instansi pusat.",
        "Complaints about public services, passed on nationally.", "https://www.lapor.go.id",
    ),
)  # fmt: skip


def upgrade() -> None:
    told = op.create_table(
        "outside_addresses",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("guidance", sa.String(), nullable=False),
        sa.Column("guidance_en", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("topic in ('dtsen','complaint')", name=op.f("ck_outside_addresses_topic")),
        sa.CheckConstraint("state in ('valid','unchecked','ended')", name=op.f("ck_outside_addresses_state")),
        sqlite_autoincrement=True,
    )
    columns = ("topic", "name", "name_en", "guidance", "guidance_en", "address")
    offices = op.get_bind().scalars(sa.select(sa.column("id")).select_from(sa.table("offices"))).all()
    rows = [
        dict(zip(columns, words, strict=True)) | {"office_id": office, "position": place, "state": "unchecked"}
        for office in offices
        for place, words in enumerate(FIRST)
    ]
    if rows:
        op.bulk_insert(told, rows)


def downgrade() -> None:
    op.drop_table("outside_addresses")
