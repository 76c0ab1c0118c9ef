"""What would change this: each line is a limit of the handbook that the consult obeys."""

import re
from decimal import Decimal

import pytest

from core.consult import URGENCIES, Decision, case_of, consult
from core.facts import Facts, Stated
from core.reply.changes import changes
from tests.core.test_asking import library, outcome

LINE = re.compile(r"(?P<label>.+?) (?P<side>at or above|at or below|above|below) (?P<limit>[\d.]+): (?P<then>.+)")
CASES = [
    "ANC 1.6 WBC 4, afebrile, well",
    "ANC 1.2 afebrile well on carbimazole",
    "ANC 0.8",
    "ANC 1.2 on nilotinib CML chronic phase platelets 80 afebrile well",
    "ANC 0.4 T 38.6 62M breast cancer chemo d8 bp 118/70 hr 96 rr 18 sats 97",
    "ANC 0.3, chemo d9, afebrile, well, Hb 11",
]


@pytest.mark.parametrize("text", CASES)
def test_just_beyond_the_limit_named_the_advice_is_another(text: str) -> None:
    """The value that is said changes urgency, severity or plan, and the urgency named is that of the consult."""
    found, handbook = outcome(text), library().handbook
    lines = changes(found.decision, case_of(found.facts, handbook))

    assert lines
    for line in lines:
        part = LINE.fullmatch(line)
        assert part is not None, line
        key = next(key for key, item in handbook.items.items() if item.label == part["label"])
        beyond = moved(found.facts, key, Decimal(part["limit"]), part["side"])
        then = consult(beyond, handbook)
        assert advice(then) != advice(found.decision), line
        for urgency in URGENCIES:
            assert (urgency.upper() in part["then"].split()) == (urgency == then.urgency) or "until" in line, line


def moved(facts: Facts, key: str, limit: Decimal, side: str) -> Facts:
    """The case with the value just beyond a limit."""
    step = Decimal("0.01")
    value = {"at or above": limit, "at or below": limit, "above": limit + step, "below": limit - step}[side]
    return facts.minus("anc_below", "fever_denied", "wbc").plus(Stated(key, value))


def advice(decision: Decision) -> tuple[object, ...]:
    """What a change must change."""
    return decision.urgency, decision.severity, decision.risk, decision.red_flags, decision.headline, decision.say


def test_an_urgent_case_names_nothing_that_would_calm_it() -> None:
    """Of an emergency only what makes it worse is named: no count to rise to, no fever to fall."""
    found = outcome("ANC 0.4 T 38.6 62M breast cancer chemo d8 bp 118/70 hr 96 rr 18 sats 97")

    assert [line for line in found.reply.changes if not line.split(": ")[1].startswith("EMERGENCY")] == []
    assert [line.split(" at ")[0] for line in found.reply.changes if " at " in line] == ["SBP", "HR", "RR"]


def test_where_a_limit_changes_the_plan_alone_the_one_that_changes_the_urgency_is_told_too() -> None:
    """Well, 1.8 on mercaptopurine: at 38.0 the temperature is repeated, at 38.3 the patient is seen within the hour."""
    found, handbook = outcome("IBD on mercaptopurine (UK), neutrophils 1.8, T 36.8, well"), library().handbook

    lines = [line for line in changes(found.decision, case_of(found.facts, handbook)) if line.startswith("T ")]

    assert lines == ["T at or above 38: SOON still; new: repeat the temperature", "T at or above 38.3: URGENT"]
