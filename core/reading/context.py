"""How each piece of the message is meant: of whom, of which specimen, when, supposed, a limit, asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.reading.items import Item

SUPPOSED, LIMIT, OTHER, SPECIMEN, PAST, NOW, RECENT, ELSEWHERE, FIRST, ASIDE, MAXIMUM, ASKED = (
    1 << bit for bit in range(12)
)
UNREAL = SUPPOSED | LIMIT | OTHER  # what never states a value of the patient now
PANEL = frozenset({"hgb", "platelets"})  # measured in blood only: the specimen named before is over
BEDSIDE = ("anc", "neuts", "absolute neut")  # names no laboratory gives to the cells of another fluid
CELLS = frozenset({"anc", "wbc", "hgb", "platelets"})
WHETHER = frozenset(
    {"wondering", "wonder", "know", "ask", "asking", "see", "unsure", "check", "tell", "decide", "clarify"}
)
VERDICTS = frozenset(
    {"clean", "clear", "nad", "normal", "sent", "unremarkable", "ok", "fine", "taken", "neg", "culture", "cultures"}
)
CONTINUES = frozenset(
    {
        "it",
        "this",
        "analysis",
        "there",
        "results",
        "cell",
        "microscopy",
        "showed",
        "revealed",
        "gram",
        "differential",
        "which",
    }
)
ENDS = frozenset({".", ";", "!", "?"})
BREAKS = frozenset({",", "(", ")", "|", "[", "]", "/"})


@dataclass(frozen=True, slots=True)
class Context:
    """Parallel to the items: the marks of each, its sentence and its clause."""

    marks: Sequence[int]
    sentence: Sequence[int]
    clause: Sequence[int]
    rules: Mapping[str, Any]

    def has(self, at: int, mark: int) -> bool:
        """Whether the item carries one of these marks."""
        return bool(self.marks[at] & mark)


def understand(items: Sequence[Item], rules: Mapping[str, Any]) -> Context:
    """Mark every item; each kind of scope is one pass over the message."""
    sentence, clause = _parts(items)
    marks = [0] * len(items)
    bounds = _sentences(sentence)
    _suppose(items, marks, bounds)
    _limit(items, marks, bounds, clause)
    _persons(items, marks, bounds)
    _specimens(items, marks, bounds, clause)
    _asides(items, marks)
    _times(items, marks, bounds, clause)
    _questions(items, marks, bounds, clause, frozenset(rules.get("question_words", ())))
    return Context(marks, sentence, clause, rules)


def _parts(items: Sequence[Item]) -> tuple[list[int], list[int]]:
    """The number of the sentence and of the clause each item stands in."""
    sentence, clause = [], []
    s = c = 0
    for at, item in enumerate(items):
        sentence.append(s)
        if item.kind == "line" and item.text == "\n" or (item.text in ENDS and item.kind != "number"):
            s, c = s + 1, c + 1
            clause.append(c - 1)
        elif item.kind == "line" or item.text in BREAKS or _dash(items, at) or item.text == "but":
            c += 1
            clause.append(c)
        else:
            clause.append(c)
    return sentence, clause


def _dash(items: Sequence[Item], at: int) -> bool:
    return items[at].text == "-" and not items[at].glued and at + 1 < len(items) and not items[at + 1].glued


def _sentences(sentence: Sequence[int]) -> list[tuple[int, int]]:
    """First and past-the-last item of each sentence."""
    bounds, start = [], 0
    for at in range(1, len(sentence) + 1):
        if at == len(sentence) or sentence[at] != sentence[start]:
            bounds.append((start, at))
            start = at
    return bounds if sentence else []


def _spread(marks: list[int], where: Iterable[int], mark: int) -> None:
    for at in where:
        marks[at] |= mark


def _suppose(items: Sequence[Item], marks: list[int], bounds: Sequence[tuple[int, int]]) -> None:
    """A supposition reaches from its word to the end of the sentence, or to "currently"."""
    if any("suppose_all" in item.cues for item in items):
        _spread(marks, range(len(items)), SUPPOSED)
        return
    for first, end in bounds:
        at = first
        while at < end:
            if "suppose" in items[at].cues and not (at > first and items[at - 1].text.split()[-1] in WHETHER):
                stop = next(
                    (j for j in range(at + 2, end) if "now" in items[j].cues and items[j - 1].text in {",", "-", "("}),
                    end,
                )
                _spread(marks, range(at, stop), SUPPOSED)
                at = stop
            at += 1


def _limit(items: Sequence[Item], marks: list[int], bounds: Sequence[tuple[int, int]], clause: Sequence[int]) -> None:
    """A limit or a target: to the end of the clause and its "and"s, or of the sentence for a protocol's words."""
    for first, end in bounds:
        for at in range(first, end):
            kind = items[at].cues.get("limit")
            if kind == "sentence":
                _spread(marks, range(at, end), LIMIT)
            elif kind == "clause":
                _spread(marks, (j for j in range(at, end) if clause[j] == clause[at]), LIMIT)


