"""Lines in, lines out: the interface as other programs see it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.jsonlines.stream import run
from bot.jsonlines.verbs import VERBS
from bot.library import Library

DECISION = {
    "severity",
    "profound",
    "leukopenia",
    "fever",
    "febrile_neutropenia",
    "urgency",
    "mascc",
    "cisne",
    "risk",
    "red_flags",
    "disposition",
    "drug_actions",
    "ask",
    "say",
    "differs",
    "trace",
    "text",
    "summary",
    "edition",
    "digest",
}


def batch(library: Library, verb: str, *lines: Any) -> list[dict[str, Any]]:
    sent = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    sink = io.BytesIO()
    run(verb, [line + b"\n" for line in sent], sink, library)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def test_a_consult_has_every_key_of_the_interface_and_no_other(library: Library) -> None:
    (found,) = batch(library, "consult", {"id": "a", "facts": {"anc": 0.3, "temp_c": 38.6, "chemo_recent": True}})
    assert set(found) == DECISION | {"id"}
    assert set(found["mascc"]) == {"applicable", "known", "min", "max", "band"}
    assert (found["severity"], found["febrile_neutropenia"], found["urgency"]) == ("severe", "met", "emergency")
    assert found["text"].startswith("EMERGENCY")
    assert found["trace"]
    assert set(found["trace"][0]) == {"conclusion", "table", "row", "because"}
    assert set(found["say"]) <= set(library.handbook.statements)


def test_nothing_stated_has_no_urgency(library: Library) -> None:
    (found,) = batch(library, "consult", {"id": "a", "facts": {}})
    assert found["urgency"] is None
    assert found["mascc"]["min"] == 0


def test_a_bad_line_is_answered_with_its_error_and_the_next_one_follows(library: Library) -> None:
    bad = [
        b"{",
        b"[]",
        b'{"id": 7, "facts": {"anc": NaN}}',
        {"id": 8, "facts": {"ancc": 1}},
        {"id": 9},
        {"id": [], "facts": {}},
    ]
    good = {"id": 10, "facts": {"anc": 1.6}}
    found = batch(library, "consult", good, *bad, b"", b"  ", good)
    assert [one["id"] for one in found] == [10, None, None, None, 8, 9, None, 10]
    assert all("error" in one for one in found[1:-1])
    assert found[0] == found[-1]


def test_a_fault_of_ours_costs_one_line(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(line: dict[str, Any], _: Library) -> dict[str, Any]:
        raise ZeroDivisionError(line["text"])

    monkeypatch.setattr("bot.jsonlines.stream.VERBS", {**VERBS, "read": broken})
    (found,) = batch(library, "read", {"id": 1, "text": "secret"})
    assert "ZeroDivisionError" in found["error"]
    assert "secret" not in found["error"]


def test_what_is_read_can_be_decided(library: Library) -> None:
    text = "ANC 0.4 WBC 1.1 T 38.6 62M AML, no COPD, on imatinib, MRN 12345678"
    (read,) = batch(library, "read", {"id": 1, "text": text})
    assert read["state"]["anc"] == 0.4
    assert read["ask"] == []
    (found,) = batch(library, "consult", {"id": 1, "facts": read["state"]})
    assert found["urgency"] == "emergency"


def test_two_patients_in_one_message_are_asked_about_and_not_kept(library: Library) -> None:
    (read,) = batch(library, "read", {"id": 1, "text": "bed 3 ANC 0.2 T 39, bed 4 ANC 2.1 T 37"})
    assert read == {"id": 1, "state": {"two_patients": True}, "ask": ["patient"]}


def test_a_conversation_is_folded_turn_by_turn(library: Library) -> None:
    turns = [
        {"user": "ANC 0.4, T 38.6, breast cancer on AC-T"},
        {"user": "no", "asked": ["copd"]},
        {"user": "BP 84/50"},
    ]
    (found,) = batch(library, "converse", {"id": "c", "turns": turns})
    first, second, third = found["turns"]
    assert set(first) == DECISION | {"state", "doubts"}
    assert second["state"]["mascc"] == {"copd": False}
    assert third["state"]["anc"] == 0.4
    assert {flag["tier"] for flag in third["red_flags"]} == {"red"}


def test_what_was_asked_may_be_said_before_the_first_message(library: Library) -> None:
    (found,) = batch(library, "converse", {"id": "c", "turns": [{"user": "0.4", "asked": ["anc"]}]})
    assert found["turns"][0]["state"] == {"anc": 0.4}


def test_a_question_names_its_statements_and_a_supposition_leaves_the_state(library: Library) -> None:
    turns = [
        {"user": "ANC 0.8, T 36.8, feels fine"},
        {"user": "how fast must antibiotics go in?"},
        {"user": "what if T 38.5?"},
    ]
    (found,) = batch(library, "converse", {"id": "c", "turns": turns})
    _, question, supposed = found["turns"]
    assert question["answered"]
    assert supposed["state"]["temp_c"] == 36.8
    assert supposed["what_if"]["urgency"] == "emergency"


def test_a_turn_may_carry_its_time(library: Library) -> None:
    def ask(at: object) -> dict[str, Any]:
        return batch(library, "converse", {"id": 1, "turns": [{"user": "ANC 1.6", "at": at}]})[0]

    assert "error" not in ask("2026-11-23T14:05:00+01:00")
    assert "error" in ask("2026-11-23T14:05:00")
    assert "error" in ask("yesterday")
    assert "error" in ask(1763900000)


def test_a_token_that_is_no_fact_is_an_error(library: Library) -> None:
    (found,) = batch(library, "converse", {"id": 1, "turns": [{"user": "no", "asked": ["mood"]}]})
    assert "'mood' is no fact" in found["error"]


def test_a_question_is_answered_by_statements(library: Library) -> None:
    found = batch(
        library, "answer", {"id": 1, "q": "how fast must antibiotics go in"}, {"id": 2, "q": "capital of France"}
    )
    assert found[0]["covered"]
    assert "fn.antibiotics" in found[0]["statements"][:3]
    assert found[0]["text"]
    assert (found[1]["covered"], found[1]["direct"], found[1]["statements"]) == (False, False, [])
    assert found[1]["text"]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_same_lines_give_the_same_bytes(library: Library, verb: str) -> None:
    text = "ANC 0.4 WBC 1.1 T 38.6 62M AML"
    line = {"id": 1, "text": text, "q": text, "facts": {"anc": 0.4}, "turns": [{"user": text}]}
    assert batch(library, verb, line) == batch(library, verb, line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\U0001f912",
        "x" * 8000,
        "ANC 99999999999",
        "ANC 5 WBC 1",
        "ANC NaN",
        "<script>alert(1)</script>",
        "<!channel>",
        "\x00\x1b[2J",
    ],
)
@pytest.mark.parametrize("verb", ["read", "converse", "answer"])
def test_any_message_has_a_plain_answer(library: Library, verb: str, text: str) -> None:
    (found,) = batch(library, verb, {"id": 1, "text": text, "q": text, "turns": [{"user": text}]})
    assert "error" not in found
    said = json.dumps(found)
    assert "<script" not in said
    assert "<!channel" not in said


def test_progress_counts_every_line(library: Library) -> None:
    seen: list[int] = []
    run("read", [b'{"id": 1, "text": "ANC 1"}\n', b"{\n"], io.BytesIO(), library, seen.append)
    assert seen == [1, 2]


def test_a_mark_before_the_first_line_is_passed_over(library: Library) -> None:
    """A file saved with a byte order mark is read like any other."""
    (found,) = batch(library, "consult", b'\xef\xbb\xbf{"id": "a", "facts": {"anc": 1.6}}')
    assert found["severity"] == "none"
