"""The group `pstku`, and the one way a command hears no: the sentence on stderr, exit code 1, no traceback.

A command's function catches nothing of its own. What must not end it, such as one job of several, stands in
`with refusal_shown():`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from pstku.core import probe
from pstku.core.errors import DomainError, ServerFault
from pstku.http.processes import ending_when_told
from pstku.http.text import sentence
from pstku.offices.queries import sole_office_id

REFUSALS = (DomainError, ServerFault, OSError)


class Command(click.Command):
    """A command whose work may be refused."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except REFUSALS as error:
            raise click.ClickException(words(error)) from error
        except Exception as error:
            if (code := probe.outage_code(error)) is None:
                raise
            raise click.ClickException(probe.WHAT_TO_DO[code]) from error


class Group(AppGroup):
    """A group of such commands."""

    command_class = Command


def _end_when_told() -> None:
    click.get_current_context().with_resource(ending_when_told())


group = Group("pstku", help="Perintah PSTku.", callback=_end_when_told)


@contextmanager
def refusal_shown(*kinds: type[Exception], before: str = "") -> Iterator[list[str]]:
    """A refusal inside goes to stderr, after the words in `before`, and the command goes on.

    `kinds` are the errors to hear, DomainError when none is given. Yields a list that holds the sentence once it was shown.
    """
    shown: list[str] = []
    refusals = kinds or (DomainError,)
    try:
        yield shown
    except refusals as error:
        shown.append(before + words(error))
        click.echo(shown[0], err=True)


def words(error: Exception) -> str:
    """The sentence of a refusal, in the reader's language."""
    return sentence(error) if isinstance(error, DomainError) else str(error)


def served_office_id() -> int:
    """The office this installation serves; raises NotFound, which says what to run, when there is none."""
    return sole_office_id(current_app.config["OFFICE_CODE"])
