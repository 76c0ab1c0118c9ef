"""Numbers of many people and of no patient: averages, whom a rule is for, and how often something happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from core.reading.meaning.context import Context
from core.reading.printed.items import Item

NEAR: Final = 4  # pieces between "median" and what it is the median of
CLAUSE: Final = 12  # pieces before "patients" that may tell what they had
OF_WHOM: Final = 5  # pieces between a percentage and "of the patients"
# "do you mean"
SPOKEN: Final = frozenset({"you", "that", "it", "this", "to", "would", "does", "not", "i", "by", "might"})
WHOSE: Final = frozenset({"with", "who", "whose", "whom", "must", "should", "receiving", "treated", "without", "aged"})
SOME: Final = frozenset({"in", "among", "of", "all", "most", "some", "many", "these", "those", "such", "eligible", "%"})
OWN: Final = frozenset({"a", "my", "our", "one", "this", "on"})
ARTICLES: Final = frozenset({"of", "the", "all", "these", "our", "adult", "in", "treated", "evaluable"})
NO_SHARES: Final = frozenset({"wbc", "hgb", "platelets"})  # no laboratory prints a percentage of these
LOWERED: Final = frozenset({"decreased", "decrease", "reduced", "low", "lowered", "lower", "declined", "falls"})
OLDER: Final = frozenset({"older", "younger"})
LISTS: Final = frozenset({":", "-", ",", "\n"})  # behind "two patients": each is told of
MANY: Final = 10  # patients of one message are fewer
VERSUS: Final = frozenset({"vs", "versus", "compared"})


def of_many(items: list[Item], context: Context) -> Iterator[range]:
    """The stretches of the message that tell of many people."""
    rules = context.rules
    if not context.words.isdisjoint(rules["averages"]) or "±" in context.words or "+" in context.words:
        yield from _averages(items, context)
    if not context.words.isdisjoint(rules["people"]):
        yield from _people(items, context)
    if not context.words.isdisjoint(OLDER):  # "aged 18 years or older"
        ends = (at for at in range(2, len(items)) if items[at].text in OLDER and items[at - 1].text in {"or", "and"})
        yield from (range(at - 2, at - 1) for at in ends if items[at - 2].number is not None)
    shares = [at for at, item in enumerate(items) if item.number is not None and _is_share(item)]
    if shares:
        yield from _frequencies(items, context, shares)


def _averages(items: list[Item], context: Context) -> Iterator[range]:
    """From "median WBC" to the end of the sentence, and a mean with its deviation: "210 ± 40"."""
    done = 0
    for at, item in enumerate(items):
        if item.text in context.rules["averages"] and at >= done and not (at and items[at - 1].text in SPOKEN):
            opens = 1 + (at > 1 and items[at - 1].text == "(")  # "WBC (median, 6.2)"
            behind = opens if at >= opens and items[at - opens].role == "measure" else 0
            named = any(one.role == "measure" or one.text == "age" for one in items[at + 1 : at + 1 + NEAR])
            if behind or named:
                done = _until_the_patient(items, context, at)
                yield range(at - behind, done)
        elif item.number is not None and _deviates(items, at):
            yield range(at, at + 1)


def _deviates(items: list[Item], at: int) -> bool:
    signs = [item.text for item in items[at + 1 : at + 5]]
    j = at + 2 if signs[:1] == ["±"] else at + 4 if signs[:3] == ["+", "/", "-"] else len(items)
    return j < len(items) and items[j].number is not None


def _people(items: list[Item], context: Context) -> Iterator[range]:
    """From "patients with" to the end of the sentence; "patients temp 38.4" is one patient."""
    done = 0
    for at, item in enumerate(items):
        if item.text not in context.rules["people"] or at < done:
            continue
        before, after = items[at - 1] if at else None, items[at + 1].text if at + 1 < len(items) else ""
        if before is not None and (before.text in OWN or "pronoun" in before.cues):
            continue
        if before is not None and after in LISTS and _is_few(before):
            continue  # "two patients: neuts 0.2 and 1.1" are told of one by one
        some = before is not None and (before.text in SOME or before.number is not None)
        if after in WHOSE or some:
            done = _until_the_patient(items, context, at)
            yield range(at, done)
        if before is not None and before.number is not None:  # "fever was seen in 30 of 45 patients"
            yield from _happened(items, context, at)


def _is_few(item: Item) -> bool:
    number = item.number
    return number is not None and number.unit is None and not number.mask and 1 < number.value < MANY


def _happened(items: list[Item], context: Context, at: int) -> Iterator[range]:
    """The signs before "in 30 of 45 patients"."""
    for j in range(at - 1, max(-1, at - 1 - CLAUSE), -1):
        if context.clause[j] != context.clause[at] or "self" in items[j].cues or "pronoun" in items[j].cues:
            return
        if _is_a_sign(items[j]):
            yield range(j, j + 1)


def _until_the_patient(items: list[Item], context: Context, at: int) -> int:
    """The end of the sentence, or where the patient is spoken of."""
    for j in range(at + 1, len(items)):
        if context.sentence[j] != context.sentence[at] or "self" in items[j].cues or "pronoun" in items[j].cues:
            return j
    return len(items)


def _is_share(item: Item) -> bool:
    return item.number is not None and item.number.unit is not None and item.number.unit.name == "%"


def _frequencies(items: list[Item], context: Context, shares: Sequence[int]) -> Iterator[range]:
    """Percentages of patients, and the sign or the event each one belongs to."""
    lists = set()
    for at in shares:
        lone = _is_lone(items, at, context)
        if lone or _of_people(items, at, context.rules) or _of_a_number(items, at) or _is_versus(items, at):
            yield range(_event(items, at), at + 1)
        elif _in_brackets(items, at) and _is_a_sign(items[at - 2]):
            yield range(at - 2, at + 1)
        if _of_what_has_none(items, at):
            lists.add(context.sentence[at])
    yield from (range(at, at + 1) for at in shares if context.sentence[at] in lists)


def _is_a_sign(item: Item) -> bool:
    """Whether it is a finding or the word fever."""
    return item.role == "finding" or (item.term is not None and item.term.also == "fever")


def _of_people(items: list[Item], at: int, rules: Mapping[str, Any]) -> bool:
    """Whether people follow: "45% of the patients"."""
    for item in items[at + 1 : at + 1 + OF_WHOM]:
        if item.text in rules["people"] or item.text in {"cases", "women", "men", "adults"}:
            return True
        if item.text not in ARTICLES and item.number is None:
            return False
    return False


def _of_a_number(items: list[Item], at: int) -> bool:
    """Whether it is the share of a number of people: "n = 12 (30%)", "in 12 (30%)", "in 45%"."""
    before = [item.text for item in items[max(0, at - 5) : at]]
    counted = before[-2:-1] != [] and items[at - 1].text == "(" and items[at - 2].number is not None
    some = any(pair == ("n", "=") for pair in pairwise(before))
    return some or before[-1:] == ["in"] or (counted and before[-3:-2] == ["in"])


def _is_versus(items: list[Item], at: int) -> bool:
    """Whether two such shares are set against each other: "11% vs 4%"."""
    return at + 2 < len(items) and items[at + 1].text in VERSUS and _is_share(items[at + 2])


def _is_lone(items: list[Item], at: int, context: Context) -> bool:
    """Whether neutrophils are "decreased" in percent and no white cells are told: "neutrophils decreased (38%)"."""
    if "wbc" in context.keys:
        return False
    before = items[max(0, at - 3) : at]
    term = next((j for j, item in enumerate(before) if item.key in ("anc", "neutrophils_pct")), None)
    if term is None:
        return False
    around = [*items[max(0, at - len(before) + term - 1) : at - len(before) + term], *before[term + 1 :]]
    return any(item.text in LOWERED for item in around)


def _in_brackets(items: list[Item], at: int) -> bool:
    """Whether nothing else stands in its brackets: "fever (12%)", and no "febrile (94% on air)"."""
    return at > 1 and items[at - 1].text == "(" and items[at + 1 : at + 2] != [] and items[at + 1].text == ")"


def _of_what_has_none(items: list[Item], at: int) -> bool:
    """Whether the name right before it is of what is never printed in percent: "decreased platelets (25%)"."""
    place = at - 2 if at > 1 and items[at - 1].text == "(" else at - 1
    if place > 0 and items[place].text in {"counts", "count", "decreased"}:
        place -= 1
    follows = items[at + 1] if at + 1 < len(items) else None
    mine = follows is None or follows.role not in ("measure", "other")
    return place >= 0 and items[place].key in NO_SHARES and mine


def _event(items: list[Item], at: int) -> int:
    """Where the finding right before the percentage stands, so that it is set aside with it."""
    for j in range(at - 1, max(-1, at - 1 - NEAR), -1):
        if _is_a_sign(items[j]):
            return j
        if items[j].kind not in ("word", "sign"):
            break
    return at
