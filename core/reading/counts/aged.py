"""Values that are not of now and still matter: the usual pressure, and the only count there is, with its age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from core.reading.counts.choose import Chosen, mention
from core.reading.counts.weighing import Valued
from core.reading.meaning.context import Context
from core.reading.meaning.marks import AWAITED, BYGONE, NOW, PAST, RECENT, SUPPOSED, USUAL
from core.reading.printed.items import Item
from core.reading.reading import Doubt, Mention

KEPT: Final = {"anc": ("anc", "anc_below"), "temp_c": ("temp_c", "temp_max_c")}
AGES: Final = {"anc": "anc_age_h", "temp_c": "temp_max_age_h"}
FIRST_CLAUSES: Final = 8  # pieces around a value in which its time stands


def usual_pressure(weighed: Mapping[str, Sequence[Valued]], items: list[Item]) -> list[Mention]:
    """The pressure that is usual for the patient: "usually 150", "baseline SBP 140"."""
    now = [one for one in weighed.get("sbp", ()) if one.rank > 0 and _own_normal(items, one.candidate.at)]
    if now and now[-1].amount.value is not None:
        return [mention("sbp_usual", now[-1], items)]
    usual = [one for one in weighed.get("sbp", ()) if one.marks & USUAL and not one.marks & SUPPOSED]
    return [mention("sbp_usual", one, items) for one in usual[-1:] if one.amount.value is not None]


def _own_normal(items: list[Item], at: int) -> bool:
    """Whether the words right behind say that this pressure is the patient's usual one: "95/60, her normal"."""
    j = at + 1
    while j < len(items) and items[j].text in {",", "(", "-", "which", "is", "that", "this", "but", "mmhg"}:
        j += 1
    closes = j + 1 >= len(items) or items[j + 1].text in {",", ".", ";", ")", "\n", "!", "and", "but"}
    return j < len(items) and "own" in items[j].cues and closes


def kept(
    items: list[Item], context: Context, weighed: Mapping[str, Sequence[Valued]], chosen: Chosen, stated: set[str]
) -> tuple[list[Mention], list[Doubt]]:
    """What was set aside as older and has nothing newer: taken with its age where that is said, otherwise asked."""
    mentions: list[Mention] = []
    doubts: list[Doubt] = []
    asked = {one.key for one in chosen.doubts}
    newest = chosen.last.get("anc")
    if newest is not None and newest.marks & RECENT and not newest.marks & NOW:
        hours = _hours(items, context, newest.candidate.at)
        if hours is not None:  # the hours that are printed rather than a day
            item = items[newest.candidate.at]
            mentions.append(Mention("anc_age_h", hours, "", item.start, item.end))
    for key, keys in KEPT.items():
        old = [one for one in weighed.get(key, ()) if _set_aside(one)]
        if not old or len(old) < len(weighed[key]) or stated & {*keys, key} or key in asked:
            continue
        last = old[-1]
        hours = _hours(items, context, last.candidate.at)
        if last.amount.value is None or (key == "temp_c" and _of_another_episode(items, context, last)):
            continue
        if hours is None:
            # An old count says nothing of today's unless today's failed; an old temperature may be of today.
            if (
                last.marks & AWAITED
                and last.stamp is not None
                and last.stamp.kind == "date"
                and last.stamp.parts[:1] > (0,)
            ):
                continue  # of a year that is printed, and the fresh sample failed: none of this episode
            readings = (last.amount.value,) if key == "temp_c" or last.marks & AWAITED else ()
            why = "said to be an earlier one, its age unknown: a fresh one is needed"
            doubts.append(Doubt(key, last.candidate.number.printed, readings, why, last.amount.value))
            continue
        mentions.append(_aged(key, last, items))
        item = items[last.candidate.at]
        mentions.append(Mention(AGES[key], hours, "", item.start, item.end))
    return mentions, doubts


def _of_another_episode(items: list[Item], context: Context, one: Valued) -> bool:
    """Whether the words say that the value is of an earlier year or cycle of treatment."""
    at = one.candidate.at
    if one.marks & BYGONE:
        return True
    if context.words.isdisjoint(context.rules["other_episodes"]):
        return False
    return any(
        item.text in context.rules["other_episodes"] and context.sentence[j] == context.sentence[at]
        for j, item in enumerate(items)
    )


def _aged(key: str, one: Valued, items: list[Item]) -> Mention:
    if one.candidate.number.bound == "<" and key != "temp_c":
        return mention(f"{key}_below", one, items)
    return mention("temp_max_c" if key == "temp_c" else key, one, items)


def _set_aside(one: Valued) -> bool:
    """Whether words of time, and nothing else, say that the value is not of now."""
    return bool(one.marks & PAST) and not one.marks & (NOW | SUPPOSED) and one.candidate.number.bound != ">"


def _hours(items: list[Item], context: Context, at: int) -> Decimal | None:
    """The age in hours by the nearest words of time in the clause."""
    spoken = context.rules["ages_h"]
    near = sorted(range(max(0, at - FIRST_CLAUSES), min(len(items), at + FIRST_CLAUSES)), key=lambda j: abs(j - at))
    for j in near:
        if context.sentence[j] != context.sentence[at]:
            continue
        if items[j].text in spoken:
            return Decimal(spoken[items[j].text])
        number = items[j].number
        follows = items[j + 1].text if j + 1 < len(items) else ""
        unit = number.unit if number is not None and follows.startswith(("ago", "before", "prior")) else None
        if number is not None and unit is not None and unit.measures("hours"):
            return unit.convert(number.value, "hours")
    return None
