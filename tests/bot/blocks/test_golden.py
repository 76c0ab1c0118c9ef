"""The main replies as files a person can open, and what must hold of every one of them."""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.converse.granted import which_reader
from tests.bot.blocks.scenes import GOLDEN, SCENES, files, library, told, written

EMERGENCIES = ("emergency", "red-flag", "low-risk", "undecided", "doubt", "two-patients", "identifiers", "moved")
URGENT = {"possible-fever": "EMERGENCY if", "tki-hold": "SOON", "clozapine": "SOON", "routine": "ROUTINE"}
MESSAGES = [name for name in SCENES if not name.startswith(("modal", "home"))]
PHONE, DESK = 46, 90  # characters a line
FOLD = 25  # lines


def opened(name: str) -> dict[str, Any]:
    """One file."""
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return found


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a payload."""
    if isinstance(node, dict):
        yield node
        for one in node.values():
            yield from objects(one)
    if isinstance(node, list):
        for one in node:
            yield from objects(one)


def lines(payload: dict[str, Any], width: int) -> list[str]:
    """A message as lines of a screen that holds *width* characters; a row of buttons is one line."""
    found: list[str] = []
    for block in payload["blocks"]:
        texts = [one["text"] for one in (block.get("text", {}), *block.get("elements", ())) if "text" in one]
        if block["type"] == "actions":
            found.append(" ".join(one["text"]["text"] for one in block["elements"] if "text" in one))
        else:
            found += [line for text in texts for part in text.split("\n") for line in textwrap.wrap(part, width)]
    return found


@pytest.mark.parametrize("name", SCENES)
def test_the_files_are_what_is_said(name: str) -> None:
    """Byte for byte; `make golden` writes them anew, and the difference is read before it is committed."""
    assert written(SCENES[name]()) == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


def test_no_file_is_left_over() -> None:
    """Each file is of a scene."""
    assert sorted(f"{name}.json" for name in SCENES) == [path.name for path in files()]


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.stem)
def test_each_file_opens_by_itself(path: Path) -> None:
    """A message with its text and blocks, or a view with its type and blocks: a page needs nothing else to draw it."""
    payload = json.loads(path.read_text(encoding="utf-8"))

    assert payload["blocks"]
    assert payload.get("type") in ("modal", "home") or payload["text"]


@pytest.mark.parametrize("name", EMERGENCIES)
def test_an_emergency_begins_with_its_name(name: str) -> None:
    """In the notification, for a screen reader and on the screen: in words, whatever the colours."""
    payload = opened(name)

    assert payload["text"].startswith("EMERGENCY")
    assert payload["blocks"][0]["text"]["text"].startswith("EMERGENCY")


@pytest.mark.parametrize(("name", "urgency"), URGENT.items())
def test_every_reply_begins_with_its_urgency(name: str, urgency: str) -> None:
    """So do the less urgent."""
    assert opened(name)["text"].startswith(urgency)
    assert opened(name)["blocks"][0]["text"]["text"].strip("*").startswith(urgency)


@pytest.mark.parametrize(
    ("name", "texts"), [("emergency", "ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD"), ("doubt", "ANC 16, T 38.5")]
)
def test_no_word_of_an_emergencys_actions_is_lost(name: str, texts: str) -> None:
    """Every action stands whole in one section that never folds, in the text too."""
    payload = opened(name)
    drawn = "\n".join(block["text"]["text"] for block in payload["blocks"] if block.get("expand"))

    for line in told(texts).actions:
        assert line.text in drawn
        assert line.text in payload["text"]


@pytest.mark.parametrize("name", EMERGENCIES)
def test_what_to_do_is_above_the_fold(name: str) -> None:
    """On a desk what was understood too; on a phone the last action ends at the fold, or a line or two below it."""
    payload = opened(name)

    assert any("Understood" in line for line in lines(payload, DESK)[:FOLD])
    actions = payload["blocks"][: next(at for at, one in enumerate(payload["blocks"]) if "Under" in str(one))]
    before = [one for one in actions if one["text"]["type"] != "plain_text" or one["type"] == "header"]
    assert len(lines({"blocks": before}, PHONE)) <= FOLD + 3


@pytest.mark.parametrize("name", EMERGENCIES[:-2])
def test_questions_come_before_small_print(name: str) -> None:
    """Small print is the last block, buttons and all above it."""
    payload = opened(name)

    assert "context" == payload["blocks"][-1]["type"]
    assert "Not a medical device" in payload["blocks"][-1]["elements"][0]["text"]
    assert all("Not a medical device" not in str(block) for block in payload["blocks"][:-1])


@pytest.mark.parametrize("name", SCENES)
def test_nothing_clinical_leaves_in_a_value(name: str) -> None:
    """What buttons, options and views hand back is an opaque key, numbers and our own few names."""
    ours = {"plan", "why", "sources", "handoff", "share", "agree", "differ", "report", "audience", "remind"}
    ours |= {"value", "mascc", "trend"}
    for one in objects(opened(name)):
        for value in (one.get("value"), one.get("private_metadata")):
            for part in str(value or "").split(":"):
                assert part in {"", "unknown", "C0WARD", *ours} or re.fullmatch(r"[0-9a-f]{32}|[0-9]{1,2}", part)


@pytest.mark.parametrize("name", SCENES)
def test_plain_words_stay_plain(name: str) -> None:
    """No name between colons becomes a picture, no bare address a link, nothing opens in plain words."""
    for one in objects(opened(name)):
        if one.get("type") == "plain_text":
            assert one["emoji"] is False
            assert "<" not in one["text"]
        if one.get("type") == "mrkdwn":
            assert one["verbatim"] is True


@pytest.mark.parametrize("name", SCENES)
def test_every_button_and_picture_says_what_it_is(name: str) -> None:
    """A screen reader has words for each."""
    for one in objects(opened(name)):
        if one.get("type") == "button":
            assert 0 < len(one["accessibility_label"]) <= 75
        if one.get("type") == "image":
            assert one["alt_text"]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_number_cited_is_named_below(name: str) -> None:
    """A citation on the screen has its source in the small print, in the list or behind Sources."""
    payload = opened(name)
    shown = [one["text"] for one in objects(payload) if one.get("type") in ("mrkdwn", "plain_text")]
    cited = {number for text in shown for found in re.findall(r"\[([\d, ]+)\]", text) for number in found.split(", ")}

    missing = {one for one in cited if not any(re.search(rf"\[{one}\] \S", text) for text in shown)}
    buttons = [one for one in objects(payload) if one.get("action_id") == "show:sources"]
    assert not missing or buttons or name in ("why", "plan", "course")  # opened from an answer that names them


def test_the_reader_is_asked_with_three_buttons() -> None:
    """Clinician, trainee, patient-facing: one press each, and no menu of the same beside it."""
    found = [one["text"]["text"] for one in objects(opened("who-reads")) if "audience:" in str(one.get("action_id"))]

    assert [option.label for option in which_reader(library().handbook).options] == found
    assert not [one for one in objects(opened("who-reads")) if one.get("type") == "static_select"]
