"""A fever told as over, which is no denial: "no more fever since antibiotics", "afebrile for 48 h", "not spiked again".

There was one in this episode, so nothing is said against it; "no fever since chemo" is a denial.
"""

from __future__ import annotations

from typing import Final

from core.reading.meaning.context import Context
from core.reading.printed.items import Item

BEFORE: Final = 4  # pieces between a denial and the fever it says has not come again
BEHIND: Final = 6  # pieces between a fever and "since"
AGAIN: Final = frozenset(
    {"more", "further", "new", "subsequent", "repeat", "repeated", "additional", "recurrent", "recurring", "recurrence"}
    | {"ongoing", "persistent", "persisting", "continued", "continuing", "longer"}
)
BEHIND_AGAIN: Final = frozenset({"again", "anymore", "mehr", "recurred", "returned", "reoccurred"})
SINCE: Final = frozenset({"since", "seit", "depuis", "desde", "dalle", "dopo"})
# What a fever may be denied since: the time that matters to the treatment, and no end of this episode.
STARTS: Final = frozenset(
    {"cycle", "cycles", "discharge", "discharged", "visit", "clinic", "transplant", "sct", "hsct", "surgery", "dx", "c"}
    | {
        "operation",
        "diagnosis",
        "diagnosed",
        "birth",
        "seen",
        "review",
        "infusion",
        "treatment",
        "travel",
        "dose",
        "last",
    }
)
FOR: Final = frozenset({"for", "x", "since", "times", "over"})
PARTS: Final = frozenset({",", ".", ";", "\n", "(", ")", "but", "and"})
NOT_A_SPAN: Final = frozenset({"post", "after", "ago", "into", "before", "prior", "of", "later"})


def is_over(items: list[Item], context: Context, at: int) -> bool:
    """Whether the words around a denied fever at *at* say that there was one before."""
    return (
        not_again(items, context, at)
        or _again_behind(items, context, at)
        or _since(items, context, at)
        or _for_so_long(items, at)
    )


def not_again(items: list[Item], context: Context, at: int) -> bool:
    """Whether more of the fever is denied: "no further spikes", "no recurrence of fever", "fever has not recurred"."""
    more = False
    for j in range(at - 1, max(-1, at - 1 - BEFORE), -1):
        if context.sentence[j] != context.sentence[at] or items[j].text in PARTS or items[j].number is not None:
            break
        more = more or items[j].text.rpartition(" ")[2] in AGAIN
        if more and ("negation" in items[j].cues or items[j].text == "no"):
            return True
    words = items[at + 1 : at + 1 + BEFORE]
    denies = next((j for j, item in enumerate(words) if "negation" in item.cues or item.text in PARTS), len(words))
    return any(item.text in BEHIND_AGAIN for item in words[denies + 1 : denies + 3])


def _again_behind(items: list[Item], context: Context, at: int) -> bool:
    """Whether "again" or "any more" stands behind a denied fever: "has not spiked again"."""
    for j in range(at + 1, min(at + 1 + BEFORE, len(items))):
        if context.clause[j] != context.clause[at] or items[j].number is not None or items[j].text in PARTS:
            break
        pair = [item.text for item in items[j : j + 2]]
        if items[j].text in BEHIND_AGAIN or pair == ["any", "more"] or pair[:1] == ["no more"]:
            return True
    return False


def _since(items: list[Item], context: Context, at: int) -> bool:
    """A time or a treatment of this episode since which there is none: "since yesterday", "since the tazocin"."""
    for places in (range(at + 1, min(at + 1 + BEHIND, len(items))), range(at - 1, max(-1, at - 1 - BEHIND), -1)):
        for j in places:
            item = items[j]
            if context.sentence[j] != context.sentence[at] or item.role == "measure" or item.text in PARTS:
                break
            if item.text.partition(" ")[0] in SINCE:
                return not any(_is_a_start(one) for one in items[j : j + 4])
    return False


def _is_a_start(item: Item) -> bool:
    return item.text in STARTS or item.text.startswith("last ") or item.role == "regimen" or item.key == "chemo_recent"


def _for_so_long(items: list[Item], at: int) -> bool:
    """A length of time right behind: "afebrile x48h", "no fever for 3 days"."""
    j = at + 1
    while j < len(items) and items[j].text in FOR and j < at + 3:
        j += 1
    number = items[j].number if j < len(items) else None
    if number is None or number.unit is None or not number.unit.measures("hours"):
        return False
    return j + 1 >= len(items) or items[j + 1].text.partition(" ")[0] not in NOT_A_SPAN
