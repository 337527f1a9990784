"""English of days and desks

Days without service and desks get an English name, as services and lists have one. National days and desks that are called
as every office's first ones get theirs; the others are gaps an admin sees.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLES = ("holidays", "national_days", "desks")
DAYS = {
    "1 Muharam, Tahun Baru Islam": "Islamic New Year",
    "Idulfitri, hari kedua": "Eid al-Fitr, second day",
    "Cuti bersama Hari Raya Natal": "Christmas, joint leave",
    "Cuti bersama Hari Raya Waisak": "Vesak Day, joint leave",
    "Cuti bersama Hari Suci Nyepi": "Nyepi, Day of Silence, joint leave",
    "Cuti bersama Iduladha": "Eid al-Adha, joint leave",
    "Cuti bersama Idulfitri": "Eid al-Fitr, joint leave",
    "Cuti bersama Kenaikan Yesus Kristus": "Ascension Day, joint leave",
    "Cuti bersama Proklamasi Kemerdekaan": "Independence Day, joint leave",
    "Cuti bersama Tahun Baru Imlek": "Lunar New Year, joint leave",
    "Cuti bersama Wafat Yesus Kristus": "Good Friday, joint leave",
    "Hari Buruh Internasional": "Labour Day",
    "Hari Lahir Pancasila": "Pancasila Day",
    "Hari Raya Natal": "Christmas",
    "Hari Raya Waisak": "Vesak Day",
    "Hari Suci Nyepi": "Nyepi, Day of Silence",
    "Iduladha": "Eid al-Adha",
    "Idulfitri": "Eid al-Fitr",
    "Isra Mikraj Nabi Muhammad SAW": "Ascension of the Prophet Muhammad",
    "Kebangkitan Yesus Kristus (Paskah)": "Easter",
    "Kenaikan Yesus Kristus": "Ascension Day",
    "Maulid Nabi Muhammad SAW": "Birthday of the Prophet Muhammad",
    "Proklamasi Kemerdekaan": "Independence Day",
    "Tahun Baru Imlek": "Lunar New Year",
    "Tahun Baru Masehi": "New Year’s Day",
    "Wafat Yesus Kristus": "Good Friday",
}
DESKS = {f"Loket {number}": f"Counter {number}" for number in range(1, 10)}


def upgrade() -> None:
    for table in TABLES:  # no batch: both engines add such a column in place
        op.add_column(table, sa.Column("name_en", sa.String(), server_default="", nullable=False))
        rows = sa.table(table, sa.column("name"), sa.column("name_en"))
        for name, english in (DESKS if table == "desks" else DAYS).items():
            op.execute(sa.update(rows).where(rows.c.name == name).values(name_en=english))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "name_en")
