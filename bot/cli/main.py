"""Every verb of the command line, each a few lines; what a verb needs is imported when it runs.

So `nadir --help` answers at once, and `ask` never waits for Slack's libraries.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from core.errors import NadirError, WrongUse

FINDING, WRONG_USE = 1, 2

app = typer.Typer(
    name="nadir",
    help="Deterministic neutropenia consults: counts in, sourced guideline answer out. No language model.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class BatchVerb(StrEnum):
    """What `nadir batch` does with each line."""

    read = "read"
    consult = "consult"
    converse = "converse"
    answer = "answer"


class WorkspacesVerb(StrEnum):
    """What `nadir workspaces` does."""

    show = "list"
    new_key = "new-key"
    reseal = "reseal"


class Evaluated(StrEnum):
    """What `nadir evaluate` scores."""

    read = "read"


def main() -> None:
    """Run the command line; whatever goes wrong is told as a thing, a place and a remedy, never as a traceback."""
    try:
        app(prog_name="nadir")
    except NadirError as fault:
        _leave(str(fault), _code(fault))
    except BrokenPipeError:
        # The reader of our output has left; a second message into the same pipe would only fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FINDING)
    except KeyboardInterrupt:
        sys.exit(FINDING)
    except Exception as fault:  # noqa: BLE001 - the boundary of the process: a traceback could show what was typed
        from bot.jsonlines.fault import told

        problem = f"Nadir itself: it failed ({told(fault)})"
        _leave(f"{problem}. The fault is ours: report the command, without patient data", FINDING)


def _code(fault: NadirError) -> int:
    """A setting, folder or revision that is missing is wrong use; a fault of the handbook is a finding."""
    from bot.settings import SettingError

    return WRONG_USE if isinstance(fault, SettingError | WrongUse) else FINDING


def _leave(words: str, code: int) -> None:
    sys.stderr.write(f"nadir: {words}\n")
    sys.exit(code)


@app.command()
def ask(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help='What you know: "ANC 0.4 WBC 1.1 T 38.6 62M AML".')],
    json: Annotated[bool, typer.Option("--json", help="Print the decision for a program.")] = False,
) -> None:
    """Answer one consult in the terminal."""
    from bot.cli.ask import answer_once

    answer_once(" ".join(text), as_json=json)


@app.command()
def chat() -> None:
    """Talk in the terminal: one conversation, as in a direct message. Nothing is kept."""
    from bot.cli.chat import talk

    talk()


@app.command(name="try")
def try_out(
    page: Annotated[
        bool | None,
        typer.Option("--page/--terminal", help="The page, or this terminal; the page when a terminal is attached."),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser where there is one.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 is any free one.")] = 0,
    bot_port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the bot; 0 is any free one.")] = 0,
    database: Annotated[Path | None, typer.Option(help="Keep the bot's database here; deleted when left out.")] = None,
    show: Annotated[
        list[Path] | None, typer.Option(help="A message or view (JSON) to look at; more than once.")
    ] = None,
) -> None:
    """Try the bot in a page that plays Slack, on this computer alone; no Slack account needed."""
    from bot.cli.rehearse import Wanted, rehearse

    rehearse(Wanted(port, bot_port, database, tuple(show or ()), browser), page=page)


@app.command()
def replay(reply_id: Annotated[str, typer.Argument(metavar="REPLY_ID", help="The id at the foot of a reply.")]) -> None:
    """Make a reply again from its stored turn, byte for byte; 1 when it is not the one that was given."""
    from bot.cli.replay import replay_reply

    if not replay_reply(reply_id):
        raise typer.Exit(FINDING)


@app.command()
def opinions() -> None:
    """Show what people thought of the replies still kept: Agree, Differ, Report an error, by the id of the reply."""
    from bot.cli.opinions import print_opinions

    print_opinions()


@app.command()
def serve(
    http: Annotated[
        bool, typer.Option("--http", help="Serve the Events API over HTTP; Socket Mode when left out.")
    ] = False,
) -> None:
    """Serve Slack, with the settings of the environment or .env."""
    from bot.app import serve as serve_slack
    from bot.settings import load_settings

    serve_slack(load_settings(), http)


@app.command()
def manifest(
    http: Annotated[str, typer.Option(metavar="URL", help="Events over HTTP at this address, not Socket Mode.")] = "",
    workspaces: Annotated[
        str, typer.Option(metavar="URL", help="For several workspaces: where an installer's browser reaches the bot.")
    ] = "",
) -> None:
    """Print the Slack app manifest: paste it where Slack makes an app from a manifest."""
    from bot.cli.manifest import print_manifest

    print_manifest(http, workspaces)


@app.command()
def workspaces(verb: Annotated[WorkspacesVerb, typer.Argument(help="What to do.")]) -> None:
    """Several workspaces: list where the app is installed, make a key for their tokens, seal them with a new one."""
    from bot.cli import workspaces as done

    acts = {"list": done.print_installed, "new-key": done.print_new_key, "reseal": done.reseal}
    acts[verb.value]()


@app.command()
def check(
    json: Annotated[bool, typer.Option("--json", help="Print counts and findings for a program.")] = False,
    site: Annotated[Path | None, typer.Option(help="A hospital's own folder, proven over the handbook.")] = None,
    exhaustive: Annotated[
        bool, typer.Option("--exhaustive", help="Every domain of proofs.yaml and every reportable value: a minute.")
    ] = False,
) -> None:
    """Prove the handbook, and print what was checked."""
    from bot.cli.check import prove_handbook

    if not prove_handbook(site, exhaustive=exhaustive, as_json=json):
        raise typer.Exit(FINDING)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A content folder, a hospital's folder, or a git revision.")],
    new: Annotated[str, typer.Argument(help="The same, to compare with it.")],
    examples: Annotated[int, typer.Option(min=0, help="Patients shown for each kind of change.")] = 5,
) -> None:
    """Show which patients a change of the handbook changes, in Markdown; 1 when one of them becomes less urgent."""
    from bot.cli.diff import show_difference

    if not show_difference(old, new, examples=examples):
        raise typer.Exit(FINDING)


@app.command()
def read(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="A message, as somebody would type it.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="What each piece became, and why a number did not.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it for a program, as `batch read` does.")] = False,
) -> None:
    """Show what is understood of a message."""
    from bot.cli.reading import show_reading

    show_reading(" ".join(text), explain=explain, as_json=json)


@app.command()
def evaluate(
    what: Annotated[Evaluated, typer.Argument(help="What is scored.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", exists=True, dir_okay=False, help="Labelled lines.")],
    floor: Annotated[float, typer.Option(min=0, max=1, help="Fail when a smaller share of lines is exact.")] = 0,
    no_danger: Annotated[bool, typer.Option("--no-danger", help="Fail on any dangerous misreading.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print figures and errors for a program.")] = False,
) -> None:
    """Score readings against labels, field by field."""
    from bot.cli.evaluate import evaluate_reading

    assert what is Evaluated.read
    if not evaluate_reading(gold, floor=floor, no_danger=no_danger, as_json=json):
        raise typer.Exit(FINDING)


@app.command()
def batch(verb: Annotated[BatchVerb, typer.Argument(help="What to do with each line.")]) -> None:
    """Answer JSON lines from standard input, one line each, in order; a bad line is answered with its error."""
    from bot.cli.batch import answer_lines

    answer_lines(verb.value)
