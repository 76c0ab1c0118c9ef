"""How each piece of the message is meant: of whom, of which specimen, when, supposed, a limit, asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Any, Final, final

from core.reading.meaning.before import WORDS, mark_alternating, mark_before, told_before
from core.reading.meaning.marks import ASIDE, ASKED, BREAKS, LIMIT, OTHER, SUPPOSED, spread
from core.reading.meaning.relatives import the_only_patient
from core.reading.meaning.scopes import OURS, mark_disowned, mark_persons, mark_specimens
from core.reading.meaning.times import TIME_CUES, mark_times
from core.reading.printed.items import Item, spoken_words

WHETHER: Final = frozenset(
    {"wondering", "wonder", "know", "ask", "asking", "see", "unsure", "check", "tell", "decide", "clarify"}
)
ENDS: Final = frozenset({".", ";", "!", "?", "\n"})
NOBODYS: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType({})


@final
class Context:
    """Parallel to the items: the marks of each, its sentence and its clause; `bounds` are those of the sentences.

    `cues`, `roles`, `keys`, `words` as the pieces hold them, `openings` (their first words) and `spoken` (each word by
    itself) are all there are in the message: a stage whose words are absent has nothing to do. `own` are the patient's
    numbers whose measures only their order tells, `unsure` those that may be of several (counts/ellipsis.py);
    `relative` is the word for a relative who is the patient.
    """

    __slots__ = (
        "bounds", "clause", "cues", "keys", "marks", "openings", "own", "relative", "roles", "rules", "sentence",
        "spoken", "unsure", "words"
    )  # fmt: skip

    def __init__(
        self,
        marks: list[int],
        sentence: list[int],
        clause: list[int],
        bounds: list[tuple[int, int]],
        rules: Mapping[str, Any],
        cues: AbstractSet[str],
        roles: AbstractSet[str],
        keys: AbstractSet[str],
        words: AbstractSet[str],
        openings: AbstractSet[str],
        spoken: AbstractSet[str],
        own: Mapping[int, tuple[str, ...]] = NOBODYS,
        unsure: Mapping[int, tuple[str, ...]] = NOBODYS,
        relative: str = "",
    ) -> None:
        self.marks = marks
        self.sentence = sentence
        self.clause = clause
        self.bounds = bounds
        self.rules = rules
        self.cues = cues
        self.roles = roles
        self.keys = keys
        self.words = words
        self.openings = openings
        self.spoken = spoken
        self.own = own
        self.unsure = unsure
        self.relative = relative

    def has(self, at: int, mark: int) -> bool:
        """Whether the item carries one of these marks."""
        return bool(self.marks[at] & mark)

    def marked(
        self,
        marks: list[int],
        own: Mapping[int, tuple[str, ...]] | None = None,
        unsure: Mapping[int, tuple[str, ...]] | None = None,
    ) -> Context:
        """The same message with these marks, and with these numbers told by their order."""
        return Context(
            marks,
            self.sentence,
            self.clause,
            self.bounds,
            self.rules,
            self.cues,
            self.roles,
            self.keys,
            self.words,
            self.openings,
            self.spoken,
            self.own if own is None else own,
            self.unsure if unsure is None else unsure,
            self.relative,
        )


def understand(items: list[Item], rules: Mapping[str, Any], relative: str | None = None) -> Context:
    """Mark every item; each kind of scope is one pass over the message.

    `relative` is the word for the relative the case is of, or nothing before a case; None where it is of a patient.
    """
    sentence, clause = _parts(items)
    marks = [0] * len(items)
    bounds = sentences(sentence)
    kinds = {kind for item in items for kind in item.cues}
    _asides(items, marks)
    if not kinds.isdisjoint({"suppose", "example"}):
        _suppose(items, marks, bounds)
    roles, words = {item.role for item in items}, {item.text for item in items}
    if "limit" in kinds or "when" in words:
        _limit(items, marks, bounds, clause, rules["events"])
    if "person" in kinds:
        relative = _mark_others(items, marks, bounds, clause, rules, relative)
    if not words.isdisjoint(OURS):
        mark_disowned(items, marks, bounds, clause)
    if "specimen" in kinds:
        mark_specimens(items, marks, bounds, clause)
    if kinds & TIME_CUES.keys() or "usual" in kinds:
        mark_times(items, marks, bounds, clause, rules["events"])
        mark_alternating(items, marks, clause)
    if not words.isdisjoint(WORDS):
        mark_before(items, marks, bounds, rules["events"])
    _questions(items, marks, bounds, clause, rules["question_words"])
    keys, phrases = {item.key for item in items}, [text for text in words if " " in text]
    openings = words.difference(phrases).union([text.partition(" ")[0] for text in phrases])
    spoken = spoken_words(words)
    return Context(
        marks, sentence, clause, bounds, rules, kinds, roles, keys, words, openings, spoken, relative=relative or ""
    )


def _mark_others(
    items: list[Item],
    marks: list[int],
    bounds: Sequence[tuple[int, int]],
    clause: list[int],
    rules: Mapping[str, Any],
    relative: str | None,
) -> str:
    """Mark what is of somebody else; the word for the relative of whom it all is, where nobody else is the patient."""
    mark_persons(items, marks, bounds)
    only = the_only_patient(items, marks, clause, rules, relative) if relative is not None else ""
    if only:
        marks[:] = [mark & ~OTHER for mark in marks]
    return only


def _parts(items: list[Item]) -> tuple[list[int], list[int]]:
    """The number of the sentence and of the clause each item stands in."""
    sentence, clause = [], []
    s = c = 0
    for at, item in enumerate(items):
        sentence.append(s)
        ends = item.text in ENDS
        if not ends and (item.kind == "line" or item.text in BREAKS or _dash(items, at) or item.text == "but"):
            c += 1
        clause.append(c)
        if ends:
            s, c = s + 1, c + 1
    return sentence, clause


def _dash(items: list[Item], at: int) -> bool:
    return items[at].text == "-" and not items[at].glued and at + 1 < len(items) and not items[at + 1].glued


def sentences(sentence: list[int]) -> list[tuple[int, int]]:
    """First and past-the-last item of each sentence."""
    bounds, start = [], 0
    for at in range(1, len(sentence) + 1):
        if at == len(sentence) or sentence[at] != sentence[start]:
            bounds.append((start, at))
            start = at
    return bounds


def _suppose(items: list[Item], marks: list[int], bounds: Sequence[tuple[int, int]]) -> None:
    """A supposition reaches from its word to the end of the sentence, or to "currently"."""
    for first, end in bounds:
        at = first
        while at < end:
            opens = "example" in items[at].cues and at == first  # "E.g. ANC 0.3", but not "cover, e.g. cefepime"
            if opens or ("suppose" in items[at].cues and not _asks_whether(items, at, first)):
                stop = next(
                    (j for j in range(at + 2, end) if "now" in items[j].cues and items[j - 1].text in {",", "-", "("}),
                    end,
                )
                spread(marks, range(at, stop), SUPPOSED)
                at = stop
            at += 1


def _asks_whether(items: list[Item], at: int, first: int) -> bool:
    """Whether "if" only asks, as in "not sure if"; "let us know if" tells when to call."""
    lets = any(items[j].text in {"let", "lets"} for j in range(max(first, at - 4), at - 1))
    return at > first and items[at - 1].text in WHETHER and not lets


def _limit(
    items: list[Item],
    marks: list[int],
    bounds: Sequence[tuple[int, int]],
    clause: list[int],
    events: frozenset[str],
) -> None:
    """A limit or a target: to the end of the clause and its "and"s, or of the sentence for a protocol's words."""
    for first, end in bounds:
        for at in range(first, end):
            kind = items[at].cues.get("limit") or ("clause" if _when_bounded(items, at, end) else None)
            if kind == "sentence" and (told_before(items, at, end, events) or _only_a_time(items, at, first, end)):
                continue
            if kind == "sentence" and not marks[at] & LIMIT and not _treated_by(items, at, first):
                spread(marks, range(at, _until_now(items, at, end)), LIMIT)
            if kind == "clause" and not marks[at] & LIMIT:
                stop = next((j for j in range(at, end) if clause[j] != clause[at]), end)
                spread(marks, range(at, stop), LIMIT)


