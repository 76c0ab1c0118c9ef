"""A drug that is asked for, advised or due, which the patient does not take yet: "plan GCSF 300 from day 7"."""

from __future__ import annotations

from typing import Final

from core.lexicon import Lexicon
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED
from core.reading.printed.items import Item

DRUG_ROLES: Final = ("drug", "combined", "either", "regimen")
AHEAD: Final = 9  # pieces behind a drug: its dose, its route, and what is to come of it
BACK: Final = 7  # pieces before it
# What a drug is asked for with; a small word such as "re" or "for" stands between.
ASKS: Final = frozenset(
    {
        "advise",
        "advice",
        "opine",
        "opinion",
        "opinions",
        "thoughts",
        "thought",
        "thinking",
        "sanction",
        "approve",
        "approval",
    }
    | {"request", "requesting", "requested", "propose", "proposed", "proposing", "order", "authorise", "authorize"}
    | {"intend", "intending", "commence", "initiate", "begin", "would", "needful", "decision", "decide", "discuss"}
    | {
        "could",
        "can",
        "should",
        "shall",
        "supply",
        "prescribe",
        "recommend",
        "permission",
        "proposal",
        "question",
        "requested:",
        "proposed:",
        "?start",
    }
)
LINKS: Final = frozenset(
    {"on", "re", "for", "regarding", "about", "of", "with", "to", "the", "a", "inj", "injection", "iv", "sc", ":", "-"}
    | {
        ".",
        "do",
        "we",
        "i",
        "you",
        "u",
        "some",
        "inj.",
        "po",
        "tab",
        "him",
        "her",
        "pt",
        "using",
        "giving",
        "starting",
        "if",
        "order",
    }
)
# What tells behind the drug that it has not begun.
TO_COME: Final = frozenset(
    {"to start", "to commence", "to begin", "to be", "to go", "to follow", "about to", "from tomorrow", "next cycle"}
    | {
        "starting tomorrow",
        "due tomorrow",
        "if anc",
        "if neuts",
        "if the",
        "yes or",
        "when anc",
        "once anc",
        "with next",
    }
    | {"not indicated", "as planned", "on standby", "is indicated", "due day", "due on", "from next", "if counts"}
)
IN_TIME: Final = frozenset(
    {"tomorrow", "tmrw", "tmr", "tomo", "planned", "proposed", "requested", "indicated", "warranted"}
)
DOSES: Final = frozenset(
    {"/", "kg", "mg", "mcg", "g", "units", "mu", "inj", "injection", "x", "from", "on", "daily", "day", "d"}
)
FORMS: Final = frozenset({"inj", "tab", "cap", "syp", "iv"})
CHARTED: Final = frozenset({"ordered", "prescribed", "charted", "written"})
NOT_ITS_OWN: Final = frozenset({",", ";", ".", "\n", ")", "but", "!", "and", "/", "+"})
GOES_ON: Final = frozenset({"continue", "continues", "continuing", "ongoing", "cont", "still", "continued"})
NOW: Final = ("now", "as we speak", "just now", "right now", "at the moment", "immediately")
WE: Final = frozenset({"we", "i", "am", "are", "just", "now"})
WHETHER: Final = frozenset(
    {"if", "when", "should", "can", "could", "shall", "will", "would", "may", "might", "do", "?", "plan"}
)


def proposed(items: list[Item], context: Context, at: int, lexicon: Lexicon) -> bool:
    """Whether the words around the drug at *at* ask for it, advise it or put it off."""
    if _of_the_cycle(items[at], lexicon):
        return False  # "R-CHOP due tomorrow": the treatment the patient is on
    return _to_come(items, context, at) or _asked_for(items, context, at) or _opens_with_for(items, at)


