"""A relative or a friend who is the one patient of a message: "my mum is on chemo, temp 38.6"."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from core.reading.meaning.marks import OTHER
from core.reading.printed.items import Item

OWN: Final = frozenset({"my", "our"})  # the writer's
OWNED: Final = frozenset({"'s", "s"})  # "a friend's", "colleague's": somebody's whom the message does not speak of
LEADS: Final = frozenset({"in", "for", "of", "from", "with", "is"})  # "temp 38.6 in my mum"
WRITER: Final = frozenset({"am", "'", "have", "had", "feel", "was", "m", "ve"})  # behind "I": the writer is a patient
STATES: Final = frozenset({"measure", "finding", "disease", "drug", "regimen", "combined", "either", "context"})


def the_only_patient(
    items: list[Item], marks: list[int], clause: list[int], rules: Mapping[str, Any], known: str
) -> str:
    """The word for the relative who alone is spoken of, or nothing; *known* is the one the case is of already.

    A patient of their own takes it away: "her husband has a temp of 39", "bed 3, wife has flu", "62M, brother T 39".
    """
    people = [at for at, item in enumerate(items) if "person" in item.cues and marks[at] & OTHER]
    if not people or any(_speaks_of_a_patient(items, at, rules) for at in range(len(items))):
        return ""
    first, word = people[0], items[people[0]].text
    if any(not _alike(items[at].text, word, rules) for at in people) or not _is_near(items[first], rules):
        return ""
    if (known and not _alike(known, word, rules)) or _other_pronoun(items, first) or _writer(items, clause):
        return ""
    if not rules["with_a_child"].isdisjoint([item.text for item in items[:first]]):
        return ""  # who was met or is looked after
    told = [at for at, item in enumerate(items) if _is_told(item)]
    owned = first > 0 and items[first - 1].text in OWN | OWNED
    if owned or known:
        led = first > 1 and items[first - 2].text in LEADS
        return word if known or led or not told or told[0] > first else ""
    return word if all(marks[at] & OTHER for at in told) else ""


def _speaks_of_a_patient(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether a patient is named here by a word, a place, a sex or as a child."""
    item = items[at]
    if "self" in item.cues or "child" in item.cues or item.key == "place":
        return True
    sexed = item.text in rules["sexes"]
    return sexed and (len(item.text) > 1 or (at > 0 and items[at - 1].number is not None))


def _is_near(item: Item, rules: Mapping[str, Any]) -> bool:
    """Whether it is one person of a family or a household, or a friend: no donor, no pet, no other patient."""
    return item.cues["person"] in ("he", "she") or item.text in rules["near_people"]


def _alike(one: str, other: str, rules: Mapping[str, Any]) -> bool:
    return one == other or any({one, other} <= rules[group] for group in ("mothers", "fathers"))


def _other_pronoun(items: list[Item], first: int) -> bool:
    """Whether a pronoun speaks of somebody else: any before the person, one of another sex behind."""
    sex = items[first].cues["person"]
    fits = {"he", "she"} if sex == "they" else {sex}
    return any(
        at < first or item.cues["pronoun"] not in fits for at, item in enumerate(items) if "pronoun" in item.cues
    )


def _writer(items: list[Item], clause: list[int]) -> bool:
    """Whether the writer is spoken of as a patient: "I am on chemo"."""
    says = {clause[at] for at, (one, two) in enumerate(pairwise(items)) if one.text == "i" and two.text in WRITER}
    return any(_is_told(item) and clause[at] in says for at, item in enumerate(items)) if says else False


def _is_told(item: Item) -> bool:
    """Whether it states something of a patient: a measure, a number, a finding, an illness, a treatment, a fever."""
    number = item.number is not None and not item.number.mask
    return item.role in STATES or number or (item.term is not None and item.term.also == "fever")
