"""What a message takes back: by name, by the value or the word it was told with, or as somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final, final

from core.lexicon import Lexicon
from core.reading.meaning.context import Context
from core.reading.meaning.quoted import Known, holders, of_another
from core.reading.printed.items import Item

TEMPERATURE: Final = ("temp_c", "temp_sustained")
OPENING: Final = 5  # pieces in which a sentence says what it takes back
WRONG: Final = "wrong"  # "wrong BP" takes back a value, never a drug
LEADS: Final = frozenset(
    {"please", "oh", "sorry", "pls", "and", "ok", "okay", "no", "wait", "actually", "oops", ",", "so"}
)


@final
class Back:
    """The facts taken back, the sentences that do so, and whether a quoted value is replaced by another."""

    __slots__ = ("keys", "replaced", "silent")

    def __init__(
        self,
        keys: tuple[str, ...] = (),
        silent: frozenset[int] = frozenset(),
        replaced: bool = False,
    ) -> None:
        self.keys = keys
        self.silent = silent
        self.replaced = replaced


def retractions(items: list[Item], context: Context, lexicon: Lexicon, recent: Sequence[str], known: Known) -> Back:
    """The facts taken back, and the sentences that do so."""
    opening, closing = _may_open(context, lexicon), _may_close(context, lexicon)
    if not (opening or closing or known.facts):
        return Back()
    keys: list[str] = []
    silent: set[int] = set()
    replaced = False
    for sentence, places in groupby(range(len(items)), key=lambda at: context.sentence[at]):
        part = list(places)
        spoken = _spoken(items, part) if opening or closing else ""
        opens = opening and _opens(spoken, lexicon) and not _wrong_thing(items, part, lexicon)
        if opens and _of_the_last(items, part):
            replaced = True  # "ignore that, he does have COPD"
            continue
        closes = _closes(spoken, closing)
        if not (opens or closes or known.facts):
            continue
        held, free = _quoted(items, part, known, lexicon)
        if not (opens or closes or any(of_another(items, at) for at in held)):
            continue
        if held and free:
            replaced = True  # "ignore the 86/40, it is 110/70"
            continue
        if held:
            named = [key for at in held for key in _holders(items[at], known, lexicon)]
        else:
            named = [] if _new_value(items, part, opens=opens) else _named(items, part, lexicon, known)
        if named:
            keys.extend(_with_companions(named, recent))
            silent.add(sentence)
    return Back(tuple(dict.fromkeys(keys)), frozenset(silent), replaced)


def _wrong_thing(items: list[Item], part: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether "wrong" is said of something that is no value: "wrong dose given", "wrong way round"."""
    words = [items[at] for at in part if items[at].text not in LEADS | {"the"}]
    if len(words) < 2 or words[0].text != WRONG:
        return False
    return words[1].role != "measure" and words[1].text not in lexicon.tables["topics"]


def _of_the_last(items: list[Item], part: Sequence[int]) -> bool:
    """Whether the opening words take back what was said last, and a statement follows behind a comma."""
    words = [items[at].text for at in part]
    return any(
        first in {"that", "ignore that", "forget that", "scratch that", "disregard that", "cancel that"} and then == ","
        for first, then in pairwise(words[:OPENING])
    ) and any(items[at].role for at in part[2:])


def taking_back(items: list[Item], context: Context, lexicon: Lexicon) -> frozenset[int]:
    """The sentences that take something back, whatever they name."""
    found: set[int] = set()
    opening, closing = _may_open(context, lexicon), _may_close(context, lexicon)
    if opening or closing:
        for sentence, places in groupby(range(len(items)), key=lambda at: context.sentence[at]):
            spoken = _spoken(items, places)
            if _opens(spoken, lexicon) or _closes(spoken, closing):
                found.add(sentence)
    return frozenset(found)


def _quoted(items: list[Item], part: Sequence[int], known: Known, lexicon: Lexicon) -> tuple[list[int], list[int]]:
    """The numbers of a sentence that the case holds, and those it does not."""
    held: list[int] = []
    free: list[int] = []
    for at in part:
        number = items[at].number
        if number is not None and not number.mask:
            (held if holders(number, known, lexicon) else free).append(at)
    return held, free


