"""A message that was edited is read again in its own place; a deleted one takes its facts with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.library import Library
from core.converse import Message, Outcome, Turn, converse, fold, turn_from_json, turn_to_json

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Thread:
    """A thread in which messages are said, edited and deleted; each minute one thing happens."""

    def __init__(self, library: Library) -> None:
        self.library, self.turns, self.minute = library, list[Turn](), 0

    def say(self, text: str, event: str, replaces: str = "", *, deleted: bool = False) -> Outcome:
        self.minute += 1
        at = NOON + timedelta(minutes=self.minute)
        message = Message(text, at, "U1", event, replaces=replaces, deleted=deleted)
        outcome = converse(tuple(self.turns), message, self.library.handbook, self.library.lexicon)
        self.turns.append(turn_from_json(turn_to_json(outcome.turn)))
        return outcome

    @property
    def anc(self) -> Decimal | None:
        return fold(self.turns, self.library.handbook).facts.number("anc")


@pytest.fixture
def thread(library: Library) -> Thread:
    return Thread(library)


def test_an_edited_value_replaces_the_one_it_was(thread: Thread) -> None:
    """ANC 1.4 edited to 0.4: the case has 0.4, and the reply names both."""
    thread.say("62M on chemo, ANC 1.4, T 38.6", "one")

    outcome = thread.say("62M on chemo, ANC 0.4, T 38.6", "one-edited", "one")

    assert thread.anc == Decimal("0.4")
    assert outcome.reply.urgency == "emergency"
    assert any("ANC 1.4 ×10⁹/L → ANC 0.4 ×10⁹/L" in notice for notice in outcome.reply.notices)


def test_an_edit_stands_in_its_own_place(thread: Thread) -> None:
    """A value that was told later stays the newer one, whenever the older message is edited."""
    thread.say("on chemo, ANC 1.4, T 37.0", "one")
    thread.say("repeat ANC 0.3", "two")

    outcome = thread.say("on chemo, ANC 1.3, T 37.0", "one-edited", "one")

    assert thread.anc == Decimal("0.3")
    assert any("nothing of the case changed" in notice for notice in outcome.reply.notices)


def test_the_last_of_several_edits_counts(thread: Thread) -> None:
    """Each edit stands for the one before it."""
    thread.say("on chemo, ANC 1.4", "one")
    thread.say("on chemo, ANC 0.9", "edit-1", "one")
    thread.say("on chemo, ANC 0.2", "edit-2", "edit-1")

    assert thread.anc == Decimal("0.2")


def test_a_deleted_message_takes_its_facts_with_it(thread: Thread) -> None:
    """The pressure of 84 was another patient's: once the message is deleted no red flag is left."""
    thread.say("on chemo, ANC 0.4, T 37.0, well", "one")
    assert thread.say("BP 84/50", "two").reply.urgency == "emergency"

    outcome = thread.say("", "gone", "two", deleted=True)

    assert "sbp" not in outcome.facts
    assert outcome.reply.urgency != "emergency"
    assert any(notice.startswith("A message was deleted") and "84" in notice for notice in outcome.reply.notices)


def test_deleting_the_only_message_leaves_no_case(thread: Thread) -> None:
    """Nothing is concluded of a patient of whom nothing is told."""
    thread.say("on chemo, ANC 0.4, T 38.6", "one")

    outcome = thread.say("", "gone", "one", deleted=True)

    assert len(outcome.facts) == 0
    assert outcome.reply.headline.startswith("A message was deleted")
    assert outcome.reply.urgency == ""


def test_a_new_patient_stays_another_patient_after_an_edit(thread: Thread) -> None:
    """What was said of the first patient never comes back by an edit of the words that opened the second case."""
    thread.say("on chemo, ANC 0.4, T 38.6", "one")
    thread.say("new patient: ANC 2.5, T 36.8", "two")

    outcome = thread.say("ANC 2.4, T 36.8", "two-edited", "two")

    assert thread.anc == Decimal("2.4")
    assert "chemo_recent" not in outcome.facts
    assert outcome.reply.urgency != "emergency"


def test_the_clock_of_an_emergency_begins_when_it_was_first_said(thread: Thread) -> None:
    """An edit does not make a fever younger: the values keep the time at which the message was sent."""
    thread.say("on chemo, ANC 0.4, T 38.6", "one")
    thread.say("on chemo, ANC 0.4, T 38.7", "one-edited", "one")

    case = fold(thread.turns, thread.library.handbook)

    assert case.told["temp_c"] == NOON + timedelta(minutes=1)


def test_what_the_reply_to_an_edit_asked_is_what_the_next_words_answer(thread: Thread) -> None:
    """A terse answer belongs to the newest questions on the screen."""
    thread.say("62M solid tumour on chemo, ANC 0.4, T 38.6", "one")
    thread.say("BP 120/70", "two")
    edited = thread.say("62M solid tumour on chemo, ANC 0.3, T 38.6", "one-edited", "one")

    assert fold(thread.turns, thread.library.handbook).asked == edited.turn.asked
    assert edited.turn.asked[0] == edited.reply.questions[0].key


def test_an_edit_of_a_message_nobody_knows_is_a_message(thread: Thread) -> None:
    """A message from before the bot was there is read as said now."""
    outcome = thread.say("on chemo, ANC 0.4, T 38.6", "edited", "never-seen")

    assert outcome.turn.replaces == ""
    assert outcome.reply.urgency == "emergency"


def test_the_answers_of_a_form_are_taken_together(thread: Thread) -> None:
    """Every item of the MASCC form at once; "not known" takes back what was known."""
    thread.say("45F solid tumour on chemo, ANC 0.4, T 38.6, BP 118/70, COPD", "one")
    form = (
        ("mascc.burden", "none_mild"),
        ("mascc.copd", "unknown"),
        ("mascc.dehydration", "false"),
        ("mascc.setting", "outpatient"),
        ("mascc.fungal_history", "false"),
        ("no.such.fact", "true"),
    )
    message = Message("", NOON + timedelta(minutes=9), "U1", "form", form=form)

    outcome = converse(tuple(thread.turns), message, thread.library.handbook, thread.library.lexicon)

    assert outcome.turn.intent == "answer"
    assert outcome.facts.flag("mascc.dehydration") is False
    assert "mascc.copd" not in outcome.facts
    assert outcome.decision.mascc.known == 6


def test_a_form_without_any_known_fact_changes_nothing(thread: Thread) -> None:
    """A form of an older edition is a message not understood."""
    message = Message("", NOON, "U1", "form", form=(("no.such.fact", "true"),))

    outcome = converse((), message, thread.library.handbook, thread.library.lexicon)

    assert outcome.turn.intent == "nothing"
    assert len(outcome.facts) == 0


def test_a_turn_keeps_what_it_stands_for(thread: Thread) -> None:
    """What the store keeps and gives back is the same turn."""
    turn = thread.say("ANC 0.4", "one").turn

    again = turn_from_json(turn_to_json(replace(turn, replaces="zero")))

    assert again.replaces == "zero"
