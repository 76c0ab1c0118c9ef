"""Replies as blocks: in order, within Slack's limits, and nothing of a message as markup."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import blocks, words
from bot.blocks import kit
from bot.outbox import Rendered
from bot.store.port import Address, Delivery, Sending, View
from core.reply.parts import CitedSource, Difference, Line, Option, Question, Reply, Titles
from tests.bot.conftest import buttons

KEY = "0123456789abcdef0123456789abcdef"
TITLES = Titles("To settle it:", "Plan", "What would change this", "Where sources differ", "Sources", "Why")
FULL = Reply(
    headline="EMERGENCY: treat as neutropenic sepsis now",
    urgency="emergency",
    actions=(
        Line("Give antibiotics within 60 minutes.", "fn.antibiotics", (1,)),
        Line("Take cultures.", "fn.c", (1, 2)),
    ),
    echo="Understood: ANC 0.3 ×10⁹/L · T 38.5 °C",
    notices=("This message seems to name a person.",),
    doubts=("Not taken as true: ANC 16.",),
    score="MASCC undecided: 14-23 of 26",
    questions=(
        Question("mascc.copd", "Active COPD?", "Active bronchitis.", (Option("No", "false"), Option("Yes", "true"))),
        Question("sbp", "Systolic blood pressure (mmHg)?"),
    ),
    more="4 more open facts could change details.",
    changes=("SBP below 90 → EMERGENCY",),
    plan=(Line("Daily count.", "mon.daily", (2,)),),
    differs=(Difference("d1", "NICE says otherwise.", (2,)),),
    safety_net=(Line("Call if worse.", "sn"),),
    why=("fever: yes",),
    sources=(CitedSource(1, "IDSA 2010", "https://example.org/a?b=1&c=2"), CitedSource(2, "NICE NG151")),
    footer=("Edition 2026.11.1, under review.", "Not a medical device."),
    reply_id="r1",
    titles=TITLES,
)
Blocks = tuple[dict[str, Any], ...]


def drawn(reply: Reply, view: View = "reply") -> str:
    """Everything the blocks show, as one text."""
    return json.dumps(blocks.render(reply, KEY, view).blocks, ensure_ascii=False)


def places(text: str, *parts: str) -> list[int]:
    """Where each of *parts* stands in *text*."""
    return [text.index(part) for part in parts]


def test_an_emergency_says_what_to_do_before_anything_else() -> None:
    """Headline, actions, what the message needs, echo, score, questions, what would change, foot: in this order."""
    order = (
        "EMERGENCY",
        "antibiotics",
        "name a person",
        "Understood",
        "MASCC",
        "COPD?",
        "below 90",
        "worse",
        "Edition",
    )
    text = drawn(FULL)

    assert sorted(places(text, *order)) == places(text, *order)


def test_an_emergency_keeps_differences_behind_why() -> None:
    """Where sources differ never stands between the headline and the actions."""
    assert "NICE says otherwise" not in drawn(FULL)
    assert "NICE says otherwise" in drawn(FULL, "why")
    assert "NICE says otherwise" in drawn(replace(FULL, urgency="routine"))


def test_the_first_words_are_the_urgency_in_words() -> None:
    """A notification shows only those, and a screen reader reads the text."""
    message = blocks.render(FULL, KEY)

    assert message.text.startswith("EMERGENCY")
    assert message.blocks[0]["text"]["text"].startswith("EMERGENCY")


def test_the_text_says_what_the_blocks_say() -> None:
    """No action, question, answer, difference or source is in the blocks alone."""
    text = blocks.render(FULL, KEY).text

    for said in ("antibiotics", "cultures", "ANC 0.3", "MASCC", "COPD?", "Yes", "below 90", "NICE says", "IDSA 2010"):
        assert said in text


def test_a_long_text_keeps_its_disclaimer() -> None:
    """What a button shows again gives way first; the edition and the disclaimer never do."""
    long = replace(FULL, urgency="routine", plan=(Line("word " * 700),))
    text = blocks.render(long, KEY).text

    assert len(text) < 4000
    assert "Not a medical device" in text
    assert "antibiotics" in text


def test_each_button_is_opaque_and_says_what_it_does() -> None:
    """Key and numbers, or key and view; a label for a screen reader; action ids are unique in a block."""
    found = buttons(list(blocks.render(FULL, KEY).blocks))

    assert [f"{KEY}:0:0", f"{KEY}:0:1", f"{KEY}:plan", f"{KEY}:why", f"{KEY}:sources"] == [
        one["value"] for one in found
    ]
    assert "No: Active COPD?" == found[0]["accessibility_label"]
    assert 5 == len({one["action_id"] for one in found})


@pytest.mark.parametrize(
    ("view", "shown"),
    [("why", "fever: yes"), ("plan", "Daily count. [2]"), ("sources", "https://example.org/a?b=1&amp;c=2")],
)
def test_a_view_shows_its_part(view: View, shown: str) -> None:
    """Why, Full plan and Sources, with the headline, in blocks and in words."""
    message = blocks.render(FULL, KEY, view)

    assert shown in drawn(FULL, view)
    assert shown in message.text
    assert message.text.startswith("EMERGENCY")


def test_a_view_without_anything_to_show_has_no_button() -> None:
    """No dead button."""
    assert [] == buttons(list(blocks.render(Reply("Help"), KEY).blocks))


def test_an_urgency_stands_alone_above_what_it_asks_for() -> None:
    """In large type, and no word of a long first line is lost."""
    headline = "EMERGENCY until shown otherwise: treat " + "word " * 60
    first, second = blocks.render(Reply(headline.strip(), urgency="emergency"), KEY).blocks

    assert "EMERGENCY until shown otherwise" == first["text"]["text"]
    assert f"*T{headline.partition(': t')[2].strip()}*" == second["text"]["text"]


def test_a_check_before_the_urgency_is_a_line_of_its_own() -> None:
    """What cannot wait stands first and is not run into the urgency of what is known."""
    headline = "EMERGENCY if the temperature is 38.0 °C or more: check now. [1] SOON: a drug has reached its line. [2]"
    first, second = blocks.render(Reply(headline, urgency="soon"), KEY).blocks

    assert first["text"]["text"].endswith("check now. [1]*")
    assert "*SOON: a drug has reached its line. [2]*" == second["text"]["text"]


def test_a_long_first_line_without_urgency_is_a_paragraph() -> None:
    """Help in bold, or in large type, is harder to read, not easier."""
    [block] = blocks.render(Reply("word " * 60), KEY).blocks

    assert ("section", "plain_text") == (block["type"], block["text"]["type"])


@pytest.mark.parametrize("kind", ["post", "update", "respond"])
def test_a_repeat_is_marked_where_it_could_be_a_second_message(kind: Any) -> None:
    """Only a post can stand there twice; the mark follows the first line, which stays first."""
    row = Sending(1, "C1", Delivery(Address(kind, "C1"), "reply", KEY), FULL, 2, repeat=True)
    message = blocks.sending(row)

    assert (kind == "post") == (words.REPEAT in message.text)
    assert (kind == "post") == (words.REPEAT in json.dumps(message.blocks[1]))
    assert message.text.startswith("EMERGENCY")


ATTACK = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<!channel>",
            "<!here>",
            "<@U1>",
            "<#C1>",
            "<http://evil.example|x>",
            "<!subteam^S1>",
            "\u202e",
            "&lt;!channel&gt;",
        ]
    ),
    st.text(alphabet="<>!@#|&\u202e\u200b\x00*_`~", max_size=400),
)
LINES = st.lists(ATTACK, max_size=8).map(tuple)
REPLIES = st.builds(
    Reply,
    headline=ATTACK.filter(bool),
    urgency=st.sampled_from(["", "routine", "soon", "urgent", "emergency"]),
    actions=st.lists(st.builds(Line, ATTACK), max_size=6).map(tuple),
    echo=ATTACK,
    notices=LINES,
    doubts=LINES,
    score=ATTACK,
    questions=st.lists(
        st.builds(
            Question,
            ATTACK,
            ATTACK.filter(bool),
            ATTACK,
            st.lists(st.builds(Option, ATTACK.filter(bool), ATTACK), max_size=30).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    changes=LINES,
    plan=st.lists(st.builds(Line, st.text(max_size=4000)), max_size=6).map(tuple),
    why=LINES,
    footer=LINES,
    sources=st.lists(st.builds(CitedSource, st.integers(1, 9), ATTACK, ATTACK), max_size=4).map(tuple),
)


@given(reply=REPLIES, view=st.sampled_from(["reply", "why", "plan", "sources"]))
def test_no_reply_breaks_slacks_limits_or_becomes_markup(reply: Reply, view: View) -> None:
    """Whatever the words: blocks within the limits, and no mention, ping or link outside of plain text."""
    message = blocks.render(reply, KEY, view)

    assert len(message.text) < 4000
    assert len(message.blocks) <= 50
    for block in message.blocks:
        _within_limits(block)
    for live in _live_text(message):
        assert not re.search(r"<[!@#]|<http", live)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", live)


def _live_text(message: Rendered) -> list[str]:
    """The texts that Slack reads as mark-up."""
    found = [message.text]
    found += [block["text"]["text"] for block in message.blocks if block.get("text", {}).get("type") == "mrkdwn"]
    return found


def _within_limits(block: dict[str, Any]) -> None:
    limits = {"header": 150, "section": 3000}
    if block["type"] in limits:
        assert 0 < len(block["text"]["text"]) <= limits[block["type"]]
    if block["type"] == "context":
        assert 0 < len(block["elements"][0]["text"]) <= 2000
    if block["type"] == "actions":
        assert 0 < len(block["elements"]) <= 25
        assert len({one["action_id"] for one in block["elements"]}) == len(block["elements"])
        for one in block["elements"]:
            for offered in one.get("options", [one]):  # of a menu each of its options
                assert 0 < len(offered["text"]["text"]) <= 75
                assert len(offered["value"]) <= (75 if "options" in one else 2000)
            assert len(one.get("accessibility_label", "")) <= 75
            assert len(one.get("options", [])) <= 100


@given(st.text())
def test_escaped_text_has_no_angle_bracket(text: str) -> None:
    """Without them Slack finds no mention, ping or link."""
    assert not set("<>") & set(kit.escape(text))


def test_no_tab_is_lost_between_numbers() -> None:
    """Hidden characters vanish; a tab that parts two numbers stays."""
    assert "0.4\t1.1" == kit.plain("0.4\t1.1\u200b")
