"""Two results of one sample, or of two places: "manual 0.2, analyser 0.9, same tube". Which holds is asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from core.lexicon import Lexicon
from core.reading.counts.candidate import Candidate
from core.reading.meaning.context import Context
from core.reading.meaning.marks import PAST, SPECIMEN, UNREAL
from core.reading.meaning.quoted import plainly
from core.reading.printed.items import Item

SAMPLES: Final = frozenset(
    {"tube", "sample", "blood", "bloods", "bleed", "draw", "specimen", "date", "fbc", "cbc", "vial", "bottle", "count"}
    | {
        "samples",
        "test",
        "report",
        "time",
        "aliquot",
        "result",
        "tubes",
        "minute",
        "moment",
        "ear",
        "go",
        "round",
        "puncture",
        "needle",
    }
)
TUBES: Final = frozenset({"tube", "sample", "bottle", "vial", "aliquot", "specimen"})  # of which there may be two
OTHERS: Final = frozenset({"second", "2nd", "other", "another", "2", "b"})  # which of two it is
THERMOMETERS: Final = frozenset({"thermometer", "thermometers", "probe", "probes"})
SOURCES: Final = frozenset(
    {
        "lab",
        "labs",
        "letter",
        "ward",
        "sheet",
        "chart",
        "printout",
        "epic",
        "ice",
        "system",
        "phone",
        "phoned",
        "portal",
    }
    | {"report", "email", "gas", "poct", "notes", "gp", "screen", "handover", "board", "computer", "paper", "cerner"}
    | {"analyser", "analyzer", "machine", "manual", "manually", "film", "app", "note", "summary", "whiteboard", "fax"}
    | {"hosp", "hospital", "ours", "theirs", "elsewhere", "outside"}
    | {"automated", "smear", "differential", "diff", "telephone", "emis", "intranet", "records", "record"}
)
WHICH: Final = frozenset({"do", "is", "to", "one", "should", "result", "value", "sample", "count", "came", "was"})
RECOUNTS: Final = frozenset({"manual", "manually", "film", "smear", "analyser", "analyzer", "machine", "automated"})
PARTS: Final = frozenset(
    {",", ";", ".", "but", "and", "vs", "versus", "/", "(", ")", "\n", "-", "|", "or", "while", "?"}
)
ASKED: Final = frozenset({"anc", "wbc", "platelets", "hgb", "temp_c"})
TIMED: Final = frozenset({"now", "past", "before", "yesterday", "first", "day", "to", "arrow", "usual", "later"})
REACH: Final = 6  # pieces of a part around a number


def two_sources(items: list[Item], context: Context, found: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """The candidates with those that stand against another of the same measure set as "this or that"."""
    spoken = context.spoken
    same = ("same" in spoken and _of_one_sample(items)) or (not TUBES.isdisjoint(spoken) and _of_two_tubes(items))
    which = "which" in spoken and ("?" in context.words or _asks_which(items))
    twice = not spoken.isdisjoint(THERMOMETERS) and _of_two_thermometers(items)
    if not found or not (len(spoken & SOURCES) > 1 or same or twice or (which and spoken & SOURCES)):
        return list(found)
    result = list(found)
    placed = {one.at: at for at, one in enumerate(found)}
    last: Candidate | None = None
    for at, item in enumerate(items):
        one = found[placed[at]] if at in placed else None
        if (
            one is None
            and last is not None
            and item.number is not None
            and _could_be(items, at, last, lexicon, tubes=same)
        ):
            one = Candidate(last.key, item.number, at, last.term, "series")
            placed[at] = len(result)
            result.append(one)
        if one is None:
            continue
        alike = same or (twice and one.key == "temp_c" and not (last and _timed(items, last.at, at)))
        if last is not None and one.key == last.key and _against(items, context, last, one, same=alike, which=which):
            result[placed[at]] = Candidate(one.key, one.number, one.at, one.term, "or")
        last = one if one.key in ASKED and not context.has(at, UNREAL | SPECIMEN) else None
    return result


def _asks_which(items: list[Item]) -> bool:
    """Whether which of two results holds is asked or not known: "which do I use", "no idea which is newer"."""
    return any(one.text == "which" and two.text in WHICH for one, two in pairwise(items))


def _of_one_sample(items: list[Item]) -> bool:
    """Whether two results are said to be of one sample."""
    words = [word for item in items for word in item.text.split()]
    return any(one == "same" and two in SAMPLES for one, two in pairwise(words))


def _of_two_thermometers(items: list[Item]) -> bool:
    """Whether two thermometers are told of: "thermometer A 38.9, thermometer B 36.9", "one thermometer, the other"."""
    named = [item.text for item in items if item.text in THERMOMETERS]
    other = any(item.text in {"other", "another", "second", "the other one", "other one"} for item in items)
    return len(named) > 1 or (bool(named) and (named[0].endswith("s") or other))


def _timed(items: list[Item], first: int, at: int) -> bool:
    """Whether an hour stands between two readings: the later one is then a repeat."""
    return any(item.kind == "date" or (item.number and item.number.mask == "time") for item in items[first:at])


def _of_two_tubes(items: list[Item]) -> bool:
    """Whether a second tube is told of, at no other time: "first tube 0.4, second tube 2.4"."""
    pairs = list(pairwise(item.text for item in items if item.text not in {"no", "#"}))
    second = any((two in TUBES and one in OTHERS) or (one in TUBES and two in OTHERS) for one, two in pairs)
    second = second or (("2", "nd") in pairs and any(one == "nd" and two in TUBES for one, two in pairs))
    return second and not any(_tells_time(item) for item in items)


def _tells_time(item: Item) -> bool:
    """Whether it is a word of time, an hour or a number of hours, which tells the later of two samples."""
    number = item.number
    if number is not None:
        return number.mask == "time" or (number.unit is not None and number.unit.measures("hours"))
    return item.kind == "date" or not item.cues.keys().isdisjoint(TIMED - {"first", "to", "before"})


def _is_real(context: Context, at: int) -> bool:
    return not context.has(at, UNREAL | PAST | SPECIMEN)


def _could_be(items: list[Item], at: int, last: Candidate, lexicon: Lexicon, *, tubes: bool) -> bool:
    """Whether a number without a name, with a source or a tube beside it, may be one more result of it."""
    number = items[at].number
    if number is None or number.bound or not plainly(last.key, number, lexicon):
        return False
    before = items[at - 1]
    named = before.role in ("measure", "drug") or before.cues.keys() & {"cycle", "day"}
    return (
        not named
        and number.whole == last.number.whole
        and bool(_part(items, at) & (SOURCES | TUBES if tubes else SOURCES))
    )


def _part(items: list[Item], at: int) -> set[str]:
    """The words of the part of the sentence in which a number stands, up to the next number on either side."""
    words: set[str] = set()
    for step in (-1, 1):
        for j in range(at + step, at + step * (REACH + 1), step):
            if not 0 <= j < len(items) or items[j].text in PARTS or _is_counted(items[j]):
                break
            words.update(items[j].text.split())
    return words


def _is_counted(item: Item) -> bool:
    """Whether it is a number, and not that of a tube."""
    return item.number is not None and item.number.mask != "thing"


def _against(items: list[Item], context: Context, last: Candidate, one: Candidate, *, same: bool, which: bool) -> bool:
    """Whether two different results stand against each other: of one sample, or of two places and no time told."""
    real = _is_real(context, last.at) and _is_real(context, one.at)
    if last.number.value == one.number.value or not real or one.number.high is not None:
        return False
    if context.sentence[one.at] - context.sentence[last.at] > 1 or last.number.bound or one.number.bound:
        return False
    if any("arrow" in item.cues for item in items[last.at : one.at]):
        return False
    first, second = _part(items, last.at) & SOURCES, _part(items, one.at) & SOURCES
    if same or (which and (first or second)):
        return True
    timed = any(item.cues.keys() & TIMED for item in items[max(0, last.at - REACH) : one.at + REACH])
    return bool(first and second and first != second) and not timed and not (first | second) & RECOUNTS
