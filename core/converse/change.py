"""How one message changes what is known of the patient: the rules of the conversation, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.converse.worst import KEPT_AS, keep_worst, taken_back
from core.facts import SIGNS, Facts, Stated

# The number and its bound, or the age and "under 60", say the same thing: the newer one stands alone.
ONE_OF_TWO = {
    "anc": "anc_below",
    "anc_below": "anc",
    "wbc": "wbc_below",
    "wbc_below": "wbc",
    "age_years": "age_under_60",
    "age_under_60": "age_years",
}
# What was said about an older value says nothing about a newer one.
SAID_OF = {
    "anc": ("anc_trend", "anc_age_h"),
    "anc_below": ("anc_trend", "anc_age_h"),
    "temp_max_c": ("temp_max_age_h",),
    "age_years": ("age_under_18",),
}
ACCUMULATE = frozenset({"drugs", "drugs_stopped", "contexts", "allergic_to"})
EPISODE = frozenset({*KEPT_AS.values(), SIGNS})  # worked out from the course, whoever tells them
OF_THE_MESSAGE = frozenset({"phi", "two_patients"})


def change(
    facts: Facts,
    stated: Sequence[Stated],
    fever_from: Decimal,
    retracted: Sequence[str] = (),
    correction: bool = False,
) -> Facts:
    """What is known after a message: what was taken back is unknown again, then what was said is added.

    `fever_from` is the lowest temperature (°C) that may be a fever. A correction puts a value right;
    anything else is a newer value, and a fever that went down was still a fever.
    """
    if not stated and not retracted:
        return facts  # most questions
    facts = taken_back(_retract(facts, retracted), tuple(retracted))
    new = {one.key: one for one in stated if one.key not in OF_THE_MESSAGE}
    facts = _drop_outdated(facts, new)
    facts = keep_worst(facts, new, correction)
    new = {key: one for key, one in new.items() if key not in EPISODE}
    facts, new = _temperatures(facts, new, correction, fever_from)
    facts, new = _fever_words(facts, new, correction, fever_from)
    return facts.plus(*(_accumulated(facts, one) for one in new.values()))


def _retract(facts: Facts, keys: Sequence[str]) -> Facts:
    """Unknown again, with the bound that said the same and the words said about the value."""
    gone = {related for key in keys for related in (key, ONE_OF_TWO.get(key, key), *SAID_OF.get(key, ()))}
    if "temp_c" in keys:
        # "ignore that temperature" may mean the only one there is, although it was filed as the highest.
        gone |= {"temp_sustained"} if "temp_c" in facts else {"temp_sustained", "temp_max_c"}
    return facts.minus(*gone)


def _drop_outdated(facts: Facts, new: Mapping[str, Stated]) -> Facts:
    """Without the other form of a value stated anew, and without what was said about its older value."""
    twins = [ONE_OF_TWO[key] for key in new if key in ONE_OF_TWO and ONE_OF_TWO[key] not in new]
    remarks = [remark for key, one in new.items() if _differs(facts, one) for remark in SAID_OF.get(key, ())]
    return facts.minus(*twins, *remarks)


def _differs(facts: Facts, one: Stated) -> bool:
    old = facts.stated.get(one.key)
    return old is None or old.value != one.value


def _temperatures(
    facts: Facts, new: Mapping[str, Stated], correction: bool, fever_from: Decimal
) -> tuple[Facts, dict[str, Stated]]:
    """Keep the highest earlier reading when the temperature comes down; a correction keeps nothing."""
    kept = dict(new)
    if not correction:
        kept = _keep_highest(facts, kept)
    if "temp_c" in kept and "temp_sustained" not in kept and (not correction or _differs(facts, kept["temp_c"])):
        facts = _end_duration(facts, correction, fever_from)
    return facts, kept


def _keep_highest(facts: Facts, new: dict[str, Stated]) -> dict[str, Stated]:
    before, now = facts.stated.get("temp_c"), new.get("temp_c")
    candidates = [one for one in (facts.stated.get("temp_max_c"), new.get("temp_max_c")) if one is not None]
    if before is not None and now is not None and _celsius(now) < _celsius(before):
        candidates.append(replace(before, key="temp_max_c"))
    if not candidates:
        return new
    return {**new, "temp_max_c": max(candidates, key=_celsius)}


def _celsius(one: Stated) -> Decimal:
    assert isinstance(one.value, Decimal)
    return one.value


def _end_duration(facts: Facts, correction: bool, fever_from: Decimal) -> Facts:
    """Drop "for an hour", said of an older reading; that there was a fever is not forgotten."""
    before, sustained = facts.number("temp_c"), facts.flag("temp_sustained")
    facts = facts.minus("temp_sustained")
    if sustained and not correction and before is not None and before >= fever_from:
        return facts.plus(Stated("fever_reported", True, note="sustained earlier"))
    return facts


def _fever_words(
    facts: Facts, new: dict[str, Stated], correction: bool, fever_from: Decimal
) -> tuple[Facts, dict[str, Stated]]:
    """A measured or reported fever outlives and outranks "no fever"; a correction may take back a reported one."""
    said = Facts(new)
    if _hot(said, fever_from) or said.flag("fever_reported"):
        return facts.minus("fever_denied"), {key: one for key, one in new.items() if key != "fever_denied"}
    if not said.flag("fever_denied"):
        return facts, new
    if correction:
        facts = facts.minus("fever_reported")
    if _hot(facts, fever_from) or facts.flag("fever_reported"):
        return facts, {key: one for key, one in new.items() if key != "fever_denied"}
    return facts, new


def _hot(facts: Facts, fever_from: Decimal) -> bool:
    readings = (facts.number("temp_c"), facts.number("temp_max_c"))
    return any(reading is not None and reading >= fever_from for reading in readings)


def _accumulated(facts: Facts, one: Stated) -> Stated:
    """Drugs and contexts add up: a drug that was stopped stays on the list."""
    if one.key not in ACCUMULATE:
        return one
    assert isinstance(one.value, frozenset)
    return replace(one, value=facts.names(one.key) | one.value)
