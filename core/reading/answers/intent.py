"""What the words do with the case: retract, correct, start anew, ask, thank, call for help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, final

from core.lexicon import Lexicon
from core.reading.answers.pieces import put_right
from core.reading.counts.lone import restored
from core.reading.counts.series import term_behind
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, SUPPOSED
from core.reading.meaning.quoted import Known, mended, should_be
from core.reading.meaning.retractions import Back, first_words, retractions
from core.reading.printed.items import Item
from core.reading.printed.numbers import Token

OPENING: Final = 5  # tokens in which a message says that it speaks of a new patient
STATING: Final = frozenset({"is", "are", "was", "any", "will"})  # behind a comma these rarely open a question
BELONGINGS: Final = 3  # tokens in which "wrong patient's" names what was wrong
BRIEF: Final = 12  # tokens of a message that says nothing else
EARLY: Final = 6  # pieces in which a correction announces itself
UNDO: Final = "undo"
PAUSES: Final = frozenset({",", ".", "-", "!", ";", ":"})
ONE: Final = frozenset({"one", "pt", "patient", "lady", "man", "guy", "girl", "boy"})
OURS: Final = frozenset({"ours", "mine", "hers", "theirs"})  # the patient again, behind another
TOLD_OF: Final = frozenset({"of", "had", "went", "was", "got", "dropped", "fell", "who", "that", "did", "sat", "ran"})
JOINING: Final = frozenset({"is", "has", "now", "please", "with"})  # between the words for a patient and what follows


@final
class Intent:
    """The flags of a reading, and the sentences that retract something."""

    __slots__ = ("correction", "helps", "hypothetical", "question", "retracted", "silent", "undo")

    def __init__(
        self,
        question: bool,
        hypothetical: bool,
        correction: bool,
        helps: bool,
        undo: bool,
        retracted: tuple[str, ...],
        silent: frozenset[int],
    ) -> None:
        self.question = question
        self.hypothetical = hypothetical
        self.correction = correction
        self.helps = helps
        self.undo = undo
        self.retracted = retracted
        self.silent = silent


def intend(
    tokens: list[Token],
    items: list[Item],
    context: Context,
    lexicon: Lexicon,
    recent: Sequence[str],
    known: Known,
) -> Intent:
    """Read the flags; `silent` are the sentences whose findings are taken back rather than stated."""
    rules: Mapping[str, Any] = lexicon.tables
    words = [token[1] for token in tokens if token[0] != "line"]
    spoken = " ".join(words)
    bare = spoken.strip(" .!,?") or spoken
    marks = 0
    for mark in context.marks:
        marks |= mark
    back = retractions(items, context, lexicon, recent, known)
    first = next((word for word in words if word.isalpha()), "")
    numbers = [at for at, item in enumerate(items) if item.number is not None]
    pause = next((at for at, word in enumerate(words) if word in PAUSES), 0)
    told = any(item.role == "measure" or (item.number and not item.number.whole) for item in items)
    reasoned = words[:1] == [UNDO] and not told and " ".join(words[:pause]) in rules["undo"]
    undo = reasoned or (bare in rules["undo"] and not back.keys)
    back = Back() if reasoned else back  # "undo, those were someone else's obs" tells why
    renumbers = bool(numbers) and bool(list(put_right(items, len(known.answered))))
    mends = bool(recent) and "?" not in words and any(should_be(items, at) for at in numbers[:1])
    return Intent(
        question="?" in words
        or _asks_after_comma(words, rules["question_words"])
        or bool(marks & ASKED)
        or (first in rules["question_words"] and not mends and not _states(items, context)),
        hypothetical=bool(marks & SUPPOSED),
        correction=_corrects(items, rules)
        or back.replaced
        or mends
        or renumbers
        or mended(items, known, lexicon) is not None,
        helps=bare in rules["help"]
        or spoken in rules["help"]
        or (words[:1] == ["/"] and words[2:3] in (["help"], ["?"])),
        undo=undo,
        retracted=back.keys,
        silent=back.silent,
    )


def _states(items: list[Item], context: Context) -> bool:
    """Whether a number opens the message and is told to be a measure: "0.2 is the new ANC"."""
    return bool(items) and items[0].number is not None and term_behind(items, 0, context) > 0


def _asks_after_comma(words: Sequence[str], starters: frozenset[str]) -> bool:
    """Whether a clause opens as a question without its mark: "…, does that matter"."""
    places = [at for at, word in enumerate(words) if word in starters and word not in STATING]
    return any(at > 0 and words[at - 1] in (",", ".", ";") for at in places)


def new_patient(tokens: list[Token], rules: Mapping[str, Any]) -> int:
    """Past the words that open a message about another patient; 0 when it does not open so.

    Words for another patient may follow a greeting; "wrong patient" must open the message, and nothing that was
    told may follow it ("wrong patient's bloods"): elsewhere it takes back a value.
    """
    words = [token[1] for token in tokens if token[0] != "line"]
    if not words:
        return 0
    polite = rules["greetings"]
    opening, mistaken = first_words(rules["new_patient"]), first_words(rules["wrong_patient"])
    for start in range(min(OPENING, len(words))):
        if words[start] not in opening and words[start] not in mistaken:
            continue
        lead = [word in polite or not word.isalpha() for word in words[:start]]
        for size in (5, 4, 3, 2):
            spoken = " ".join(words[start : start + size])
            mistake = spoken in rules["wrong_patient"] and all(lead)
            if mistake and not rules["topics"].keys().isdisjoint(words[start + size : start + size + BELONGINGS]):
                return 0
            if spoken in rules["new_patient"] and _only_compared(words[start + size :]):
                return 0
            if mistake or (spoken in rules["new_patient"] and all(lead[-1:])):
                return _after(tokens, start + size)
    brief = len(words) <= BRIEF and " ".join(words).strip(" .!,?") in rules["new_patient"]
    return len(tokens) if brief else 0


def _only_compared(words: Sequence[str]) -> bool:
    """Whether another patient is only told of beside this one: "another pt of mine went to 0.1, this one is 1.6"."""
    this_one = any(word == "this" and follows in ONE for word, follows in pairwise(words))
    return not TOLD_OF.isdisjoint(words[:1]) and (this_one or not OURS.isdisjoint(words[2:]))


def _after(tokens: list[Token], words: int) -> int:
    """The place behind that many words, and behind the sign that ends them."""
    places = [at for at, token in enumerate(tokens) if token[0] != "line"]
    end = places[words - 1] + 1 if words <= len(places) else len(tokens)
    while end < len(tokens) and (tokens[end][0] in ("sign", "line") or tokens[end][1] in JOINING):
        if tokens[end][1] in "</(@":
            break
        end += 1
    return end


def _corrects(items: list[Item], rules: Mapping[str, Any]) -> bool:
    """Whether the message corrects: it opens with "no wait", or sets a value against another ("0.4 not 1.4")."""
    if any("hold_on" in item.cues and item.text != "not" for item in items[:EARLY]):
        return True
    numbers = [at for at, item in enumerate(items) if item.number is not None]
    if any(restored(items, at, rules["restores"]) for at in numbers):
        return True
    return any(at and items[at - 1].text == "not" for at in numbers)


def chatters(tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether the message is only thanks or greetings."""
    polite = lexicon.tables["chitchat"]
    part: list[str] = []
    said = False
    for kind, text, _, _ in (*tokens, ("line", "", 0, 0)):
        if kind not in {"sign", "line"}:
            part.append(text)
        elif part:
            if " ".join(part) not in polite and not all(word in polite for word in part):
                return False
            said, part = True, []
    return said
