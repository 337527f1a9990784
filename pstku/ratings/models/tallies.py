"""What stays of a settled quarter: counts, from which nobody finds a single vote again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.ratings.rules.holding import Holder


class VoteQuarter(Model):
    """A quarter in which votes are no longer counted (locked), or of which only tallies are read (cut)."""

    __tablename__ = "vote_quarters"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    locked_at: Mapped[datetime | None]  # later votes are kept as "terlambat"
    cut_at: Mapped[datetime | None]  # from now on only the tallies are read
    emptied_at: Mapped[datetime | None]  # the last of its rows has gone
    deviations: Mapped[dict[str, Any]]  # s by award line as the rows gave it, as text: folded counts would give another


class VoteTally(Model):
    """Counted votes of one officer, award line and quarter; the office's "lainnya" has no officer.

    Fewer than five votes never stand under a name. `served`, `rated`, `with_standard` and `within_standard` count
    visits and stand in the row of the votes that guests held.
    """

    __tablename__ = "vote_tallies"
    __table_args__ = (
        one_of("held_by", Holder),
        Index("ix_vote_tallies_office_id_year_quarter", "office_id", "year", "quarter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    line: Mapped[str]  # of the award: desk or field
    held_by: Mapped[str]
    year: Mapped[int]
    quarter: Mapped[int]
    n1: Mapped[int]
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    served: Mapped[int] = mapped_column(default=0)
    rated: Mapped[int] = mapped_column(default=0)
    weeks: Mapped[int] = mapped_column(default=0)
    most_from_contact: Mapped[int] = mapped_column(default=0)
    with_standard: Mapped[int] = mapped_column(default=0)
    within_standard: Mapped[int] = mapped_column(default=0)
    excluded: Mapped[int] = mapped_column(default=0)  # taken out by upheld appeals, in none of the counts above
    is_demo: Mapped[bool] = mapped_column(default=False)


class VoteMonth(Model):
    """Counted votes of one month until yesterday by line, as long as they are rows; dropped when one of them changes.

    The cut takes it away with the votes: what stays of a month then is its `MonthTally`.
    """

    __tablename__ = "vote_months"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date]  # of the month, or the last that is kept of the running one
    lines: Mapped[dict[str, Any]]  # desk, remote or field -> [votes, sum of their scores]


class ItemTally(Model):
    """How often one thing was said in a quarter, in the whole office: a reason, an answer, why a vote did not count."""

    __tablename__ = "item_tallies"
    __table_args__ = (Index("ix_item_tallies_office_id_year_quarter", "office_id", "year", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    kind: Mapped[str]  # reason, unsur or uncounted
    key: Mapped[str]  # friendly, waktu, rated; "lainnya" for what fewer than five said
    value: Mapped[int | None]  # the answer 1 to 4 of an unsur
    n: Mapped[int]
    is_demo: Mapped[bool] = mapped_column(default=False)


class MonthTally(Model):
    """Counted votes of one award line and month of the whole office; a month with fewer than five has none."""

    __tablename__ = "month_tallies"
    __table_args__ = (Index("ix_month_tallies_office_id_year_month", "office_id", "year", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    year: Mapped[int]
    month: Mapped[int]
    line: Mapped[str]  # of the award: desk or field
    n: Mapped[int]
    total: Mapped[int]
    is_demo: Mapped[bool] = mapped_column(default=False)