def _persons(items: Sequence[Item], marks: list[int], bounds: Sequence[tuple[int, int]]) -> None:
    """Somebody else: to the end of the sentence or until the patient is spoken of again."""
    carry = ""
    for first, end in bounds:
        if carry and first < end and items[first].cues.get("pronoun") == carry:
            _spread(marks, range(first, end), OTHER)
            continue
        carry = ""
        at = first
        while at < end:
            if "person" in items[at].cues and not _informs(items, at, first, end):
                stop, carry = _other_scope(items, at, first, end)
                back = at - 1 if at > first and items[at - 1].number and items[at - 1].number.unit else at
                _spread(marks, range(back, stop), OTHER)
                at = stop
            at += 1


def _informs(items: Sequence[Item], at: int, first: int, end: int) -> bool:
    """Whether the person only tells about the patient: "wife says temp 38.9", "brought in by his mother"."""
    if at > first and (
        "by" in items[at - 1].cues or at - 1 > first and "by" in items[at - 2].cues and "pronoun" in items[at - 1].cues
    ):
        return True
    if items[at].cues["person"] == "they" and at + 1 < end and items[at + 1].text == "," and at == first:
        return True  # an address, not a patient
    return any("informant" in items[j].cues for j in range(at + 1, min(at + 4, end)) if items[j].text not in BREAKS)


def _other_scope(items: Sequence[Item], at: int, first: int, end: int) -> tuple[int, str]:
    """Where the words about somebody else end, and the pronoun that would speak of them again."""
    sex = items[at].cues["person"]
    owner = items[at - 1].cues.get("pronoun", "") if at > first else ""
    for j in range(at + 1, end):
        fresh = items[j - 1].text in {",", "but", "and", "-", ";", ")"}
        if "self" in items[j].cues:
            return j, ""
        if fresh and (pronoun := items[j].cues.get("pronoun")) and pronoun != sex and (not owner or pronoun == owner):
            return j, ""
        unmeasured = not any(items[k].number for k in range(at, j))
        if items[j - 1].text == "," and unmeasured and sex in ("he", "she") and items[j].key in CELLS:
            return j, ""
    return end, sex if sex in ("he", "she") and owner and owner != sex else ""


