"""What tells one patient from another in a message: beds, numbers, letters, lists, order, initials, mother and baby."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from core.lexicon import Lexicon
from core.reading.meaning.context import Context
from core.reading.printed.items import Item
from core.reading.printed.markup import Plain

TITLES: Final = frozenset({"mr", "mrs", "ms", "miss"})
LETTERS: Final = frozenset("abcdef")
MANY: Final = 10  # numbers of patients are below; those of beds are not
OPENERS: Final = frozenset({"\n", ";", ",", ".", ":", "/", "|", "(", "-", "!", "?", "\t"})
SURE_SIGNS: Final = frozenset({")", ":"})  # what makes an item of a list wherever it stands
LIST_SIGNS: Final = SURE_SIGNS | {"/", ".", "-"}
MOVED: Final = frozenset({"to", "was", "from", "into", "ex", "formerly"})  # before another bed of the same patient
JOINED: Final = frozenset({"and", "&", "+", ",", "/"})
COUNTED: Final = frozenset({"no", "number", "#", "."})  # between a word and its number
ORDER: Final = {"first": "1", "former": "1", "second": "2", "latter": "2"}
COURSES: Final = frozenset({"visit", "sample", "draw", "repeat", "hour", "month", "months", "weeks", "days"})
OF_SOMEBODY: Final = frozenset({"the", "his", "her", "its", "their", "a", "my", "our"})
SEXES: Final = {
    "he": frozenset({"man", "gent", "gentleman", "guy", "chap", "bloke", "old man", "old gentleman", "old gent"}),
    "she": frozenset({"lady", "woman", "old lady", "old woman"}),
}
STAFF: Final = frozenset({"from", "doctor", "nurse", "friend", "reg", "registrar", "sho", "consultant", "porter"})
ORDERED: Final = frozenset({"first", "former", "one", "st"})  # words that open an order of two
DESCRIBES: Final = frozenset({"disease", "regimen", "drug", "combined"})
HALVES: Final = frozenset({"am", "pm"})
BOOKED: Final = frozenset({"appointment", "appt", "slot", "booking", "clinic", "app"})
OWNS: Final = frozenset({"drug", "regimen", "combined", "measure", "other"})  # "EC #2" is a cycle


# Words before a place.
LEADS_TO: Final = frozenset({"in", "the", "pt", "patient", "one", "lady", "man", "gentleman", "a", "is"})
WENT_ON: Final = frozenset(
    {"moved", "then", "transferred", "stepped", "later", "after", "now", "today", "back", "repeat"}
)
# Words before a title that is no patient's.
BY_SOMEBODY: Final = frozenset({"by", "with", "to", "under", "d/w", "from", "per", "dr", "prof"})
PART: Final = 6  # pieces in which a part says that the same patient has gone on


class Label(NamedTuple):
    """A label: where it stands, the word or kind it is of, and which one it is."""

    at: int
    word: str
    name: str


def labels(items: list[Item], context: Context) -> list[Label]:
    """Every numbered or lettered place and patient, and every title with its name."""
    words = context.rules["patient_labels"]
    if "other" not in context.roles and context.words.isdisjoint(words) and context.words.isdisjoint(TITLES):
        return []
    found: list[Label] = []
    for at, item in enumerate(items[:-1]):
        if item.key == "place" or item.text in words:
            if not (at and items[at - 1].text in MOVED):
                found += numbered(items, at, place=item.key == "place")
        elif item.text in TITLES and (name := _titled(items, at + 1)):
            found.append(Label(at, "name", name))
    return found


def _titled(items: list[Item], at: int) -> str:
    """The name or the letter behind a title: "Mrs Jones", "Mr. B"; the letter may have a meaning of its own."""
    at += items[at].text == "." and at + 1 < len(items)
    return items[at].text if items[at].kind == "word" or (len(items[at].text) == 1 and items[at].text.isalpha()) else ""


def numbered(items: list[Item], at: int, *, place: bool) -> Iterator[Label]:
    """The label a word makes with the number or letter behind it, and a second that is joined to it."""
    word = items[at].text.partition(" no")[0].removesuffix("s")
    after = at + 1
    while after + 1 < len(items) and items[after].text in COUNTED:
        after += 1
    if name := _name(items, after, place=place):
        yield Label(at, word, name)
        if (
            after + 2 < len(items)
            and items[after + 1].text in JOINED
            and (name := _name(items, after + 2, place=place))
        ):
            yield Label(after + 2, word, name)


def _name(items: list[Item], at: int, *, place: bool) -> str:
    """The number or letter of a place or a patient: 3, 12A, B."""
    item = items[at]
    follows = items[at + 1] if at + 1 < len(items) and items[at + 1].glued else None
    if item.number is None:
        return item.text if item.text in LETTERS and (follows is None or follows.text not in "/-'") else ""  # "c/o"
    if place:
        return item.text + (follows.text if follows is not None and follows.text in LETTERS else "")
    return item.text if _small(item) else ""


def _small(item: Item) -> bool:
    number = item.number
    bare = number is not None and number.unit is None and number.other is None
    return number is not None and bare and number.whole and number.value < MANY


def listed(items: list[Item]) -> list[Label]:
    """The letters and numbers that open the items of a list: "A)", "1:", "2/"."""
    found = []
    for at, (before, item, sign) in enumerate(zip([None, *items], items, items[1:], strict=False)):
        of_tube = item.number is not None and item.number.mask == "thing"
        if of_tube or sign.text not in LIST_SIGNS or not sign.glued or not (item.text in LETTERS or _small(item)):
            continue
        if before is not None and ("day" in before.cues or "cycle" in before.cues or before.text in COURSES):
            continue  # "day 1: ANC 3.2, day 8: 0.4" is the course of one
        opens = before is None or (not item.glued and before.text in OPENERS) or before.text == "("
        if opens or (sign.text in SURE_SIGNS and not item.glued and before is not None and before.text != "="):
            found.append(Label(at, "list", item.text))
    return found


def alone(items: list[Item], named: Sequence[Label], rules: Mapping[str, Any]) -> list[Label]:
    """Places with and without a number, each at the opening of its part: "resus: …; cubicle 4: …".

    One where the same patient goes on is none: "in resus …, now in cubicle 4".
    """
    places = [Label(one.at, "place", f"{one.word} {one.name}") for one in named if items[one.at].key == "place"]
    numbered_at = {one.at for one in places}
    words = rules["places_alone"]
    places += [
        Label(at, "place", item.text) for at, item in enumerate(items) if item.text in words and at not in numbered_at
    ]
    return [one for one in sorted(places) if _opens_part(items, one.at) and not _goes_on(items, one.at)]


def _opens_part(items: list[Item], at: int) -> bool:
    first = at
    while first and at - first < PART and items[first - 1].text in LEADS_TO:
        first -= 1
    return first == 0 or items[first - 1].text in OPENERS or items[first - 1].text == "and"


def _goes_on(items: list[Item], at: int) -> bool:
    near = items[max(0, at - 2) : at + PART]
    return any(item.text in WENT_ON or "now" in item.cues or item.text in MOVED for item in near)


def trailing(named: Sequence[Label], items: list[Item]) -> list[Label]:
    """Labels that may stand behind the values of their patient: those of nobody who saw or was told of one."""
    return [one for one in named if not (one.at and items[one.at - 1].text in BY_SOMEBODY)]


def hashed(items: list[Item], rules: Mapping[str, Any]) -> list[Label]:
    """The numbers of "#1" and "#2" that are of no drug, regimen, measure or sample."""
    return [
        Label(at, "#", number.text)
        for at, (sign, number) in enumerate(pairwise(items))
        if sign.text == "#"
        and number.number is not None
        and number.glued
        and not (at and (items[at - 1].role in OWNS or items[at - 1].text in rules["numbered_things"]))
    ]


def in_order(items: list[Item], rules: Mapping[str, Any]) -> list[Label]:
    """The first one and the second one, one and the other, when each is called a patient or said to have an illness."""
    found: list[tuple[Label, bool]] = []
    for at, item in enumerate(items[:-1]):
        name, behind = ORDER.get(item.text, ""), items[at + 1]
        if item.text == "one" and (at == 0 or items[at - 1].text in OPENERS | {"and"}):
            name = "2" if any(label.name == "1" for label, _ in found[-1:]) else "1"  # "one on …, one on …"
        elif item.text in {"the other one", "other one"} or (item.text == "the" and behind.text == "other"):
            name = "2"
        elif item.number is not None and item.number.mask == "ordinal" and at + 2 < len(items):
            name, behind = item.text, items[at + 2]
        if name:
            found.append((Label(at, "order", name), behind.text in rules["people_in_order"]))
    ends = [*(label.at for label, _ in found[1:]), len(items)]
    return [
        label
        for (label, called), end in zip(found, ends, strict=False)
        if called
        or any(item.role in DESCRIBES for item in items[label.at : end])
        or (len(found) > 1 and items[label.at].text != "first" and _has_its_own(items, label.at))
    ]


def _has_its_own(items: list[Item], at: int) -> bool:
    """Whether "one" or "the other" is said to have something: "one has ANC 0.3, the other has 1.9"."""
    behind = items[at + 1 : at + 4]
    return any(one.text in {"has", "had", "with"} for one in behind) or items[at].text.startswith(("the", "other"))


def by_illness(items: list[Item], rules: Mapping[str, Any]) -> list[Label]:
    """Patients told apart by what they have: "the leukaemia pt …, the breast cancer lady …"."""
    called = rules["people_in_order"]
    return [
        Label(at, "illness", item.text)
        for at, (item, behind) in enumerate(pairwise(items))
        if item.role == "disease" and behind.text in called and behind.text != "one"
    ]


def by_the_clock(items: list[Item], rules: Mapping[str, Any]) -> list[Label]:
    """Patients told apart by the hour they are booked for: "my 3pm …, my 4pm …", "3 pm slot"."""
    called, found = rules["people_in_order"], []
    for at, item in enumerate(items):
        halved = item.number is not None and at + 1 < len(items) and items[at + 1].text in HALVES
        timed = item.number is not None and item.number.mask == "time"
        if not (halved or timed or (item.kind == "date" and ":" in item.text)):
            continue
        behind = next((one for one in items[at + 1 : at + 3] if one.text not in HALVES), None)
        booked = behind is not None and (behind.text in called or behind.text in BOOKED)
        if booked or (at and items[at - 1].text in {"my", "our"}):
            found.append(Label(at, "hour", "".join(one.text for one in items[at : at + 2] if one is not behind)))
    return found


def by_sex(items: list[Item]) -> list[Label]:
    """A man and a woman told of side by side: "lady in bay 4 …, man in the side room …"."""
    named = (next((sex for sex, words in SEXES.items() if item.text in words), "") for item in items)
    behind = [*(item.text for item in items[1:]), ""]
    return [Label(at, "sex", name) for at, name in enumerate(named) if name and behind[at] not in STAFF]


def kin(items: list[Item], rules: Mapping[str, Any]) -> list[Label]:
    """Mother and baby side by side; "the mother" of the baby spoken of is a relative."""
    mothers, babies = rules["mothers"], rules["babies"]
    named = (("mother" if item.text in mothers else "baby" if item.text in babies else "") for item in items)
    return [
        Label(at, "kin", name)
        for at, name in enumerate(named)
        if name and not (at and items[at - 1].text in OF_SOMEBODY)
    ]


def initials(items: list[Item], lexicon: Lexicon, plain: Plain) -> list[Label]:
    """Two capitals that open a part and lead a measure, an illness or an age: "JS ANC 0.4", "J.S. neuts 0.3"."""
    found = []
    for at, item in enumerate(items):
        if len(item.text) > 2 or not item.text.isalpha() or (at and items[at - 1].text not in OPENERS):
            continue
        dotted = [len(one.text) for one in items[at : at + 4]] == [1] * 4 and items[at + 1].text == items[at + 3].text
        if not dotted and (len(item.text) == 1 or item.text in lexicon.vocabulary):
            continue
        end = at + 4 if dotted else at + 1
        if end < len(items) and plain.typed[item.start : items[end - 1].end].isupper() and _leads(items[end]):
            found.append(Label(at, "initials", "".join(one.text for one in items[at:end])))
    return found


def _leads(item: Item) -> bool:
    return item.role in ("measure", "disease") or item.text in {":", "-"} or item.number is not None
