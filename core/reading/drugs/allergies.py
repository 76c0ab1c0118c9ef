"""What the patient is allergic to and how it showed: the allergen is no drug taken, and is never lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from core.lexicon import Lexicon
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

REACH: Final = 7  # pieces between an allergen and its allergy: "allergic to sulfa, cefepime and vancomycin"
MADE: Final = 12  # pieces between a drug and what came of it: "started mero 20 min ago and came out in hives"
NEAR: Final = 5  # pieces between an allergen and its reaction behind it
LINKS: Final = frozenset(
    {"w", "w/", "to", "with", "after", "from", "on", "by", "of", ":", "-", "(", "and", ",", "/", "&", "+", "or", "="}
)
CAUSED: Final = frozenset({"to", "with", "after", "from", "on", "w", "w/"})
LISTED: Final = frozenset({",", "/", "and", "&", "+", "or"})
OPENS_A_LIST: Final = ("allergic to", "anaphylaxis to")
SEVERE: Final = 3  # pieces before an allergy that say how bad it is
DRUGS: Final = ("drug", "combined", "either")


class Allergies(NamedTuple):
    """The facts, and the places of drugs that are spoken of as allergens or as once tolerated."""

    mentions: list[Mention]
    barred: frozenset[int]


NOTHING: Final = Allergies([], frozenset())
# Said of the allergy itself: "penicillin allergy not known".
UNKNOWN: Final = frozenset({"unknown", "not known", "unclear", "unsure", "not sure", "nk", "n/k", "not documented"})
TELLING: Final = frozenset({"allergy", "reaction"})


def allergies(items: list[Item], context: Context, lexicon: Lexicon) -> Allergies:
    """Every allergen of the patient, its class, and whether a beta-lactam caused an immediate reaction."""
    if not _spoken_of(context) or not any(_tells(item, context.rules) for item in items):
        return NOTHING
    mentions: list[Mention] = []
    barred: set[int] = set()
    kinds: list[tuple[str, Item]] = []
    for at, item in enumerate(items):
        names = _names(item, lexicon)
        if not names or context.has(at, OTHER | SUPPOSED | LIMIT):
            continue
        told = _told(items, context, at)
        if told is None:
            if _tolerated(items, context, at):
                barred.add(at)
            continue
        if not at or items[at - 1].text != "on":  # "hives on imatinib": still taken
            barred.add(at)
        if (
            _asked_only(items, context, at)
            or _disproved(items, context, at)
            or (any(denied(items, context, j) for j in (at, told)) and not _called_severe(items, context, at, told))
        ):
            continue
        mentions.extend(Mention("allergic_to", name, item.text, item.start, item.end) for name in names)
        kind = _kind(items, context, at, told)
        if kind and not _other_drug(names, context.rules):
            kinds.append((kind, item))
    worst = next((one for one in kinds if one[0] == "immediate"), kinds[0] if kinds else None)
    if worst is not None:
        kind, item = worst
        mentions.append(Mention("penicillin_allergy", kind, item.text, item.start, item.end))
    return Allergies(mentions, frozenset(barred))


def _spoken_of(context: Context) -> bool:
    """Whether some word of the message may tell of an allergy or of a drug tolerated; most have none."""
    named = "penicillin_allergy" in context.keys or not context.cues.isdisjoint(TELLING)
    return named or not context.words.isdisjoint(context.rules["tolerated"])


def _tells(item: Item, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether the piece speaks of an allergy, a reaction to a drug, or of one tolerated."""
    if item.role:
        return item.key == "penicillin_allergy" or "allergy" in item.cues or "reaction" in item.cues
    return item.text in rules["tolerated"]


