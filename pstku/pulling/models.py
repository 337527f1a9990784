"""What comes from the BPS WebAPI: which table belongs to which indicator, the pulls, the office's releases."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Json, Model


class WebapiLink(Model):
    """The office's own word on a source: this table, or headline, belongs to that indicator, or to none."""

    __tablename__ = "webapi_links"
    __table_args__ = (UniqueConstraint("office_id", "kind", "domain", "var", "part", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[str]  # table (var/th/data), headline (indicators)
    domain: Mapped[str]  # 0000, 7500, 7571
    var: Mapped[str]
    part: Mapped[str]  # table: turvar, "0" where there is none; headline: how its title begins, empty for any
    place: Mapped[str]  # table: vervar, empty to take every known region; headline: empty
    region_code: Mapped[str]  # with `place`, and for a headline; else empty
    indicator_key: Mapped[str]  # empty: do not take it, although a pack says so
    power: Mapped[int] = mapped_column(default=0)  # value × 10**power, e.g. 3 for "ribu jiwa"
    series: Mapped[str] = mapped_column(default="")


class WebapiPull(Model):
    """One round of asking; at most one of an office is running."""

    __tablename__ = "webapi_pulls"
    __table_args__ = (
        Index(
            "uq_webapi_pulls_running",
            "office_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        IDS_USED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[str]  # figures, tables (the list of an office's tables)
    state: Mapped[str]  # running, done, failed
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    heard_at: Mapped[datetime]  # the last sign of life
    finished_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)  # steps
    total: Mapped[int] = mapped_column(default=0)
    doing: Mapped[str] = mapped_column(default="")
    results: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # counts: proposed, same, releases, …
    troubles: Mapped[list[Any]] = mapped_column(Json, default=list)  # [what, message, values]


class OfficeRelease(Model):
    """A publication or press release of the office, as its website has it."""

    __tablename__ = "office_releases"
    __table_args__ = (UniqueConstraint("office_id", "kind", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[str]  # publication, pressrelease
    external_id: Mapped[str]
    title: Mapped[str]
    released_on: Mapped[date] = mapped_column(index=True)
    url: Mapped[str]
    abstract: Mapped[str] = mapped_column(default="")
