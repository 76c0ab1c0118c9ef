"""The command line, run as a person or a program would."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import ask, paper
from bot.cli.chat import EXAMPLE
from bot.library import Library
from core.converse import Message, converse
from core.errors import ContentError
from core.reply.parts import CitedSource, Difference, Line, Option, Question, Reply, Titles
from tests.bot.cli.conftest import Run
from tests.bot.library.sample import Sample


@pytest.mark.parametrize("verb", ["ask", "chat", "serve", "manifest", "check", "diff", "batch"])
def test_every_verb_has_help(nadir: Run, verb: str) -> None:
    code, out, _ = nadir(verb, "--help")
    assert code == 0
    assert "Usage: nadir" in out


@pytest.mark.parametrize(
    "words", [["ask"], ["batch", "dance"], ["batch"], ["dance"], ["check", "--loud"], ["diff", "HEAD"]]
)
def test_wrong_use_is_told_and_exits_with_2(nadir: Run, words: list[str]) -> None:
    code, _, err = nadir(*words)
    assert code == 2
    assert "Traceback" not in err
    assert err


def test_help_is_quick_because_nothing_else_is_imported(repository: Path) -> None:
    late = "slack_bolt", "sqlalchemy", "pydantic", "yaml", "markdown_it", "core.converse", "bot.library"
    script = f"import sys, bot.cli; print([name for name in {late} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=repository)
    assert found.stdout == "[]\n"


def test_shock_comes_first_and_no_tablet_is_offered(nadir: Run) -> None:
    _, out, _ = nadir("ask", "ANC 0.3, T 38.5, breast cancer on AC-T, BP 84/50")
    assert out.startswith("EMERGENCY")
    assert "60 minutes" in out
    said = out.lower().split("why")[0]
    assert "oral" not in said.replace("orally", "")
    assert "outpatient when" not in said


def test_a_fever_after_chemotherapy_does_not_wait_for_the_count(nadir: Run) -> None:
    _, out, _ = nadir("ask", "chemo day 9, T 38.5, bloods pending")
    assert out.startswith("EMERGENCY")


def test_words_need_no_quotes(nadir: Run) -> None:
    assert nadir("ask", "ANC", "1.6", "WBC", "4.0")[1].startswith("ROUTINE")


def test_json_is_what_batch_would_print(nadir: Run) -> None:
    text = "ANC 0.4 T 38.6 62M AML"
    _, out, _ = nadir("ask", "--json", text)
    found = json.loads(out)
    _, line, _ = nadir("batch", "converse", stdin=json.dumps({"id": 1, "turns": [{"user": text}]}).encode())
    (turn,) = json.loads(line)["turns"]
    assert found.keys() == turn.keys()
    assert {key: found[key] for key in found if key not in ("text", "summary")} == {
        key: turn[key] for key in turn if key not in ("text", "summary")
    }


@pytest.mark.parametrize(
    "text", ["", "   ", "\U0001f912", "lorem ipsum " * 700, "ANC 999999", "ANC 5 WBC 1", "<!channel>", "\x1b[2J"]
)
def test_any_words_have_a_plain_answer(nadir: Run, text: str) -> None:
    code, out, err = nadir("ask", text)
    assert (code, err) == (0, "")
    assert out.strip()
    assert "\x1b" not in out


def test_chat_without_a_terminal_shows_one_consult(nadir: Run) -> None:
    code, out, _ = nadir("chat")
    assert code == 0
    assert out.startswith(f"> {EXAMPLE}")
    assert "EMERGENCY" in out


def test_chat_keeps_its_conversation_until_reset(nadir: Run, typing: Callable[..., None]) -> None:
    typing("ANC 0.4", "", "T 38.6, chemo last week", "/reset", "ANC 1.6", "/quit", "ANC 0.1")
    code, out, _ = nadir("chat")
    assert code == 0
    before, after = out.split("New patient.")
    assert "EMERGENCY: treat" in before
    assert "EMERGENCY" not in after.split("What would change")[0]
    assert out.count("Handbook edition") == 3


def test_chat_ends_with_its_input(nadir: Run, typing: Callable[..., None]) -> None:
    typing("ANC 1.6")
    code, out, err = nadir("chat")
    assert (code, err) == (0, "")
    assert "ROUTINE" in out


def test_check_prints_what_it_proved(nadir: Run) -> None:
    code, out, _ = nadir("check")
    assert code == 0, out
    assert "cases without gap or overlap" in out
    assert "The handbook holds." in out
    code, out, _ = nadir("check", "--json")
    found = json.loads(out)
    assert (code, found["holds"], found["faults"]) == (0, True, [])
    assert found["counts"]["tables"] > 0


EXAMPLE_SITE = Path("docs") / "site-example"


def test_check_proves_a_hospitals_folder_over_the_handbook(nadir: Run, repository: Path) -> None:
    code, out, _ = nadir("check", "--site", str(repository / EXAMPLE_SITE))
    assert code == 0, out
    assert "With the local policy of Example Hospital" in out
    assert "The handbook holds." in out


def test_check_exits_with_1_on_a_finding(nadir: Run, repository: Path, tmp_path: Path) -> None:
    one = Sample(tmp_path / "exh")
    shutil.copytree(repository / EXAMPLE_SITE, one.folder)
    one.edit("| exh-ring.no-red-flag | no, unknown | - |\n", "", "guidelines/contacts.md")
    code, out, _ = nadir("check", "--site", str(one.folder))
    assert code == 1
    assert "red_flag no meets no row of exh-ring.critical-care" in out
    one.edit("| exh-ring.red-flag |", "| exh-ring.red-flag | yes |", "guidelines/contacts.md")
    code, out, _ = nadir("check", "--site", str(one.folder), "--json")
    (fault,) = json.loads(out)["faults"]
    assert code == 1
    line = one.line("| exh-ring.red-flag", "guidelines/contacts.md")
    assert fault["where"] == f"exh/guidelines/contacts.md:{line}"


def test_a_hospitals_folder_that_does_not_hold_stops_every_verb(
    nadir: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Sample(tmp_path / "exh")
    shutil.copytree(repository / EXAMPLE_SITE, one.folder)
    one.edit("| exh-ring.no-red-flag | no, unknown | - |\n", "", "guidelines/contacts.md")
    monkeypatch.setenv("NADIR_SITE", str(one.folder))
    code, out, err = nadir("ask", "ANC 0.4")
    assert (code, out) == (1, "")
    line = one.line("### Critical care {#exh-ring", "guidelines/contacts.md")
    assert err.startswith(f"nadir: exh/guidelines/contacts.md:{line}: red_flag no meets no row")
    for name, token in (("BOT", "xoxb-1"), ("APP", "xapp-1")):
        monkeypatch.setenv(f"NADIR_SLACK_{name}_TOKEN", token)
    code, _, err = nadir("serve")
    assert code == 1
    assert f"nadir: exh/guidelines/contacts.md:{line}: red_flag no meets no row" in err


def test_a_fault_of_the_handbook_is_told_without_a_traceback(nadir: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ContentError("fn.md:7", "it is torn", "Mend it")

    monkeypatch.setattr(ask, "installation", broken)
    assert nadir("ask", "ANC 1") == (1, "", "nadir: fn.md:7: it is torn. Mend it\n")


def test_a_fault_of_ours_is_told_without_what_was_typed(nadir: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("62M AML")

    monkeypatch.setattr(ask, "installation", broken)
    code, _, err = nadir("ask", "62M AML")
    assert code == 1
    assert "KeyError" in err
    assert "AML" not in err


def test_serve_without_tokens_is_wrong_use(nadir: Run) -> None:
    code, _, err = nadir("serve")
    assert code == 2
    assert "SLACK" in err


def test_batch_answers_lines_in_order(nadir: Run) -> None:
    lines = b'{"id": "a", "facts": {"anc": 1.6}}\n{\n{"id": "b", "facts": {"anc": 0.3}}\n'
    code, out, err = nadir("batch", "consult", stdin=lines)
    assert (code, err) == (0, "")
    assert [json.loads(line).get("id") for line in out.splitlines()] == ["a", None, "b"]


def test_on_a_terminal_a_reply_is_painted_in_the_order_of_its_parts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    reply = Reply(
        headline="EMERGENCY: treat",
        urgency="emergency",
        actions=(Line("Give it.", "fn.a", (1, 2)),),
        echo="ANC 0.4",
        notices=("Remove the name.",),
        doubts=("WBC 3: which unit?",),
        score="MASCC 9-17",
        questions=(
            Question("copd", "Active COPD?", options=(Option("Yes", "true"), Option("No", "false"))),
            Question("anc", "ANC?"),
        ),
        more="and 2 more",
        changes=("ANC below 0.1",),
        plan=(Line("Review."),),
        differs=(Difference("d", "Two lines.", (1,)),),
        safety_net=(Line("Come back."),),
        why=("table.fn row fn.1",),
        sources=(CitedSource(1, "IDSA", "https://example.org"), CitedSource(2, "Seed \x1b[2J")),
        footer=("under review",),
        reply_id="r1",
        titles=Titles(sources="Sources", why="Why", reply="Reply"),
    )
    paper.show(reply)
    out = capsys.readouterr().out
    parts = [
        "EMERGENCY: treat", "1. Give it. [1, 2]", "Remove the name.", "WBC 3: which unit?", "ANC 0.4", "MASCC 9-17",
        "? Active COPD?  (Yes / No)", "? ANC?", "and 2 more", "Review.", "ANC below 0.1", "Come back.", "Sources",
        "[1] IDSA  https://example.org", "under review", "Reply r1", "Why", "table.fn row fn.1", "Two lines. [1]",
    ]  # fmt: skip
    places = [out.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "\x1b[2J" not in out


def test_a_real_reply_is_painted(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    outcome = converse((), Message(EXAMPLE, at, event_id="1"), library.handbook, library.lexicon)
    paper.show(outcome.reply)
    assert "EMERGENCY" in capsys.readouterr().out