def _other_drug(names: Sequence[str], rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether none of these is a beta-lactam."""
    return rules["beta_lactams"].isdisjoint(name.replace("-", " - ") for name in names)  # as a rule's words are cut


def _names(item: Item, lexicon: Lexicon) -> list[str]:
    """What the allergen is called, and its class where that is a beta-lactam's."""
    if "allergen" in item.cues:
        return [item.cues["allergen"]]
    if item.role not in DRUGS or item.term is None or not item.term.value:
        return []
    names: list[str] = []
    for name in str(item.term.value).split("+"):
        names.append(name)
        names.extend(_class(name, lexicon))
    return names


def _class(name: str, lexicon: Lexicon) -> Iterator[str]:
    """The class a beta-lactam's name tells: cef- a cephalosporin, -penem a carbapenem, the others penicillins."""
    groups = lexicon.drug_classes.get(name, frozenset())
    if "carbapenem" in groups or "penem" in name:
        yield "carbapenem"
    elif "beta_lactam" in groups:
        yield "cephalosporin" if name.startswith("cef") or name == "loracarbef" else "penicillin"


def _told(items: list[Item], context: Context, at: int) -> int | None:
    """Where the allergy or the reaction of the allergen at *at* is told; None when none is."""
    own = items[at]
    if own.key == "penicillin_allergy":
        return at if own.term is not None and own.term.value != "none" else None
    for look in (_behind, _before, _came_of):
        if (found := look(items, context, at)) is not None:
            return found
    return None


def _came_of(items: list[Item], context: Context, at: int) -> int | None:
    """An immediate reaction told as what came of the drug: "given tazocin, developed hives", "makes him wheeze"."""
    led = False
    for j in range(at + 1, min(at + 1 + MADE, len(items))):
        item = items[j]
        if context.sentence[j] != context.sentence[at] or item.role in DRUGS or "allergen" in item.cues:
            return None
        led = led or item.text in context.rules["came_of"]
        if item.cues.get("reaction") == "immediate":
            return j if led else None
    return None


def _behind(items: list[Item], context: Context, at: int) -> int | None:
    """Behind it: "tazocin anaphylaxis", "pcn: hives", "augmentin - caused a rash"."""
    for j in range(at + 1, min(at + 1 + NEAR, len(items))):
        item = items[j]
        if context.sentence[j] != context.sentence[at] or item.text in LISTED:
            return None
        if "allergy" in item.cues or "reaction" in item.cues:
            mild = "allergy" not in item.cues and item.cues["reaction"] != "immediate"
            return None if mild and _taken(items, context, at) else j
        if item.role not in ("", "cue") or item.number is not None:
            return None
    return None


def _before(items: list[Item], context: Context, at: int) -> int | None:
    """Before it: "anaphylaxis to X", "hives after X", "allergies: X, Y and Z"."""
    linked = items[at - 1].text in LINKS if at else False
    for j in range(at - 1, max(-1, at - 1 - REACH), -1):
        item = items[j]
        if context.sentence[j] != context.sentence[at]:
            return None
        if "allergy" in item.cues:
            return j if linked or j == at - 1 else None
        if item.key == "penicillin_allergy" and item.text.startswith(OPENS_A_LIST):
            joint = items[_past_a_bracket(items, j + 1, at)].text
            drug = items[at].role in DRUGS and joint == ","  # "allergic to penicillin, tazocin given"
            return j if joint in LISTED and not drug else None  # "allergic to penicillin (rash) and sulfa"
        if "reaction" in item.cues:
            if items[j + 1].text in CAUSED or item.text.rpartition(" ")[2] in CAUSED:
                return j
            continue
        if item.text in LISTED:
            continue
        if "taking" in item.cues and (item.text not in CAUSED or items[j - 1].text in LISTED):
            return None
        listed = item.role in DRUGS or "allergen" in item.cues or item.text in LINKS or item.kind == "word"
        if not listed and item.role not in ("cue", ""):
            return None
    return None


def _past_a_bracket(items: list[Item], at: int, end: int) -> int:
    """The place behind a bracket that opens here, as far as *end*; the same place where none does."""
    if items[at].text != "(":
        return at
    return next((j + 1 for j in range(at + 1, end - 1) if items[j].text == ")"), at)


def _taken(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is being given: "on tazocin, rash on legs" tells no allergy of before."""
    return at > 0 and "taking" in items[at - 1].cues and context.sentence[at - 1] == context.sentence[at]


def _tolerated(items: list[Item], context: Context, at: int) -> bool:
    """Whether it was borne before: "tolerated cefepime before", "cefepime tolerated"."""
    words = context.rules["tolerated"]
    near = (j for j in range(max(0, at - 3), min(len(items), at + 3)))
    return any(items[j].text in words and context.clause[j] == context.clause[at] for j in near)


def _disproved(items: list[Item], context: Context, at: int) -> bool:
    """Whether the allergy was taken off the record: "delabelled penicillin allergy"."""
    near = range(max(0, at - 3), min(len(items), at + 4))
    return any(items[j].text in context.rules["delabelled"] and context.clause[j] == context.clause[at] for j in near)


def _asked_only(items: list[Item], context: Context, at: int) -> bool:
    """Whether the allergy is asked about or not known: "allergic to penicillin?", "penicillin allergy unknown"."""
    near = [j for j in range(max(0, at - 2), min(len(items), at + 4)) if context.clause[j] == context.clause[at]]
    if any(items[j].text in UNKNOWN for j in near):
        return True
    if not context.has(at, ASKED):
        return False
    first = next(j for j in range(len(items)) if context.sentence[j] == context.sentence[at])
    return items[first].text.partition(" ")[0] in {"is", "any", "does", "has", "are", "was", "which", "what"}


def _kind(items: list[Item], context: Context, at: int, told: int) -> str:
    """Immediate or another reaction, by the nearest words of its part of the message; nothing when not told."""
    own = items[at].term
    if own is not None and own.key == "penicillin_allergy" and own.value in ("immediate", "other"):
        return "" if denied(items, context, at) else str(own.value)
    kinds = [
        items[j].cues.get("reaction") or items[j].cues["intolerance"]
        for j in range(max(0, min(at, told) - NEAR), min(len(items), max(at, told) + NEAR + 1))
        if not items[j].cues.keys().isdisjoint({"reaction", "intolerance"})
        and (context.sentence[j] == context.sentence[at] or _headed(items, context, j, told))
        and not denied(items, context, j)
        and _same_part(items, j, at, told)
    ]
    if not kinds and _at_once(items, context, at, told):
        return "immediate"
    return next((one for one in kinds if one == "immediate"), kinds[0] if kinds and "severe" not in kinds else "")


def _at_once(items: list[Item], context: Context, at: int, told: int) -> bool:
    """Whether the allergy is called severe or of the first type, or a swelling, a wheeze or a collapse told of it."""
    if _called_severe(items, context, at, told):
        return not denied(items, context, at)
    first, last = min(at, told), max(at, told)
    return any(
        items[j].text in context.rules["showed_at_once"]
        and context.sentence[j] == context.sentence[at]
        and not denied(items, context, j)
        and _same_part(items, j, at, told)
        for j in range(max(0, first - NEAR), min(len(items), last + NEAR + 1))
    )


def _called_severe(items: list[Item], context: Context, at: int, told: int) -> bool:
    """Whether "severe" or the like stands right before the allergy; "not a severe allergy" is one all the same."""
    first = min(at, told)
    if items[at].text.startswith("severe "):
        return True
    for j in range(first - 1, max(-1, first - 1 - SEVERE), -1):
        if context.clause[j] != context.clause[at]:
            return False
        if items[j].text in context.rules["severe_allergy"]:
            return True
        if items[j].role not in ("", "cue"):
            return False
    return False


def _headed(items: list[Item], context: Context, j: int, told: int) -> bool:
    """Whether the next sentence tells it under its own heading: "Allergy: X. Reaction: hives"."""
    return context.sentence[j] == context.sentence[told] + 1 and "reaction" in (one.text for one in items[told:j])


def _same_part(items: list[Item], j: int, at: int, told: int) -> bool:
    """Whether no comma, and no allergen with a reaction of its own, stands between."""
    low, high = min(at, told), max(at, told)
    between = items[j + 1 : low] if j < low else items[high + 1 : j]
    parts = between[1:] if j > high and items[j].cues.get("reaction") == "immediate" else between
    return not any(one.text in {",", ";"} or one.role in DRUGS for one in parts)
