"""Whose value, and of which fluid: somebody else and other specimens, with scopes that end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.reading.meaning.marks import BREAKS, OTHER, SPECIMEN, spread
from core.reading.printed.items import Item

PANEL: Final = frozenset({"hgb", "platelets"})  # measured in blood only: the specimen named before is over
BEDSIDE: Final = ("anc", "neuts", "absolute neut")  # names no laboratory gives to the cells of another fluid
CELLS: Final = frozenset({"anc", "wbc", "hgb", "platelets"})
VERDICTS: Final = frozenset(
    {"clean", "clear", "nad", "normal", "sent", "unremarkable", "ok", "fine", "taken", "neg", "culture", "cultures"}
    | {"negatif", "negativ", "negativo", "negativa", "normale", "unauffallig", "steril", "sterile"}
)
# Words between a fluid and its cells.
LEADERS: Final = frozenset({"con", "com", "mit", "avec", "with", "shows", "showed", "zeigt"})
CONTINUES: Final = frozenset(
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
ADDRESSED: Final = frozenset({"friend", "friends", "partner"})  # "friends, ANC 0.4": not whose count it is
HISTORY: Final = frozenset({"family history", "fh", "fhx", "family hx", "fam hx"})  # of nobody whose count is told
BESIDE: Final = ("bed", "door", "opposite", "bay", "room")  # who lies there: "the lady in the next bed, ANC 0.3"
LED_BY: Final = frozenset({"after", "during", "following", "before", "post"})
SUBJECTS: Final = frozenset({"lady", "man", "woman", "gent", "gentleman", "guy", "pt", "patient", "one", "bed", "bay"})
OURS: Final = frozenset(
    {"mine", "ours", "my patient", "my pt", "our patient", "our pt", "this one", "this patient", "this pt"}
)
BELONGS: Final = frozenset({"was", "is", "were", "belongs to", "belonged to"})
ABOUT: Final = frozenset({"re", "about", "regarding", "concerning"})  # of whom a relative rings
THEMSELVES: Final = frozenset({"herself", "himself"})
DRUGS: Final = frozenset({"drug", "regimen", "combined", "either"})
ARTICLES: Final = frozenset({"a", "an", "the", "this", "our", "have", "we", "i", "got"})
LEADS: Final = 24  # pieces of a clause before "in CSF" that are counted in it
BEFORE_NAMES: Final = frozenset({"the", "his", "her", "this", "a"})
OUT_OF: Final = frozenset({"in", "of", "from", "on"})
PASSIVE: Final = frozenset({"was", "were", "been", "being"})
BELLY: Final = frozenset(
    {"ascites", "ascitic", "ascitic fluid", "ascitic tap", "peritoneal fluid", "dialysate", "pd fluid"}
)
LISTED: Final = 12  # pieces from a fluid's name to the neutrophils of its list
CHEMISTRY: Final = frozenset({"glucose_mg_dl", "lactate"})
BLOOD_NAMES: Final = ("blood", "serum", "random", "bm", "bg", "vbg")
WITHOUT_LACTATE: Final = ("ur", "ua", "u/a", "dip", "msu", "csu", "mcs", "stool", "sputum", "f", "wound")


def mark_persons(items: list[Item], marks: list[int], bounds: Sequence[tuple[int, int]]) -> None:
    """Somebody else: to the end of the sentence or until the patient is spoken of again."""
    carry = ""
    for first, end in bounds:
        if carry and first < end and items[first].cues.get("pronoun") == carry:
            spread(marks, range(first, end), OTHER)
            continue
        carry = ""
        at = first
        while at < end:
            if "person" in items[at].cues and not (
                _informs(items, at, first, end) or _told_about(items, at, first, end)
            ):
                if (owned := _owned_before(items, at, first)) < at:
                    spread(marks, range(owned, at + 1), OTHER)
                    at += 1
                    continue
                stop, carry = _other_scope(items, at, first, end)
                spread(marks, range(_opening(items, at, first), stop), OTHER)
                at = stop
            at += 1


def _owned_before(items: list[Item], at: int, first: int) -> int:
    """Where the value begins that is said to be this person's: "ANC 2.4 was another patient's"; *at* when none is."""
    lead = at - 1 if at > first and "pronoun" in items[at - 1].cues else at
    lead = lead - 1 if lead > first and items[lead - 1].text == "from" else lead
    if lead - 2 < first or items[lead - 1].text not in BELONGS or items[lead - 2].number is None:
        return at
    return next((j + 1 for j in range(lead - 2, first - 1, -1) if items[j].text in BREAKS), first)


