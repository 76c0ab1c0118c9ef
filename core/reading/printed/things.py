"""Numbers of things, not of the patient: of a fridge or a room, the rate of a pump, a weight, a number of people."""

from __future__ import annotations

from typing import Final

from core.reading.printed.items import Item, spoken_words

THINGS: Final = frozenset(
    {"fridge", "freezer", "refrigerator", "warmer", "oven", "autoclave", "water", "dialysate", "ambient", "storage"}
    | {"coolbox", "heater", "thermostat", "cupboard"}
    | {"mess", "office", "lounge", "kitchen", "canteen", "greenhouse", "outside", "outdoors"}
)
SET: Final = frozenset(
    {"pump", "driver", "infuser", "blanket", "mattress", "hugger", "incubator", "humidifier", "circuit"}
)
# A patient on a pump has a temperature too.
SETS: Final = frozenset({"at", "set", "setpoint", "rate", "running", "runs"})
# A patient lies in one, so only their own temperature counts.
ROOMS: Final = frozenset({"room", "theatre", "theater", "ward"})
HEAT: Final = frozenset({"temp", "temperature", "temps", "t", "temp.", "setpoint"})
LINKS: Final = frozenset({"is", "to", "was", "of", ":", "=", "reads", "reading", "on", "says"}) | SETS
DOSES: Final = frozenset({"dose", "dosing", "dosed", "dosage", "doses", "dosages"})
OF_A_DOSE: Final = frozenset(
    {"right", "ok", "correct", "is", "the", "calculated", "enough", "adjusted", "a", "fine", "this"}
)
WEIGHS: Final = frozenset({"weighs", "weighing", "weighed"})
PEOPLE: Final = frozenset(
    {"patients", "people", "nurses", "doctors", "midwives", "students", "donors", "appointments", "slots", "visits"}
)
COUNTING: Final = frozenset({"of", "for", "to", "has", "have", "with", "from", "in", "about", "per", "and", "between"})
GIVEN: Final = frozenset(
    {"unit", "units", "u", "iu", "pool", "pools", "bag", "bags", "pack", "packs", "bottle", "bottles"}
) | {"points"}
LENGTHS: Final = frozenset({"cm", "cms", "inches", "inch"})
MEASURED: Final = GIVEN | LENGTHS
MOVES: Final = frozenset(
    {"fell", "fall", "fallen", "dropped", "drop", "rose", "risen", "up", "down", "decreased", "increased"}
)
SIZES: Final = frozenset({"size", "width", "circumference"})
CUFFS: Final = frozenset({"cuff", "arm"})
# Samples that are numbered: "tube 1".
SAMPLES: Final = frozenset({"tube", "sample", "bottle", "vial", "aliquot", "specimen", "draw"})
NUMBERED: Final = THINGS | ROOMS | SET | DOSES | WEIGHS | PEOPLE
FAR: Final = 5  # pieces between a thing and its number


def without_things(items: list[Item]) -> list[Item]:
    """The pieces with such numbers masked; the name "temperature" of a thing names nothing of the patient."""
    items = [item if item.number is None else _without_what_is_counted(items, at) for at, item in enumerate(items)]
    spoken = spoken_words({item.text for item in items})
    if not spoken.isdisjoint(SAMPLES):
        items = _without_numbers_of_samples(items)
    if spoken.isdisjoint(NUMBERED):
        return items
    for at, item in enumerate(items):
        number = item.number
        if number is None or number.mask:
            continue
        thing = at if _counts_people(items, at) else _thing(items, at)
        if thing is not None:
            items[at] = item.with_number(number.but(mask="thing"))
            for j in range(thing, at):
                if items[j].role == "measure" and items[j].text in HEAT:
                    items[j] = items[j].with_term(None, items[j].cues)
    return items


def _without_what_is_counted(items: list[Item], at: int) -> Item:
    """The piece, masked where it counts units given, a length, the size of a cuff, or by how much a value has moved."""
    item, number = items[at], items[at].number
    if number is None or number.mask or number.other is not None:
        return item
    word = items[at + 1].text if at + 1 < len(items) and number.unit is None else number.printed.split()[-1].lower()
    counted = number.whole and word in (GIVEN if number.unit is None else MEASURED)
    by = at > 1 and items[at - 1].text == "by" and items[at - 2].text in MOVES
    lead = at - 1 if at > 2 and items[at - 1].text in LINKS else at
    sized = lead > 1 and items[lead - 1].text in SIZES and items[lead - 2].text in CUFFS
    return item.with_number(number.but(mask="thing")) if counted or by or sized else item


def _without_numbers_of_samples(items: list[Item]) -> list[Item]:
    """The pieces without the 1 and 2 of "tube 1: 0.4, tube 2: 2.4": a value follows each."""
    for at in range(1, len(items) - 1):
        number = items[at].number
        if number is None or number.mask or number.unit is not None or not number.whole:
            continue
        of_sample = items[at - 1].text in SAMPLES or (
            items[at - 1].text in {"#", "no"} and items[at - 2].text in SAMPLES
        )
        behind = items[at + 2] if items[at + 1].text in {":", "=", "-"} and at + 2 < len(items) else items[at + 1]
        if of_sample and (behind.number is not None or behind.role == "measure"):
            items[at] = items[at].with_number(number.but(mask="thing"))
    return items


def _thing(items: list[Item], at: int) -> int | None:
    """The place of the thing whose number stands at *at*."""
    heat = False
    for j in range(at - 1, max(-1, at - 1 - FAR), -1):
        if items[j].role == "measure" and items[j].text.split()[-1] not in HEAT:
            return None
        words = items[j].text.split()
        last = words[-1] if words else ""
        heat = heat or last in HEAT
        if not THINGS.isdisjoint(words) or (last in HEAT and not ROOMS.isdisjoint(words)):
            return _with_name(items, j)
        if not ROOMS.isdisjoint(words) and heat and not (j and items[j - 1].text in {"in", "the", "side", "single"}):
            return j
        if not SET.isdisjoint(words):
            return j if any(items[k].text in SETS for k in range(j + 1, at)) else None
        if not WEIGHS.isdisjoint(words):
            return j
        if last == "for" and not heat:
            return j if _of_a_dose(items, j) else None
        if items[j].text not in LINKS and items[j].text not in HEAT and last not in HEAT:
            return None
    return None


def _counts_people(items: list[Item], at: int) -> bool:
    """Whether a whole number counts people or their places: "bands of 4 patients", "platelets for 2 patients"."""
    number = items[at].number
    bare = number is not None and number.whole and number.unit is None and number.other is None
    return bare and 0 < at < len(items) - 1 and items[at - 1].text in COUNTING and items[at + 1].text in PEOPLE


def _with_name(items: list[Item], at: int) -> int:
    """With "temperature of the" before the thing."""
    before = range(at - 1, max(-1, at - 4), -1)
    return next((j for j in before if items[j].text in HEAT), at)


def _of_a_dose(items: list[Item], at: int) -> bool:
    """Whether "for" asks what a dose is for: "is the dose right for 38.5?"."""
    for j in range(at - 1, max(-1, at - FAR), -1):
        if items[j].text in DOSES:
            return True
        if items[j].text not in OF_A_DOSE:
            return False
    return False
