"""The case as the fold of its turns."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.converse.codec import turn_from_json, turn_to_json
from core.converse.fold import Case, fold, undoable
from core.converse.turn import Turn
from tests.core.converse.bench import START, handbook, plain, said, turn

BOOK = handbook()

statements = st.one_of(
    st.decimals("0", "6", places=1).map(lambda anc: said(anc=float(anc))),
    st.decimals("36", "40", places=1).map(lambda temp: said(temp_c=float(temp))),
    st.decimals("38", "40", places=1).map(lambda temp: said(temp_max_c=float(temp))),
    st.booleans().map(lambda long: said(temp_sustained=long)),
    st.just(said(fever_denied=True)),
    st.sampled_from(["imatinib", "clozapine"]).map(lambda drug: said(drugs=(drug,))),
)


@st.composite
def conversations(draw: st.DrawFn) -> list[Turn]:
    """A few turns of any kind, some at the same instant."""
    turns: list[Turn] = []
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(["add", "add", "correct", "retract", "switch_patient", "undo"]))
        one = Turn(f"Ev{number}", START + timedelta(minutes=draw(st.integers(0, 4))), draw(st.sampled_from("AB")), kind)
        match kind:
            case "undo":
                last = undoable(turns)
                one = replace(one, undone=last.event_id if last else "")
            case "retract":
                one = replace(one, retracted=draw(st.sampled_from([("temp_c",), ("anc",), ("drugs",)])))
            case _:
                one = replace(one, stated=draw(statements), new_case=kind == "switch_patient")
        turns.append(one)
    return turns


@given(conversations(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_one_state(turns: list[Turn], chance: random.Random) -> None:
    """Turns are ordered by the time of the message and the event id, and a repeat counts once."""
    shuffled = [*turns, *turns[:2]]
    chance.shuffle(shuffled)

    assert fold(shuffled, BOOK) == fold(turns, BOOK)


@given(conversations())
def test_correcting_to_the_same_value_changes_nothing(turns: list[Turn]) -> None:
    """A correction that repeats what is known leaves the facts as they are."""
    before = fold(turns, BOOK).facts
    same = tuple(one for one in before if one.key != "anc_trend")
    correction = Turn("Ev999", START + timedelta(hours=1), "A", "correct", same)

    assert plain(fold([*turns, correction], BOOK).facts.minus("anc_trend")) == plain(before.minus("anc_trend"))


@given(conversations(), conversations())
def test_two_conversations_share_nothing(ours: list[Turn], theirs: list[Turn]) -> None:
    """Folding one conversation tells nothing of another folded before it."""
    alone = fold(ours, BOOK)
    fold(theirs, BOOK)

    assert fold(ours, BOOK) == alone


@given(conversations())
def test_a_stored_turn_comes_back_as_it_was(turns: list[Turn]) -> None:
    """Turns go to the store as JSON and come back without losing a digit."""
    assert [turn_from_json(turn_to_json(one)) for one in turns] == turns


def test_undo_takes_back_the_last_change_and_only_it() -> None:
    """The state is the one before the undone turn; a second undo takes back the one before."""
    turns = [turn(1, *said(anc=0.4)), turn(2, *said(temp_c=38.6))]
    undone = [*turns, turn(3, intent="undo", undone="Ev002")]

    assert undoable(turns) == turns[1]
    assert plain(fold(undone, BOOK).facts) == {"anc": Decimal("0.4")}
    assert undoable(undone) == turns[0]


def test_undo_brings_back_the_patient_before() -> None:
    """A new patient begun by mistake is undone: the case is whole again."""
    turns = [turn(1, *said(anc=0.4)), turn(2, intent="switch_patient", new_case=True)]

    assert fold(turns, BOOK).empty
    assert plain(fold([*turns, turn(3, intent="undo", undone="Ev002")], BOOK).facts) == {"anc": Decimal("0.4")}


def test_nothing_can_be_undone_in_an_empty_conversation() -> None:
    """There is no last change, and a question is none."""
    assert undoable([]) is None
    assert undoable([turn(1, intent="question")]) is None


def test_a_new_patient_starts_clean() -> None:
    """Facts, courses, doubts and "don't know" of the patient before are gone."""
    before = turn(1, *said(anc=0.4), declined=("mascc.copd",), readings=(("wbc", Decimal(110)),))
    after = fold([before, turn(2, *said(wbc=2), new_case=True, intent="switch_patient")], BOOK)

    assert plain(after.facts) == {"wbc": Decimal(2)}
    assert (after.declined, dict(after.doubted)) == (frozenset(), {})
    assert [point.key for point in after.series] == ["wbc"]


def test_facts_carry_their_author() -> None:
    """Several people write in one thread: each fact knows who told it."""
    case = fold([turn(1, *said(anc=0.4), author="U1"), turn(2, *said(temp_c=38.6), author="U2")], BOOK)

    assert {one.key: one.author for one in case.facts} == {"anc": "U1", "temp_c": "U2"}


def test_dont_know_is_kept_until_the_value_is_told() -> None:
    """What was declined is not asked again; a later value ends that."""
    declined = turn(1, intent="answer", declined=("mascc.copd",))

    assert fold([declined], BOOK).declined == {"mascc.copd"}
    assert fold([declined, turn(2, *said(mascc_copd=True))], BOOK).declined == frozenset()


def test_a_doubt_stays_open_until_it_is_answered() -> None:
    """Told: "ANC 16" is asked until a count is told or taken back."""
    doubt = turn(1, readings=(("anc", Decimal(16)), ("anc", Decimal("0.016"))))

    assert fold([doubt, turn(2, *said(temp_c=38.5))], BOOK).doubted == {"anc": (Decimal(16), Decimal("0.016"))}
    assert fold([doubt, turn(2, *said(anc=0.016))], BOOK).doubted == {}
    assert fold([doubt, turn(2, retracted=("anc",), intent="retract")], BOOK).doubted == {}


def test_the_course_of_a_count_is_kept_and_a_correction_replaces_its_point() -> None:
    """2.1, 1.4, 0.9 within a message, then 0.7; "0.6, not 0.7" leaves no 0.7."""
    trend = turn(1, *said(anc=0.9), series=(("anc", Decimal("2.1")), ("anc", Decimal("1.4"))))
    course = fold([trend, turn(2, *said(anc=0.7)), turn(3, *said(anc=0.6), intent="correct")], BOOK)

    assert [str(point.value) for point in course.series] == ["2.1", "1.4", "0.9", "0.6"]
    assert [point.at is None for point in course.series] == [True, True, False, False]
    assert course.facts.choice("anc_trend") == "falling"


def test_a_rising_count_is_never_read_from_numbers_alone() -> None:
    """Told: "Rising" lowers the urgency, so a clinician has to say it."""
    rising = fold([turn(1, *said(anc=0.4)), turn(2, *said(anc=0.9))], BOOK)

    assert rising.facts.choice("anc_trend") is None


def test_an_empty_case_is_empty() -> None:
    """No turns, no facts, nothing in doubt."""
    assert fold([], BOOK) == Case()
    assert Case().empty