def mark_disowned(items: list[Item], marks: list[int], bounds: Sequence[tuple[int, int]], clause: list[int]) -> None:
    """What is said not to be of the patient: "bed 4 has 39.2, not mine"; of a longer sentence the clause before."""
    for first, end in bounds:
        for at in range(first + 1, end):
            if items[at].text in OURS and items[at - 1].text in {"not", "isn't", "isnt", "wasn't"}:
                opening = any(item.text in SUBJECTS or item.key == "place" for item in items[first : first + 3])
                last = clause[at - 2] if items[at - 2].text not in BREAKS else clause[at - 2] - 1
                spread(marks, (j for j in range(first, at - 1) if opening or clause[j] >= last), OTHER)


def _opening(items: list[Item], at: int, first: int) -> int:
    """Where the words about the person begin: with their age, or a lead: "After filgrastim the donor's count was"."""
    number = items[at - 1].number if at > first else None
    if number is not None and number.unit is not None:
        return at - 1  # "12-year-old brother"
    led = items[first].text in LED_BY and at - 1 > first and items[at - 1].text in {"the", "her", "his", ","}
    told = any(one.role == "measure" or not one.cues.keys().isdisjoint({"self", "now"}) for one in items[first:at])
    return first if led and not told else at


def _informs(items: list[Item], at: int, first: int, end: int) -> bool:
    """Whether the person only tells about the patient: "wife says temp 38.9", "brought in by his mother"."""
    if at > first and (
        "by" in items[at - 1].cues or ("pronoun" in items[at - 1].cues and "by" in items[max(first, at - 2)].cues)
    ):
        return True
    if at == first and items[at].text in ADDRESSED and [one.text for one in items[at + 1 : at + 2]] == [","]:
        return True
    if "child" in items[at].cues and all(items[j].text in ARTICLES for j in range(first, at)):
        return True  # "infant at home, T 39" opens with the patient
    return any(
        "informant" in items[j].cues
        and items[j - 1].text not in PASSIVE  # "was found to have" is of the person
        and not (items[j].text == "took" and j + 1 < end and items[j + 1].role in DRUGS)  # so is what they took
        for j in range(at + 1, min(at + 4, end))
        if items[j].text not in BREAKS
    )


def _told_about(items: list[Item], at: int, first: int, end: int) -> bool:
    """Whether the person is the patient of whom another tells: "mum rang re her daughter, temp 38.6"."""
    before = at - 2 if at > first and "pronoun" in items[at - 1].cues else at - 1
    if first or before < first or items[before].text.partition(" ")[0] not in ABOUT:
        return False
    return any("person" in items[j].cues and _informs(items, j, first, end) for j in range(first, before))


def _other_scope(items: list[Item], at: int, first: int, end: int) -> tuple[int, str]:
    """Where the words about somebody else end, and the pronoun that would speak of them again."""
    sex = items[at].cues["person"]
    if items[at].text.endswith(" at home") and any(one.text in BREAKS for one in items[at + 1 : at + 2]):
        return at + 1, ""  # ", toddler at home, T 38.6": told of the patient's household, no more
    owner = items[at - 1].cues.get("pronoun", "") if at > first else ""
    unmeasured = not items[at].number
    for j in range(at + 1, end):
        fresh = items[j - 1].text in {",", "but", "and", "-", ")"}
        if "self" in items[j].cues and not (j == at + 1 and items[j].text in THEMSELVES):
            return j, ""
        if fresh and (pronoun := items[j].cues.get("pronoun")) and pronoun != sex and (not owner or pronoun == owner):
            return j, ""
        named = (sex != "they" and not items[at].text.endswith(BESIDE)) or items[at].text.partition(":")[0] in HISTORY
        if items[j - 1].text == "," and unmeasured and named and items[j].key in CELLS:
            return j, ""
        unmeasured = unmeasured and not items[j].number
    return end, sex if sex in ("he", "she") and owner and owner != sex else ""


