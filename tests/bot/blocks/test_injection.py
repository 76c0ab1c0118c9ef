"""Whatever is typed, nothing of it comes back as a mention, a ping, a link or a date: through the real reader."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import blocks, words
from bot.app import conversation_with
from bot.store.port import View
from core.converse import Message, Turn
from tests.bot.blocks.scenes import KEY, everything, library
from tests.bot.blocks.test_golden import objects

START = datetime(2026, 11, 28, 3, 2, tzinfo=UTC)
ATTACKS = (
    "<!channel>",
    "<!here|x>",
    "<!subteam^S1>",
    "<@U0BOSS>",
    "<#C0WARD|x>",
    "<http://evil.example|0.4>",
    "<https://evil.example|IDSA>",
    "<mailto:a@evil.example|x>",
    "<!date^1^{date}|0.4>",
    "&lt;!everyone&gt;",
    "https://evil.example/?a=0.3",
    "@channel",
    "<\u202e!channel>",
    "<\u200b@U1>",
    "*0.4*",
    "`0.3`",
    ":rotating_light:",
    "[1] <",
    "<0.5",
    ">",
)
# Every place where a message's own words may be said again: a value, its unit, a drug, a correction, an answer,
# a name that could not be placed, a word in a hand-off or a why.
PLACES = (
    "{x}",
    "ANC {x} T 38.5",
    "ANC 0.4{x} T 38.5",
    "ANC 0.4 {x} 1.4, T 38.5",
    "ANC 0.3 T 38.5, on {x} dasatinib{x}",
    "sorry, ANC 0.4 not {x}",
    "WBC {x}1.1 ANC 0.4 neutrophils {x}%",
    "{x} ANC 400 /µL",
    "allergic to {x} penicillin",
    "what about {x}?",
    "bed {x} ANC 0.3, bed 5{x} ANC 1.2",
)
TYPED = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(max_size=40),
    st.text(alphabet="<>!@#|^&;*_`~: 0.4\u202e\u200b\x00", max_size=30),
    st.tuples(st.sampled_from(ATTACKS), st.text(max_size=10), st.sampled_from(ATTACKS)).map("".join),
)
VIEWS: tuple[View, ...] = ("reply", "why", "plan", "sources")


@settings(max_examples=60)
@given(typed=TYPED, place=st.sampled_from(PLACES), again=st.sampled_from(("", *PLACES, "why", "hand off", "undo")))
def test_nothing_typed_becomes_markup(typed: str, place: str, again: str) -> None:
    """In any place of any message, in every view, in the shared message and in the notification."""
    _stays_words(typed, place, again)


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_in_each_place(attack: str) -> None:
    """The same, without chance."""
    for place in PLACES:
        _stays_words(attack, place, "")


def test_what_is_typed_is_said_again_somewhere() -> None:
    """These tests would prove nothing if no word of a message ever came back."""
    assert "typed: anc 400 /ul" in str(_drawn("ANC 400 /µL"))


def _stays_words(typed: str, *places: str) -> None:
    for payload, links in _drawn(*(place.replace("{x}", typed) for place in places if place)):
        _holds(payload, links)


def _drawn(*texts: str) -> list[tuple[dict[str, Any], set[str]]]:
    """Everything a conversation of *texts* shows anywhere, each with the addresses of its sources."""
    think = conversation_with(library(), "clinician")
    turns: list[Turn] = []
    found = []
    for number, text in enumerate(texts):
        outcome = think(turns, Message(text, START + timedelta(minutes=number), "U0DOCTOR", f"Ev{number}"))
        turns.append(outcome.turn)
        reply = words.dressed(outcome.reply, outcome.turn)
        shown = [blocks.message(reply, KEY, view, everything(reply)) for view in VIEWS]
        shown += [blocks.shared(reply), blocks.message(words.moved(reply), KEY)]
        asked = blocks.share_preview(reply, KEY, "C0WARD", "ward")
        found += [(one.payload(), {source.link for source in reply.sources}) for one in (*shown, asked)]
    return found


def _holds(payload: dict[str, Any], links: set[str]) -> None:
    assert not set("<>") & set(payload.get("text", "") if isinstance(payload.get("text"), str) else "")
    for one in objects(payload):
        if one.get("type") == "plain_text":
            assert one["emoji"] is False
            assert not re.search(r"<[^\s\d=.,<‹…-]", one["text"])
        if one.get("type") == "mrkdwn":
            bare = re.sub(r"<!date\^\d+\^\{time\}\|\d\d:\d\d UTC>", "", one["text"])
            for address in re.findall(r"<(https://[^|>]+)\|[^<>]+>", bare):
                assert address.replace("&amp;", "&") in links
            assert not set("<>") & set(re.sub(r"<https://[^|>]+\|[^<>]+>", "", bare))
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00]", str(one.get("text", "")))
