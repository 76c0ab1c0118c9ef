"""Findings in words to facts: MASCC items, symptoms, fever, tumour, contexts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from core.facts import Value
from core.lexicon import Term
from core.reading.counts.candidate import Candidate
from core.reading.findings import pressors
from core.reading.findings.blasts import blasts, seen_or_denied
from core.reading.findings.company import in_company
from core.reading.findings.duration import lasts, spans
from core.reading.findings.settled import is_over, not_again
from core.reading.findings.signs import brief, told
from core.reading.findings.wellness import thing_off, well_before
from core.reading.meaning.context import Context
from core.reading.meaning.febrile import NAMED, syndrome
from core.reading.meaning.marks import ASKED, LIMIT, OTHER, PAST, SUPPOSED
from core.reading.meaning.negation import denied, denied_among_signs
from core.reading.printed.items import Item
from core.reading.reading import Mention

STATES: Final = ("finding", "context", "zero")
TOLD: Final = frozenset({*STATES, "graded", "measure"})  # of a measure only the word fever
PAST_COUNTS: Final = frozenset(
    {
        "mascc.fungal_history",
        "mascc.copd",
        "chronic_lung_disease",
        "mdr_history",
        "malignancy",
        "recent_antibiotics",
        "penicillin_allergy",
        "contexts",
        "chemo_recent",
    }
)
SAYS_NOTHING_WHEN_ASKED: Final = frozenset(
    {
        "fever_reported",
        "mascc.burden",
        "anc_falling_below_0_5",
        "anc_trend",
        "neutropenia_kind",
        "antipyretic",
        "steroids",
        "contexts",
        "jurisdiction",
    }
)
WORST: Final = {
    "mascc.burden": ("severe", "moderate", "none_mild"),
    "mascc.hypotension": (True, False),
    "mascc.setting": ("outpatient", "inpatient"),
    "mascc.fungal_history": (True, False),
    "unwell": (True, False),
    "catheter_infection": (True, False),
    "urine_low": (True, False),
}
QUESTION: Final = 24  # pieces of a question behind the finding it asks about
CLOSES: Final = frozenset({",", ".", ";", "-", ")", "/", "\n", "!", "and", "but", "|", "&"})
OPENS: Final = CLOSES - {")", "!"} | {"(", ":"}
SEXES: Final = frozenset({"m", "f", "male", "female", "man", "woman", "lady", "gentleman"})
# What is said of the patient, or of the count, right behind a number.
AFTER_A_NUMBER: Final = frozenset({"well", "new"})


def find(items: list[Item], context: Context, found: Sequence[Candidate], *, supposed: bool = False) -> list[Mention]:
    """Every finding stated; `supposed` asks for those of the what-if instead."""
    taken = {candidate.term for candidate in found}
    values = {one.at: one.key for one in found}
    mentions: list[Mention] = []
    for at, item in enumerate(items):
        if item.term is None or context.has(at, OTHER | LIMIT) or bool(context.has(at, SUPPOSED)) != supposed:
            continue
        if item.key == "temp_sustained" and not lasts(items, at, values, context):
            continue
        for term in (item.term, *item.term.more):
            if term.role in TOLD:
                mentions.extend(_one(items, context, at, term, taken))
    mentions = seen_or_denied(mentions, found)
    said = {one.key for one in mentions}  # before these an opening word gives way: "ok. looks very ill"
    mentions.extend(one for one in _alone(items, context, supposed) if one.start or one.key not in said)
    if not supposed:
        mentions.extend(told(items, context))
        mentions.extend(spans(items, context, found))
        mentions.extend(_home(items, context, found))
        mentions.extend(_stays(items, context))
    return _worst(mentions)


def _one(items: list[Item], context: Context, at: int, term: Term, taken: set[int]) -> Iterator[Mention]:
    item = items[at]
    if term.key == "blasts_pct":
        yield from blasts(items, context, at, term, counted=at in taken)
        return
    if term.role == "zero":
        limit = Decimal(context.rules["limits"]["undetectable"])
        yield Mention(term.key, Decimal(0) if term.value == "zero" else limit, item.text, item.start, item.end)
    elif term.role == "graded":
        yield Mention(term.key, Decimal(str(term.value)), item.text, item.start, item.end)
    elif term.role == "measure" and term.also == "fever" and at not in taken:
        yield from _fever(items, context, at)
    elif term.role == "measure" and item.text in context.rules["fever_words"] and at not in taken:
        if denied_among_signs(items, context, at):
            yield Mention("fever_denied", True, f"no {item.text}", item.start, item.end)
    elif term.also == NAMED:
        yield from syndrome(items, context, at)
    elif term.role in STATES and in_company(items, context, at, term):
        yield from _stated(item, term, _value(items, context, at, term))


def _stated(item: Item, term: Term, value: Value | None) -> Iterator[Mention]:
    """The fact a finding states; no mucositis is a grade as well, none."""
    if term.key == "mucositis" and value is False:
        yield Mention("mucositis_grade", Decimal(0), f"no {item.text}", item.start, item.end)
    if value is not None and term.key:
        note = item.text if term.also == "sign" else ""  # which sign of infection, for the echo
        yield Mention(term.key, value, item.text, item.start, item.end, note)


def _value(items: list[Item], context: Context, at: int, term: Term) -> Value | None:
    """What the finding states here: its value, that of its denial, or nothing."""
    counts = term.key in PAST_COUNTS or items[at].text.endswith("at home")  # "was at home when it began"
    if context.has(at, PAST) and not counts and "past" not in items[at].cues:
        return None
    if term.key == "fever_denied" and is_over(items, context, at):
        return None
    if term.key == "mascc.hypotension" and term.value is True and pressors.is_over(items, context, at):
        return None
    if only_suspected(items, context, at) or (term.key == "urine_low" and term.value and brief(items, context, at)):
        return None
    if term.key == "mascc.burden" and term.value == "none_mild" and _of_a_thing(items, context, at):
        return None
    if items[at].text.endswith("bit off") and thing_off(items, context, at):
        return None
    answer = denied(items, context, at)
    if answer is None and (
        _looked_for(items, at) or (context.has(at, ASKED) and _open_question(items, context, at, term))
    ):
        return None
    return term.negated if answer else term.value


def _of_a_thing(items: list[Item], context: Context, at: int) -> bool:
    """Whether a site, a film or a value looks well rather than the patient: "exit site looks ok"."""
    before = items[at - 1] if at else None
    if before is None or items[at].text.partition(" ")[0] not in {"looks", "looking", "is", "appears", "remains"}:
        return False
    return before.role in ("measure", "other") or before.key == "cvc" or before.text in context.rules["things"]


def _looked_for(items: list[Item], at: int) -> bool:
    """Whether it is asked for without its mark: "any COPD in the notes"."""
    return at > 0 and items[at - 1].text == "any"


def only_suspected(items: list[Item], context: Context, at: int) -> bool:
    """Whether it is only suspected, or to be ruled out: "?fungal", "rule out pneumonia"."""
    if at and items[at - 1].text == "?" and items[at].glued:
        return True  # "?AML"
    for j in range(at - 1, max(-1, at - 4), -1):
        if context.sentence[j] != context.sentence[at] or items[j].text in {",", "(", ")"}:
            return False
        if items[j].text == "?" or "maybe" in items[j].cues:
            treated = any(items[k].text.startswith("treated") for k in range(max(0, j - 4), j))
            return not treated
    return False


def _open_question(items: list[Item], context: Context, at: int, term: Term) -> bool:
    """Whether the question asks for the finding itself ("is this septic?", "inpatient or outpatient?")."""
    if term.key in SAYS_NOTHING_WHEN_ASKED or term.key == "mascc.setting":
        return True
    for j in range(at + 1, min(at + QUESTION, len(items))):
        if context.sentence[j] != context.sentence[at]:
            break
        if items[j].text not in {"?", "then", "or", "yet", "now"} and items[j].role not in STATES:
            return False
    return True


def _fever(items: list[Item], context: Context, at: int) -> Iterator[Mention]:
    """The word fever without a number: reported, denied, or neither."""
    item = items[at]
    if context.has(at, PAST) or only_suspected(items, context, at):
        return
    answer = denied(items, context, at)
    if answer is None and (_looked_for(items, at) or context.has(at, ASKED)):
        return
    if not_again(items, context, at) or (answer and is_over(items, context, at)):
        return
    if answer:
        yield Mention("fever_denied", True, f"no {item.text}", item.start, item.end)
    else:
        yield Mention("fever_reported", True, item.text, item.start, item.end)


def _alone(items: list[Item], context: Context, supposed: bool) -> Iterator[Mention]:
    """A word that is a finding only as a clause of its own: ", well,", "solid", "fine"."""
    alone = context.rules["alone"]
    if context.words.isdisjoint(alone):
        return
    for at, item in enumerate(items):
        if (
            item.text not in alone
            or context.has(at, OTHER | LIMIT | ASKED)
            or bool(context.has(at, SUPPOSED)) != supposed
        ):
            continue
        beside = item.text in AFTER_A_NUMBER and (_behind_a_number(items, at) or well_before(items, context, at))
        if _stands_alone(items, at) or beside:
            key, value = alone[item.text].split("=")
            yield Mention(key, True if value == "true" else value, item.text, item.start, item.end)


def _stands_alone(items: list[Item], at: int) -> bool:
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    if items[at].text == "new" or (at > 1 and before is not None and _tied(before, items[at - 2])):
        return False
    opens = before is None or before.text in OPENS or "self" in before.cues or "pronoun" in before.cues
    closes = after is None or after.text in CLOSES
    return opens and closes and not (before is not None and "negation" in before.cues)


def _tied(link: Item, owner: Item) -> bool:
    """Whether a sign ties the word to a measure: "BP-ok", "temp: fine"."""
    return link.text in {"-", ":"} and owner.role in ("measure", "other")


def _behind_a_number(items: list[Item], at: int) -> bool:
    """Whether "well" follows an age, a value or "afebrile", or "new" follows a count: "34M well", "neuts 0.9 new"."""
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    if before is None:
        return False
    closes = after is None or after.text in CLOSES
    if items[at].text == "new":
        return closes and before.number is not None and at > 1 and items[at - 2].key in ("anc", "wbc")
    stands = before.number is not None or before.text in SEXES or before.key in ("fever_denied", "mascc.hypotension")
    goes_on = after is not None and (after.role in ("measure", "finding", "disease") or "negation" in after.cues)
    return stands and (closes or goes_on)


def _home(items: list[Item], context: Context, found: Sequence[Candidate]) -> Iterator[Mention]:
    """A temperature taken at home: the fever began outside hospital."""
    for candidate in found:
        term = items[candidate.term].term if candidate.term >= 0 else None
        if (
            candidate.key == "temp_c"
            and term is not None
            and term.also == "home"
            and not context.has(candidate.at, OTHER | SUPPOSED | LIMIT)
        ):
            item = items[candidate.term]
            yield Mention("mascc.setting", "outpatient", item.text, item.start, item.end)


def _stays(items: list[Item], context: Context) -> Iterator[Mention]:
    """On a ward since a day: "on 4B since thurs"."""
    if "since" not in context.words:
        return
    for at, item in enumerate(items):
        if item.text != "since" or context.has(at, OTHER | SUPPOSED | LIMIT):
            continue
        for j in range(max(0, at - 3), at):
            number = items[j].number
            place = items[j].key == "place" or (number is not None and number.mask == "code")
            led = any(items[k].text in ("on", "in") for k in range(max(0, j - 2), j))
            if place and led and context.sentence[j] == context.sentence[at]:
                yield Mention("mascc.setting", "inpatient", item.text, items[j].start, item.end)


def _worst(mentions: Sequence[Mention]) -> list[Mention]:
    """Of two statements of one key the worse counts where the score asks for the worse; otherwise the later."""
    kept: dict[tuple[str, Value | None], Mention] = {}
    for one in mentions:
        place = (one.key, one.value if one.key == "contexts" else None)
        before = kept.get(place)
        order = WORST.get(one.key)
        if before is None or order is None or order.index(one.value) <= order.index(before.value):
            kept[place] = one
    return list(kept.values())