def mark_specimens(items: list[Item], marks: list[int], bounds: Sequence[tuple[int, int]], clause: list[int]) -> None:
    """Another fluid: to the end of the sentence, or of the list under its heading, or until blood is named."""
    heading = marrow = False
    for first, end in bounds:
        if heading and not any(items[j].kind != "line" for j in range(first, end)):
            heading = False
        inside = heading or (_last_marked(marks, first) and items[first].text in CONTINUES)
        strong, marrow = inside, marrow and inside
        for at in range(first, end):
            item = items[at]
            kind = item.cues.get("specimen")
            if kind:
                marrow = kind == "marrow"
                lasts = (kind == "strong" or _heads(items, at, end)) and not _verdict(items, at, clause, end)
                strong = (kind != "weak" and lasts) or (inside and strong)
                inside = True
                heading = strong and (_is_heading(items, at, first, end) or _ends_with_colon(items, end))
                if _came_from(items, at, first) and not marks[at - 1] & SPECIMEN:
                    lead = range(max(first, at - LEADS), at)
                    spread(marks, (j for j in lead if clause[j] == clause[at]), SPECIMEN)
            elif "blood" in item.cues or item.key in PANEL or _of_blood(items, at, strong=strong, marrow=marrow):
                inside = heading = False
            elif inside and not strong and clause[at] != clause[at - 1]:
                inside = False
            if inside:
                marks[at] |= SPECIMEN


def _came_from(items: list[Item], at: int, first: int) -> bool:
    """Whether what is counted stands before the fluid: "12 in CSF", "12 from the pleural fluid"."""
    before = at - 2 if at > first and items[at - 1].text in BEFORE_NAMES else at - 1
    return before >= first and items[before].text in OUT_OF


def _heads(items: list[Item], at: int, end: int) -> bool:
    """Whether what is counted in the fluid follows its name at once: "LBA: 60% PNN", "marrow 30% blasts"."""
    behind = at + 2 if at + 1 < end and items[at + 1].text in LEADERS else at + 1
    if behind >= end:
        return False
    number = items[behind].number
    unit = number.unit if number is not None else None
    counts = number is not None and (unit is None or unit.measures("cells") or unit.measures("percent"))
    return counts or items[behind].text == ":" or items[behind].role == "measure"


def _of_blood(items: list[Item], at: int, *, strong: bool, marrow: bool) -> bool:
    """Whether it is a bedside name of neutrophils, and no fluid's own: "ascites: neuts 400", "CSF ..., neuts 80%".

    In a marrow cells are told as shares: a count of cells beside it is of the blood.
    """
    if not items[at].text.startswith(BEDSIDE) and not (marrow and items[at].key in CELLS):
        return False
    before = [one for one in items[max(0, at - 2) : at] if one.text not in {":", "-"}]
    numbers = (one.number for one in items[max(0, at - 1) : at + 3])
    share = any(one is not None and one.unit is not None and one.unit.measures("percent") for one in numbers)
    counted = any(one.text in BELLY for one in items[max(0, at - LISTED) : at])  # there 250 neutrophils are peritonitis
    return not (strong and (share or counted)) and not any("specimen" in one.cues for one in before[-1:])


def _last_marked(marks: list[int], first: int) -> bool:
    return any(marks[at] & SPECIMEN for at in range(max(0, first - 3), first))


def _is_heading(items: list[Item], at: int, first: int, end: int) -> bool:
    """Whether the line holds the specimen's name alone, behind a bullet or before a colon."""
    return all(j == at or items[j].kind == "line" or items[j].text in {":", "-"} for j in range(first, end))


def _ends_with_colon(items: list[Item], end: int) -> bool:
    """Whether the line ends in a colon, its list standing on the lines below."""
    return items[end - 1].text == "\n" and items[end - 2].text == ":"


def _verdict(items: list[Item], at: int, clause: list[int], end: int) -> bool:
    """Whether the specimen is done with in its clause ("UA clean"): nothing counted in it follows."""
    for j in range(at + 1, min(at + 4, end)):
        if clause[j] != clause[at]:
            return False
        if items[j].kind == "number" or items[j].role == "measure":
            return False
        if items[j].text in VERDICTS or "denied_after" in items[j].cues or "pending" in items[j].cues:
            return True
    return False


def is_of_fluid(items: list[Item], term: int, key: str) -> bool:
    """Whether a sugar or a lactate named where another fluid is spoken of is that fluid's: "CSF glucose 32".

    Of the blood by its own name ("BM 5"), and a lactate behind urine, where none is measured.
    """
    if key not in CHEMISTRY or (term >= 0 and items[term].text.startswith(BLOOD_NAMES)):
        return False
    fluid = next((items[j].text for j in range(term, -1, -1) if "specimen" in items[j].cues), "")
    return key != "lactate" or not fluid.startswith(WITHOUT_LACTATE)
