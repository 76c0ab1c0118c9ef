"""The last few cases are kept, and nothing else is: never a case for another, never for long."""

from dataclasses import replace
from decimal import Decimal

from core.consult import consult, consulted, forget
from core.consult.kept import KEPT
from core.facts import Facts, Stated
from core.guideline import Handbook
from core.reply.outlook import outlook
from tests.core.conftest import Chart


def test_the_same_case_is_worked_out_once(chart: Chart, handbook: Handbook) -> None:
    """What is asked, and what would change it, start from the case that was consulted."""
    facts = chart(anc=0.4, temp_c=38.6)

    assert consult(facts, handbook) is consult(chart(anc=0.4, temp_c=38.6), handbook)
    assert outlook(facts, handbook, frozenset()).case is consulted(facts, handbook)[1]
    assert outlook(facts, handbook, frozenset()).decision is not outlook(facts, handbook, frozenset({"hr"})).decision


def test_a_case_is_another_by_a_value_a_word_or_a_digit(handbook: Handbook) -> None:
    """What is told in other words is answered in other words, so it is another case."""
    cases = [
        Facts.of([Stated("anc", Decimal("0.4"))]),
        Facts.of([Stated("anc", Decimal("0.40"))]),
        Facts.of([Stated("anc", Decimal("0.5"))]),
        Facts.of([Stated("anc", Decimal("0.4"), printed="neuts 0.4")]),
        Facts.of([Stated("anc", Decimal("0.4"), author="U1")]),
        Facts(),
    ]

    assert len({id(consult(facts, handbook)) for facts in cases}) == len(cases)
    assert str(consult(cases[1], handbook).anc) == "0.40"


def test_another_handbook_knows_nothing_of_the_cases_of_the_one_before(chart: Chart, handbook: Handbook) -> None:
    """An edition that calls it otherwise says so from its first consult on."""
    facts, other = chart(anc=0.4), replace(handbook, columns=dict(handbook.columns), edition="another")
    first = consult(facts, handbook)

    assert consult(facts, other) is not first
    assert consult(facts, handbook) is not first


def test_only_the_last_cases_are_kept_and_none_after_forgetting(chart: Chart, handbook: Handbook) -> None:
    """Values do not gather in memory: a case makes room for the ones after it, and the bot forgets all of them."""
    first = consult(chart(anc=0.4), handbook)
    for age in range(20, 20 + KEPT):
        consult(chart(age_years=age), handbook)
    assert consult(chart(anc=0.4), handbook) is not first

    again = consult(chart(anc=0.4), handbook)
    forget()
    assert consult(chart(anc=0.4), handbook) is not again