def _holders(item: Item, known: Known, lexicon: Lexicon) -> list[str]:
    assert item.number is not None
    return holders(item.number, known, lexicon)


def _may_open(context: Context, lexicon: Lexicon) -> bool:
    """Whether some word may open a retraction; most messages have none."""
    return not context.openings.isdisjoint(first_words(lexicon.tables["retract"]))


def _may_close(context: Context, lexicon: Lexicon) -> list[str]:
    """The words that may take back what stands before them, as far as the message has their last word."""
    phrases = lexicon.tables["retract_after"]
    if context.spoken.isdisjoint(last_words(phrases)):
        return []
    return [phrase for word, many in _endings(phrases).items() if word in context.spoken for phrase in many]


@lru_cache(maxsize=16)
def _endings(phrases: frozenset[str]) -> Mapping[str, list[str]]:
    """The phrases, a blank before each, by their last word."""
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        found.setdefault(phrase.rpartition(" ")[2], []).append(f" {phrase}")
    return found


def _spoken(items: list[Item], part: Iterable[int]) -> str:
    return " " + " ".join(word for at in part for word in items[at].text.split())


@lru_cache(maxsize=16)
def first_words(phrases: frozenset[str]) -> frozenset[str]:
    """The words that open these phrases."""
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


@lru_cache(maxsize=16)
def last_words(phrases: frozenset[str]) -> frozenset[str]:
    """The words that end these phrases."""
    return frozenset(phrase.rpartition(" ")[2] for phrase in phrases)


def _opens(spoken: str, lexicon: Lexicon) -> bool:
    """Whether the sentence opens with words that take back, a "please" or a "sorry" before them."""
    words = spoken.split()
    first = next((at for at, word in enumerate(words) if word not in LEADS), len(words))
    if first == len(words) or words[first] not in first_words(lexicon.tables["retract"]):
        return False
    start = " ".join((*words[first:], ""))
    return any(start.startswith(f"{phrase} ") for phrase in lexicon.tables["retract"])


def _closes(spoken: str, phrases: Iterable[str]) -> bool:
    """Whether the sentence holds words that take back what stands before them."""
    return any(phrase in spoken for phrase in phrases)


def _new_value(items: list[Item], part: Sequence[int], *, opens: bool) -> bool:
    """Whether a value stands beside it that is new; that of "ignore the temp of 39" says which is taken back."""
    values = [at for at in part if (number := items[at].number) is not None and not number.mask]
    if len(values) != 1 or not opens:
        return bool(values)
    lead = [items[at] for at in part if at < values[0] and items[at].text not in {"of", ":", "="}]
    told = lead[-1].role == "measure" and not any(item.text in {",", "-", "that", "but"} for item in lead)
    return not told


def _named(items: list[Item], part: Sequence[int], lexicon: Lexicon, known: Known) -> list[str]:
    """The keys the words name; of a word for many values ("bloods", "obs") those that are known."""
    topics = lexicon.tables["topics"]
    keys: list[str] = []
    for at in part:
        item = items[at]
        if item.role in ("measure", "finding") and item.key:
            keys.append(item.key if item.key != "fever_denied" or item.key in known.facts else "temp_c")
        elif item.role == "disease":
            keys.append("malignancy")
        elif item.role in ("drug", "combined"):
            keys.append("drugs")
        else:
            keys.extend(key for word in item.text.split() if word in topics for key in _topic(topics[word], known))
    return list(dict.fromkeys(keys))


def _topic(keys: str, known: Known) -> Iterator[str]:
    many = keys.split()
    return (key for key in many if len(many) == 1 or key in known.facts)


def _with_companions(keys: Sequence[str], recent: Sequence[str]) -> list[str]:
    """A temperature goes with its duration; the maximum goes when only that was stated."""
    wide: list[str] = []
    for key in keys:
        if key == "temp_c":
            wide.extend(("temp_max_c",) if "temp_max_c" in recent and "temp_c" not in recent else TEMPERATURE)
        else:
            wide.append(key)
    return wide
