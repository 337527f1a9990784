"""Triggers: statements the database itself runs for every row that is written, whichever program writes it.

For figures drawn from many rows and read far more often than written. An operation that forgot them, a bulk UPDATE or
a hand at the database would make them wrong; a trigger sees them all. Migrations create it; the model's table names it,
so that a test sees one that a rebuilt table lost.
"""

from dataclasses import dataclass

from sqlalchemy import DDL, Table, event


@dataclass(frozen=True, slots=True)
class Trigger:
    """`body`: statements over OLD and NEW, each ended by a semicolon; `when`: which rows they are for.

    PostgreSQL runs what comes after a row at the end of its statement, when all rows are changed; SQLite at once.
    `comes_before` is for a body that must not see the rows after it in the same statement.
    """

    name: str
    on: str  # INSERT ON visits; UPDATE OF day, state ON visits
    body: str
    when: str = ""
    body_on_postgres: str = ""  # where the two differ
    comes_before: bool = False  # on PostgreSQL; not for an INSERT, which may still be left out by ON CONFLICT

    def made(self, dialect: str) -> list[str]:
        """The statements that create it."""
        condition = f" WHEN ({self.when})" if self.when else ""
        if dialect == "sqlite":
            return [f"CREATE TRIGGER {self.name} AFTER {self.on} FOR EACH ROW{condition} BEGIN {self.body} END"]
        acts = f"BEGIN {self.body_on_postgres or self.body} RETURN COALESCE(NEW, OLD); END"
        moment = "BEFORE" if self.comes_before else "AFTER"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${acts}$$",
            f"CREATE TRIGGER {self.name} {moment} {self.on} FOR EACH ROW{condition} EXECUTE FUNCTION {self.name}()",
        ]


def declare(table: Table, *triggers: Trigger) -> None:
    """Create the triggers whenever the table is created from the models."""
    for trigger in triggers:
        for dialect in ("sqlite", "postgresql"):
            for statement in trigger.made(dialect):
                ddl = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
                event.listen(table, "after_create", ddl)