def begins_now(items: list[Item], context: Context, at: int) -> bool:
    """Whether starting it is told as done: "we start meropenem", "starting tazocin now"; no question, no condition."""
    if context.has(at, ASKED) or not at or items[at - 1].text not in {"start", "starting", "give", "giving", "add"}:
        return False
    before = [item.text for item in items[max(0, at - 4) : at - 1]]
    if not WHETHER.isdisjoint(before):
        return False
    end = _past_its_dose(items, at)
    behind = " ".join(item.text for item in items[end : end + 3])
    return (before[-1:] != [] and before[-1] in WE) or behind.startswith(NOW)


def _of_the_cycle(item: Item, lexicon: Lexicon) -> bool:
    names = str(item.term.value).split("+") if item.term and item.term.value else []
    return item.role == "regimen" or any("anticancer" in lexicon.drug_classes.get(name, ()) for name in names)


def _past_its_dose(items: list[Item], at: int) -> int:
    """Where the words behind a drug, its dose and its route begin."""
    j = at + 1
    while j < min(at + AHEAD, len(items)) and (
        items[j].number is not None or "dose" in items[j].cues or items[j].kind == "unit" or items[j].text in DOSES
    ):
        j += 1
    return j


def _to_come(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is to come by the words behind it: "to start d7", "planned", "300 from tomorrow", "if ANC <0.5"."""
    j = _past_its_dose(items, at)
    if j >= len(items) or context.sentence[j] != context.sentence[at] or items[j].text in NOT_ITS_OWN:
        return _asked_by_its_mark(items, at, j)
    words = " ".join(item.text for item in items[j : j + 2])
    if items[j].text in CHARTED:  # "ordered, not given"
        return any("negation" in item.cues for item in items[j + 1 : j + 4])
    return items[j].text in IN_TIME or words.startswith(tuple(TO_COME)) or _asked_by_its_mark(items, at, j)


def _asked_by_its_mark(items: list[Item], at: int, end: int) -> bool:
    """Whether nothing but the drug and its dose is asked: "ANC 0.3, filgrastim 300 mcg?"."""
    opens = at == 0 or items[at - 1].text in {",", ".", ";", "\n", "-", "for", "inj"}
    return opens and end < len(items) and items[end].text == "?"


def _asked_for(items: list[Item], context: Context, at: int) -> bool:
    """Whether a word of asking or advising leads to it: "advise regarding Inj", "to commence", "plan: X 300 daily"."""
    shortened = at > 1 and items[at - 1].text == "." and items[at - 2].text in FORMS  # "re Inj. Filgrastim"
    start = at - 2 if shortened else at
    for j in range(start - 1, max(-1, start - 1 - BACK), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[start]:
            return False
        if "plan" in item.cues:
            return not continued(items, context, j, at)
        if item.text.partition(" ")[0] in ASKS or item.text.rpartition(" ")[2] in ASKS:
            return True
        if item.text == "cycle" and j and items[j - 1].text == "next":
            return True
        if item.text not in LINKS and item.text.partition(" ")[0] not in LINKS:
            return False
    return False


def continued(items: list[Item], context: Context, plan: int, at: int) -> bool:
    """Whether the plan goes on with what is given: "plan: continue mero", "plan: mero D4"."""
    if any(item.text in GOES_ON for item in items[plan:at]):
        return True
    days = range(at + 1, min(at + AHEAD, len(items)))
    near = (j for j in days if context.clause[j] == context.clause[at])
    return any("day" in items[j].cues and items[j - 1].text not in {"from", "on", "start", "at"} for j in near)


def _opens_with_for(items: list[Item], at: int) -> bool:
    """Whether it is meant for the patient: "for filgrastim", "ANC 0.3, for tazocin 4.5 g"."""
    j = at - 1
    while j > 0 and items[j].text in {"inj", ".", "iv", "a", "some", "sc"}:
        j -= 1
    if j < 0 or items[j].text != "for":
        return False
    return j == 0 or items[j - 1].text in {",", ".", ";", "\n", "-", "("} or items[j - 1].number is not None
