"""Nothing that looks like a value or a correction is passed over in silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library import Library, load
from core.converse import Message, Outcome, Turn, converse, turn_from_json, turn_to_json
from core.reading.reading import LEFT
from core.reading.reasons import unplaced
from core.reply import plain
from tests.core.converse.bench import START

LIBRARY = load()
OPENINGS = (
    "ANC 1.2 T 38.5 62F breast cancer",
    "67M CLL ANC 0.4 T 38.5 BP 120/70 HR 104",
    "chemo d9 T 38.9 lymphoma",
    "ANC 1.6 WBC 4.0 plt 140 Hb 11.2",
)
NUMBERS = st.one_of(
    st.integers(10, 600).map(str),
    st.integers(1, 400).map(lambda n: f"{n / 100:g}").filter(lambda text: "." in text),
    st.integers(350, 410).map(lambda n: f"{n / 10}"),
    st.sampled_from(["<0.1", "> 1.0", "0.2-0.3", "0,4", "131/80", "x10^9/L", "cells/uL", "ANC", "platelets", "BP"]),
)
LEADS = st.sampled_from(
    [
        "",
        " sorry ",
        " no wait  typo ",
        " should be ",
        " this week ",
        " and ",
        " it's ",
        " the ",
        " ignore the ",
        " not ",
        " oh ",
        " forget the ",
        " he's ",
        "wrong: ",
        " correction ",
        " meant ",
        " lab says ",
        " last one ",
        " actually ",
    ]
)
TAILS = st.sampled_from(
    [
        "",
        " please",
        " not 67",
        " not 0.3",
        " was wrong",
        " sorry",
        " was his wife's",
        " on the gas",
        "!",
        " I think",
        " instead",
        " now",
        ", old one",
        " - that was another patient",
        " ok",
    ]
)
SAID = (
    "I could not place",
    "No value of this case is",
    "This reads as a correction",
    "without a value I could take",
    "I read a unit",
    "nothing to take back",
    "Not taken as true",
    "Kept as earlier",
    "is known already",
    "You say it is not",
)


def talk(*texts: str, library: Library = LIBRARY) -> list[Outcome]:
    """A conversation, a minute between messages."""
    outcomes: list[Outcome] = []
    turns: list[Turn] = []
    for number, text in enumerate(texts):
        message = Message(text, START + timedelta(minutes=number), "U1", f"Ev{number}")
        outcomes.append(converse(turns, message, library.handbook, library.lexicon))
        turns.append(turn_from_json(turn_to_json(outcomes[-1].turn)))
    return outcomes


def heard(before: Outcome, after: Outcome) -> str:
    """How the message was answered for: taken, said in words, or explained as no value; nothing when it was not."""
    if after.facts != before.facts or after.turn.doubts or after.turn.declined or after.turn.intent == "correct":
        return "taken"
    if after.turn.stated or after.reading.supposed or after.reading.question or after.turn.new_case:
        return "taken"
    if any(words in plain(after.reply) for words in SAID):
        return "said"
    left = [one for one in after.reading.explain() if one.kind == LEFT]
    return "explained" if left and not any(unplaced(one.why) for one in left) else ""


@given(st.sampled_from(OPENINGS), LEADS, NUMBERS, TAILS)
@settings(max_examples=200, deadline=None)
def test_every_number_name_or_unit_is_taken_said_or_explained(opening: str, lead: str, said: str, tail: str) -> None:
    """What a message holds changes the case, is asked about in words, or is explained as no value."""
    before, after = talk(opening, f"{lead}{said}{tail}".strip())

    assert heard(before, after), plain(after.reply)


@pytest.mark.parametrize(
    "message",
    ["correction", "that last one was wrong", "ignore the creatinine", "typo", "I misread that", "forget the height"],
)
def test_a_correction_of_nothing_known_is_said(message: str) -> None:
    """A word of correction without effect is answered as one."""
    before, after = talk(OPENINGS[0], message)

    assert heard(before, after) == "said"
    assert after.facts == before.facts


@pytest.mark.parametrize(
    "message",
    ["thx, 2 more questions", "see you at 7", "in 2h", "page 4 of the guideline", "room 12", "I have 3 patients", "ok"],
)
def test_what_is_no_value_raises_no_doubt(message: str) -> None:
    """A count of things, a time, a place: nothing is asked about them."""
    before, after = talk(OPENINGS[0], message)

    assert after.facts == before.facts
    assert after.turn.doubts == ()
    assert "could not place" not in plain(after.reply)


def test_an_unplaced_lower_count_is_acted_on_until_it_is_settled() -> None:
    """The more urgent of the value known and the one that may be newer counts meanwhile."""
    _, asked, refused = talk("ANC 1.8 T 38.5 breast, chemo", "0.2", "no")

    assert asked.decision.urgency == "emergency"
    assert "is it the ANC?" in plain(asked.reply)
    assert refused.decision.urgency == "urgent"
    assert refused.turn.doubts == ()


def test_a_yes_or_the_name_places_the_number() -> None:
    """The answer to "is it the ANC?" goes to the count, never to another question."""
    for reply in ("yes", "the ANC", "it's the neutrophils", "Yes."):
        *_, last = talk("ANC 1.2 T 38.5 62F breast", "0.95", reply)
        assert str(last.facts.number("anc")) == "0.95", reply
        assert "mental_status" not in last.facts, reply


def test_of_several_facts_the_name_decides_and_a_yes_does_not() -> None:
    """65 may be an age or a pressure: both are asked, and one answer settles both."""
    _, asked, again, named = talk("67M CLL ANC 0.4 T 38.5 BP 120/70", "sorry 65", "yes", "the age")

    assert set(asked.turn.doubts) == {"sbp", "age_years"}
    assert "mental_status" not in again.facts
    assert str(named.facts.number("age_years")) == "65"
    assert str(named.facts.number("sbp")) == "120"
    assert "not yet settled" not in plain(named.reply)


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("clozapine red result 1.3 UK, sore throat", "1.3"),
        ("62M AML day 10, T 38.6, lab rang 0.3", "0.3"),
        ("tired and bruised 30F, 0.9, what next", "0.9"),
    ],
)
def test_a_nameless_number_of_a_first_message_without_a_count_is_asked(words: str, printed: str) -> None:
    """A number with decimals may be the missing count: it is asked, and nothing is calmer for it."""
    asked = converse((), Message(words, START), LIBRARY.handbook, LIBRARY.lexicon)
    without = converse((), Message(words.replace(f" {printed}", ""), START), LIBRARY.handbook, LIBRARY.lexicon)
    assert f"Not taken as true: {printed}. I could not place it: is it the ANC?" in plain(asked.reply)
    assert "anc" not in asked.facts
    assert asked.decision.urgency == without.decision.urgency


@pytest.mark.parametrize("words", ["ANC 0.4, T 38.2, K 3.1", "ANC 0.4, larger 1.3, T 38", "1.3 million in cells"])
def test_a_first_message_with_its_count_is_not_asked_for_another(words: str) -> None:
    """Where the count is told, or nothing is, a number of no concern is passed over."""
    assert "I could not place" not in plain(
        converse((), Message(words, START), LIBRARY.handbook, LIBRARY.lexicon).reply
    )
