"""One message in, one turn and one reply out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library import Library
from core.converse import Message, Outcome, Turn, converse, fold, turn_from_json, turn_to_json
from core.reply import plain
from tests.core.converse.bench import START


def talk(library: Library, *texts: str, audience: str = "clinician") -> list[Outcome]:
    """A conversation of one person, a minute between messages."""
    outcomes: list[Outcome] = []
    for number, text in enumerate(texts):
        turns = [outcome.turn for outcome in outcomes]
        message = Message(text, START + timedelta(minutes=number), "U1", f"Ev{number}")
        outcomes.append(converse(turns, message, library.handbook, library.lexicon, audience))
    return outcomes


def test_the_same_arguments_give_the_same_reply(library: Library) -> None:
    """Nothing but the arguments enters: a stored turn can be replayed to the byte."""
    texts = ("ANC 0.4 WBC 1.1 T 38.6 62M AML", "no COPD", "how often should I recheck")

    assert talk(library, *texts) == talk(library, *texts)


def test_every_reply_has_its_own_name(library: Library) -> None:
    """The reply id names the event, its time and the handbook."""
    first, second = talk(library, "ANC 1.6", "ANC 1.6")
    other = replace(library.handbook, digest="another")
    message = Message("ANC 1.6", START, "U1", "Ev0")

    assert first.reply.reply_id != second.reply.reply_id
    assert first.turn.reply_id == first.reply.reply_id
    assert converse([], message, other, library.lexicon).reply.reply_id != first.reply.reply_id


def test_a_conversation_is_never_changed(library: Library) -> None:
    """The turns given are left as they are; the new one is handed back."""
    turns: list[Turn] = [talk(library, "ANC 0.4 T 38.6")[0].turn]
    before = list(turns)
    converse(turns, Message("T 37", START + timedelta(hours=1)), library.handbook, library.lexicon)

    assert turns == before


def test_messages_without_an_event_id_are_still_told_apart(library: Library) -> None:
    """In a terminal no event id comes with a message: each still counts once."""
    turns: tuple[Turn, ...] = ()
    for text in ("ANC 0.4", "T 38.6"):
        turns = (*turns, converse(turns, Message(text, START), library.handbook, library.lexicon).turn)

    assert {"anc", "temp_c"} <= set(fold(turns, library.handbook).facts.stated)


@pytest.mark.parametrize("audience", ["clinician", "trainee", "patient"])
def test_words_change_with_the_reader_medicine_does_not(library: Library, audience: str) -> None:
    """Each audience gets the same decision and the same statements."""
    ours = talk(library, "ANC 0.3 T 38.5 breast cancer on chemo", audience=audience)[0]
    theirs = talk(library, "ANC 0.3 T 38.5 breast cancer on chemo")[0]

    assert ours.decision == theirs.decision
    assert [line.statement for line in ours.reply.actions] == [line.statement for line in theirs.reply.actions]


def test_a_turn_keeps_no_word_of_the_message(library: Library) -> None:
    """Only terms, numbers and units of what was read are stored; no other word."""
    outcome = talk(library, "ANC 0.3, T 38.9, his wife brought marmalade")[0]

    assert "marmalade" not in repr(outcome.turn).casefold()
    assert "wife" not in repr(outcome.turn).casefold()
    assert "marmalade" not in plain(outcome.reply).casefold()


def test_the_edition_in_force_is_said_when_it_changed(library: Library) -> None:
    """An open case is answered by the handbook of today."""
    turn = replace(talk(library, "ANC 1.6")[0].turn, edition="2001.1")
    message = Message("WBC 4.0", START + timedelta(minutes=5))
    outcome = converse([turn], message, library.handbook, library.lexicon)

    assert any("2001.1" in notice for notice in outcome.reply.notices)


def test_a_what_if_never_hides_the_emergency(library: Library) -> None:
    """The first word over a harmless supposition is still the patient's own."""
    outcome = talk(library, "ANC 0.2 T 39 on chemo, BP 80/40", "what if the ANC were 3.0?")[-1]

    assert outcome.what_if is not None
    assert outcome.reply.headline.startswith("EMERGENCY")


def test_a_value_in_doubt_is_acted_on_at_its_worst(library: Library) -> None:
    """ANC 16 after ANC 1.6 may be 0.016: with a fever that is an emergency until it is settled."""
    outcome = talk(library, "ANC 1.6 T 38.6 on chemo", "repeat ANC 16")[-1]

    assert (outcome.decision.urgency, outcome.decision.certain) == ("emergency", False)
    assert "anc" in outcome.turn.asked


VALUES = ["ANC 0.4", "WBC 1.1", "T 38.6", "84/50", "on imatinib", "1e999", "NaN", "-5", "999999999", "0,5", "bed 4"]
TALK = ["no", "yes", "1 no 2 yes", "undo", "new patient:", "what if", "sorry,", "not", "?", "dunno", "thanks", "help"]
WORDS = st.sampled_from([*VALUES, *TALK, "<!channel>", "<script>", "how often"])


@given(st.lists(st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=40), min_size=1, max_size=4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_conversation_gets_an_answer(library: Library, texts: list[str]) -> None:
    """Whatever is written: one reply with words, nothing raised, nothing echoed as markup, the turn storable."""
    for outcome in talk(library, *texts):
        assert plain(outcome.reply)
        assert "<!channel>" not in plain(outcome.reply)
        assert "<script>" not in plain(outcome.reply)
        assert turn_from_json(turn_to_json(outcome.turn)) == outcome.turn