def _specimens(
    items: Sequence[Item], marks: list[int], bounds: Sequence[tuple[int, int]], clause: Sequence[int]
) -> None:
    """Another fluid: to the end of the sentence, or of the list under its heading, or until blood is named."""
    heading = False
    for first, end in bounds:
        if heading and not any(items[j].kind != "line" for j in range(first, end)):
            heading = False
        inside = heading or (first > 0 and _last_marked(marks, first) and items[first].text in CONTINUES)
        strong = inside
        for at in range(first, end):
            item = items[at]
            kind = item.cues.get("specimen")
            if kind == "strong" and _verdict(items, at, clause, end):
                kind = "weak"
            if kind:
                inside, strong = True, kind == "strong" or (inside and strong)
                heading = strong and (_is_heading(items, at, first, end) or _ends_with_colon(items, end))
                if at > first and items[at - 1].text in {"in", "of", "from", "on"}:
                    _spread(marks, (j for j in range(first, at) if clause[j] == clause[at]), SPECIMEN)
            elif "blood" in item.cues or item.key in PANEL or item.text.startswith(BEDSIDE):
                inside = heading = False
            elif inside and not strong and at > first and clause[at] != clause[at - 1]:
                inside = False
            if inside:
                marks[at] |= SPECIMEN


def _last_marked(marks: Sequence[int], first: int) -> bool:
    return any(marks[at] & SPECIMEN for at in range(max(0, first - 3), first))


def _is_heading(items: Sequence[Item], at: int, first: int, end: int) -> bool:
    rest = [
        items[j]
        for j in range(first, end)
        if j != at and items[j].kind != "line" and items[j].text not in {":", "-", "*"}
    ]
    return not rest


def _ends_with_colon(items: Sequence[Item], end: int) -> bool:
    """Whether the line ends in a colon, its list standing on the lines below."""
    return end > 1 and items[end - 1].text == "\n" and items[end - 2].text == ":"


def _verdict(items: Sequence[Item], at: int, clause: Sequence[int], end: int) -> bool:
    """Whether the specimen is done with in its clause ("UA clean"): nothing counted in it follows."""
    for j in range(at + 1, min(at + 4, end)):
        if clause[j] != clause[at]:
            return False
        if items[j].kind == "number" or items[j].role == "measure":
            return False
        if items[j].text in VERDICTS or "denied_after" in items[j].cues or "pending" in items[j].cues:
            return True
    return False


TIME_CUES = {
    "past": PAST,
    "now": NOW,
    "yesterday": RECENT,
    "elsewhere": ELSEWHERE,
    "admission": ELSEWHERE,
    "maximum": MAXIMUM,
    "first": FIRST,
}
LEADING = PAST | RECENT  # a time word before the values holds until "now" or the end of the sentence


def _times(items: Sequence[Item], marks: list[int], bounds: Sequence[tuple[int, int]], clause: Sequence[int]) -> None:
    """When: a word of time behind a value speaks of its clause, one before it of what follows."""
    for first, end in bounds:
        lead = 0
        for at in range(first, end):
            cues = items[at].cues
            if not cues:
                marks[at] |= lead
                continue
            if "now" in cues and "past" not in cues:
                lead = 0
            marks[at] |= lead
            for cue, mark in TIME_CUES.items():
                if cue in cues:
                    lead |= _time(
                        items, marks, [j for j in range(first, end) if clause[j] == clause[at]], at, mark, cues[cue]
                    )


def _time(items: Sequence[Item], marks: list[int], same: Sequence[int], at: int, mark: int, kind: str) -> int:
    """Spread one time word over its clause; returns what it says of the clauses that follow."""
    behind = any(_counts(items[j]) for j in same if j < at)
    ahead = any(_counts(items[j]) for j in same if at < j <= at + 6)
    back = kind == "behind" or (behind and not (mark == NOW and ahead) and kind != "near")
    _spread(marks, (j for j in same if (j <= at if back else j >= at)), mark)
    return mark & LEADING if not back and kind in ("", "lead") and not marks[at] & ASIDE else 0


def _counts(item: Item) -> bool:
    return item.number is not None and not item.number.mask


def _asides(items: Sequence[Item], marks: list[int]) -> None:
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
    items: Sequence[Item],
    marks: list[int],
    bounds: Sequence[tuple[int, int]],
    clause: Sequence[int],
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
        _spread(marks, (j for j in range(first, end) if opens or clause[j] == last), ASKED)