def _only_a_time(items: list[Item], at: int, first: int, end: int) -> bool:
    """Whether "before" makes no rule: "what I typed before, ...", "today before C1: ANC 3.1"."""
    if items[at].text != "before":
        return False
    closes = at + 1 == end or items[at + 1].text in ENDS | {",", ":"}
    return closes or any("today" in items[j].cues for j in range(first, at))


def _until_now(items: list[Item], at: int, end: int) -> int:
    """Where a rule ends and the value of now begins: "hold if ANC < 0.5, now ANC 0.6"."""
    for j in range(at + 2, end):
        if "now" in items[j].cues and items[j - 1].text in {",", "-", "("}:
            return j if any(item.number is not None for item in items[j:end]) else end
    return end


def _treated_by(items: list[Item], at: int, first: int) -> bool:
    """Whether the protocol is the treatment the patient is on, and no rule: "AML on the AML19 protocol"."""
    return items[at].text == "protocol" and any(items[j].text == "on" for j in range(max(first, at - 4), at))


def _when_bounded(items: list[Item], at: int, end: int) -> bool:
    """Whether a measure with a bound follows "when": "call when white cells are under 1"."""
    if items[at].text != "when":
        return False
    named = next((j for j in range(at + 1, min(at + 4, end)) if items[j].role == "measure"), end)
    number = next((one for j in range(named, min(named + 4, end)) if (one := items[j].number) is not None), None)
    return number is not None and bool(number.bound)


def _asides(items: list[Item], marks: list[int]) -> None:
    """What stands in brackets."""
    depth = 0
    for at, item in enumerate(items):
        if item.text in "([" and item.kind == "sign":
            depth += 1
        elif item.text in ")]" and item.kind == "sign":
            depth = max(0, depth - 1)
        elif item.text == "\n":
            depth = 0
        elif depth:
            marks[at] |= ASIDE


def _questions(
    items: list[Item],
    marks: list[int],
    bounds: Sequence[tuple[int, int]],
    clause: list[int],
    starters: frozenset[str],
) -> None:
    """The clause before a question mark, or the whole sentence when it opens as a question."""
    for first, end in bounds:
        if items[end - 1].text[-1:] != "?":
            continue
        opens = any(
            items[j].text.split()[0] in starters for j in range(first, min(first + 2, end)) if items[j].text.split()
        )
        last = clause[end - 1]
        spread(marks, (j for j in range(first, end) if opens or clause[j] == last), ASKED)
