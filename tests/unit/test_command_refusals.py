"""A command hears no in one way: the sentence on stderr, exit code 1, no traceback; or it shows it and goes on."""

import click
import pytest

from pstku.commands.group import Command, Group, group, refusal_shown
from pstku.core.errors import Conflict, NotFound, ServerFault


@pytest.fixture
def run(app):
    """Runs a function as the body of a command."""

    def run(body):
        commands = Group("office")
        commands.command("act")(body)
        app.cli.add_command(commands)
        return app.test_cli_runner().invoke(args=["office", "act"])

    return run


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotFound("Tidak ada pegawai %(name)s.", name="Sari"), "Tidak ada pegawai Sari."),
        (ServerFault("Cakram penuh. Kosongkan dulu."), "Cakram penuh. Kosongkan dulu."),
        (OSError(28, "No space left on device", "/var/x"), "[Errno 28] No space left on device: '/var/x'"),
    ],
)
def test_what_is_refused_is_a_sentence_on_stderr_and_exit_code_1(run, error, words):
    def body():
        click.echo("Mulai.")
        raise error

    ended = run(body)
    assert (ended.exit_code, ended.stdout, ended.stderr) == (1, "Mulai.\n", f"Error: {words}\n")


def test_a_fault_of_the_program_keeps_its_traceback(run):
    def body():
        raise RuntimeError("votes are left")

    ended = run(body)
    assert ended.exit_code == 1 and isinstance(ended.exception, RuntimeError) and "votes" not in ended.stderr


def test_a_refusal_that_is_shown_lets_the_command_go_on(run):
    def body():
        with refusal_shown(before="Tidak ada cadangan: ") as refused:
            raise Conflict("Sedang berjalan.")
        click.echo(f"Selesai sesudah {len(refused)} penolakan.")

    ended = run(body)
    assert (ended.exit_code, ended.stdout) == (0, "Selesai sesudah 1 penolakan.\n")
    assert ended.stderr == "Tidak ada cadangan: Sedang berjalan.\n"


def test_only_the_named_kinds_are_shown(run):
    def body():
        with refusal_shown(NotFound):
            raise Conflict("Sedang berjalan.")

    assert run(body).exit_code == 1


def test_nothing_refused_is_nothing_shown():
    with refusal_shown() as refused:
        pass
    assert refused == []


def test_every_command_of_ours_hears_no_this_way():
    def commands(of):
        for command in of.commands.values():
            yield from commands(command) if isinstance(command, click.Group) else [command]

    kinds = {type(command) for command in commands(group)}
    assert kinds == {Command}
    assert len(list(commands(group))) > 15
