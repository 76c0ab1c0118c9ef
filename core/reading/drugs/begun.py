"""Whether a drug that is spoken of has begun: replaced, ordered only, given, or due in its cycle."""

from __future__ import annotations

from typing import Final

from core.lexicon import Lexicon
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.printed.items import Item

DRUG_ROLES: Final = ("drug", "combined", "either", "regimen")
SWITCHES: Final = frozenset({"switch", "switching", "change", "changing", "swap", "swapping", "escalate", "escalating"})
SWITCHED: Final = frozenset({"changed to", "switched to", "swapped to", "swapped for", "replaced by", "replaced with"})
BEGUN: Final = frozenset(
    {"started", "given", "begun", "commenced", "had", "yet", "received", "administered", "in", "running"}
    | {"charted", "prescribed", "written", "dispensed"}
)
NO_PATIENTS_DRUG: Final = frozenset({"naive", "rules", "policy"})
REFUSED: Final = frozenset({"avoided", "avoid", "contraindicated", "refused", "declined", "unsuitable", "unavailable"})
CYCLES: Final = frozenset({"cycle", "c", "course", "cycle no"})


def replaced(items: list[Item], at: int) -> bool:
    """Whether another drug takes its place: "switch Zosyn to meropenem", "was on nilotinib, changed to dasatinib"."""
    before = items[at - 1].text if at else ""
    after = [item.text for item in items[at + 1 : at + 4]]
    if before in SWITCHES and after[:1] == ["to"]:
        return True
    return any(text in SWITCHED for text in after[:2])


def not_begun(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is told not to have begun: "not started", "ordered but not given yet", "clozapine naive", "clinic"."""
    for j in range(at + 1, min(at + 6, len(items))):
        if context.sentence[j] != context.sentence[at] or items[j].role in DRUG_ROLES or items[j].text in {",", ";"}:
            return False
        if items[j].text in NO_PATIENTS_DRUG and j == at + 1:
            return True
        if items[j].text in REFUSED and j <= at + 2:
            return True
        follows = [items[k].text.partition(" ")[0] for k in range(j + 1, min(j + 3, len(items)))]
        follows = [word for word in follows if word not in {"been", "be"}]
        undone = items[j].text.endswith(" yet") or bool(follows and follows[0] in BEGUN)
        if "negation" in items[j].cues and undone:
            return True
        if items[j].role not in ("", "cue"):
            return False  # "carbimazole, sore throat, no bloods yet"
    return False


def given(items: list[Item], context: Context, at: int) -> bool:
    """Whether its dose is told as given: "first dose of tazocin given 30 minutes ago"."""
    if context.has(at, ASKED | SUPPOSED) or not any("dose" in items[j].text for j in range(max(0, at - 2), at)):
        return False
    behind = items[at + 1 : at + 4]
    timed = any(item.kind == "date" or (item.number is not None and item.number.mask == "time") for item in behind)
    clock = len(behind) > 1 and behind[0].text == "at" and behind[1].number is not None  # "one dose of mero at 10"
    return timed or clock or any(item.text in BEGUN and item.text != "yet" for item in behind)


def in_its_cycle(items: list[Item], context: Context, at: int, lexicon: Lexicon) -> bool:
    """Whether a cytotoxic drug that is asked about is due in its regimen: "due today", "day 1", "cycle 2"."""
    item = items[at]
    groups = lexicon.regimens if item.role == "regimen" else lexicon.drug_classes
    value = str(item.term.value) if item.term else ""
    names = value.split("+") if item.role == "combined" else [value]
    if not any("cytotoxic" in groups.get(name, ()) for name in names):
        return False
    if context.has(at, SUPPOSED | LIMIT) or any("allergy" in items[j].cues for j in range(max(0, at - 4), at)):
        return False
    for j in range(max(0, at - 8), min(len(items) - 1, at + 9)):
        if context.has(j, OTHER) or abs(context.sentence[j] - context.sentence[at]) > 1:
            continue
        number = items[j + 1].number
        first = number is not None and number.whole and number.other is None
        if first and number is not None and "day" in items[j].cues and number.value == 1:
            return True
        if first and items[j].text in CYCLES:
            return True
        if items[j].text == "due" and context.sentence[j] == context.sentence[at]:
            return True
    return items[-1].text == "due" and context.sentence[-1] == context.sentence[at]
