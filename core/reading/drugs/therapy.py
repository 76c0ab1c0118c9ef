"""What drugs, regimens and diseases say about therapy: tumour, context, recent chemotherapy and its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from core.lexicon import Lexicon
from core.reading.findings.diseases import contexts
from core.reading.findings.pressors import running
from core.reading.meaning.context import Context
from core.reading.meaning.marks import LIMIT, OTHER, SUPPOSED, UNREAL
from core.reading.printed.items import Item
from core.reading.reading import Mention

KINDS: Final = ("car_t", "bispecific", "cytotoxic", "immunotherapy", "targeted")  # the first that applies
ANTIBIOTIC: Final = frozenset({"antibiotic", "antifungal", "antiviral"})
IN_CYCLE: Final = "cycle"  # how a day of a numbered cycle is printed
LAST_DAY: Final = 60  # beyond it no one counts the days of a cycle
NOT_CHEMO_DAYS: Final = frozenset(
    {
        "admission",
        "antibiotics",
        "abx",
        "fever",
        "symptoms",
        "illness",
        "stay",
        "steroids",
        "ward",
        "hospital",
        "life",
        "postop",
        "pod",
        "week",
        "per",
    }
)

JOINED: Final = frozenset({"and", "+", "&", "/", "-", "with"})  # between drugs given together


def therapy(
    items: list[Item], context: Context, lexicon: Lexicon, taken: Sequence[Mention], findings: Sequence[Mention]
) -> list[Mention]:
    """Facts that follow from what is taken: kind of therapy, whether it is recent, contexts, steroids, pressors."""
    derived: list[Mention] = []
    classes = _classes(taken, lexicon)
    kind = next((name for name in KINDS if name in classes), "")
    if kind:
        derived.append(
            _from(
                classes[kind],
                "anticancer_kind",
                {"car_t": "car_t_bispecific", "bispecific": "car_t_bispecific"}.get(kind, kind),
            )
        )
    derived.extend(_recent(items, context, lexicon, classes, findings, bool(kind)))
    if "steroid" in classes:
        derived.append(_from(classes["steroid"], "steroids", True))
    if "antipyretic" in classes:
        derived.append(_from(classes["antipyretic"], "antipyretic", True))
    if (pressor := _classes(running(taken), lexicon).get("pressor")) is not None:
        derived.append(_from(pressor, "vasopressor", True))
        derived.append(_from(pressor, "mascc.hypotension", True))
    untreated = next((one for one in findings if one.key == "no_drugs" and one.value is True), None)
    if untreated is not None and any(one.key == "malignancy" and one.value == "none" for one in findings):
        derived.append(_from(untreated, "context_none", True))
    derived.extend(contexts(items, context, lexicon, classes, findings))
    return derived


def _from(one: Mention, key: str, value: str | bool | Decimal) -> Mention:
    return Mention(key, value, one.printed, one.start, one.end)


def _classes(taken: Sequence[Mention], lexicon: Lexicon) -> dict[str, Mention]:
    classes: dict[str, Mention] = {}
    for one in taken:
        groups = lexicon.regimens if one.key == "regimen" else lexicon.drug_classes if one.key == "drugs" else {}
        for name in groups.get(str(one.value), ()):
            classes.setdefault(name, one)
    return classes


def _recent(
    items: list[Item],
    context: Context,
    lexicon: Lexicon,
    classes: dict[str, Mention],
    findings: Sequence[Mention],
    any_therapy: bool,
) -> Iterator[Mention]:
    """Recent chemotherapy: taken, spoken of, or dated; long ago is no, and so is a denial without other therapy."""
    said = next((one for one in findings if one.key == "chemo_recent"), None)
    days = _days_since(items, context, lexicon)
    in_cycles = "cytotoxic" in classes or "targeted" in classes or said is not None
    cycle = _cycle_day(items, context, lexicon, in_cycles)
    therapy_of = classes.get("cytotoxic") or (said if said is not None and said.value is True else None)
    if days is not None:
        yield days
        limit = Decimal(context.rules["limits"]["old_chemo_days"])
        yield _from(days, "chemo_recent", bool(isinstance(days.value, Decimal) and days.value <= limit))
    elif therapy_of is not None:
        if not _in_a_past_year(items, context, therapy_of):
            yield _from(therapy_of, "chemo_recent", True)
    elif said is not None and not any_therapy:
        yield said
    elif cycle is not None and cycle.printed.startswith(IN_CYCLE):
        yield _from(cycle, "chemo_recent", True)
    if cycle:
        yield cycle


def _in_a_past_year(items: list[Item], context: Context, one: Mention) -> bool:
    at = next((j for j, item in enumerate(items) if item.start == one.start), 0)
    return any(
        item.number is not None and item.number.mask == "year"
        for j, item in enumerate(items)
        if context.clause[j] == context.clause[at]
    )


def _days_since(items: list[Item], context: Context, lexicon: Lexicon) -> Mention | None:
    """Days since the last: "chemo 10 days ago", "last FOLFOX 2 weeks ago", "10 days post chemo", "chemo last week"."""
    ages = context.rules["ages_h"]
    for at, item in enumerate(items):
        days = _span(item) if item.number is not None else None
        if (days is None and item.text not in ages) or context.has(at, OTHER | SUPPOSED | LIMIT):
            continue
        if days is None and item.text in ages and _dates_chemo(items, context, lexicon, at):
            days = Decimal(ages[item.text]) / Decimal(context.rules["limits"]["day_hours"])
        elif days is not None:
            ago = any(items[j].text.endswith("ago") for j in range(at + 1, min(at + 3, len(items))))
            after = at + 2 < len(items) and items[at + 1].text in {"post", "after"}
            joined = at + 1 < len(items) and items[at + 1].text.startswith("post") and _chemo(items[at + 1], lexicon)
            if not (ago and _dates_chemo(items, context, lexicon, at)) and not (
                joined or (after and _chemo(items[at + 2], lexicon))
            ):
                continue
        if days is not None:
            printed = item.number.printed if item.number else item.text
            return Mention("last_chemo_days", days, printed, item.start, item.end)
    return None


def _span(item: Item) -> Decimal | None:
    """The days that are printed: "10 days", "3 weeks"."""
    number = item.number
    if number is None or number.unit is None or number.high is not None or not number.unit.measures("days"):
        return None
    return number.unit.convert(number.value, "days")


def _chemo(item: Item, lexicon: Lexicon) -> bool:
    """Whether it is chemotherapy: the word, a regimen, a cytotoxic drug."""
    if item.role == "drug" and item.term is not None:
        return "cytotoxic" in lexicon.drug_classes.get(str(item.term.value), frozenset())
    return item.role == "regimen" or item.key == "chemo_recent"


def _dates_chemo(items: list[Item], context: Context, lexicon: Lexicon, at: int) -> bool:
    """Whether the nearest therapy before the time, or else behind it, is chemotherapy."""
    for places in (range(at - 1, max(-1, at - 8), -1), range(at + 1, min(len(items), at + 6))):
        for j in places:
            if context.sentence[j] != context.sentence[at] or items[j].text == ";":
                break
            if _chemo(items[j], lexicon):
                return True
            if items[j].role in ("drug", "combined") and _beside_another(items, j):
                continue  # "bendamustine rituximab 4 months ago" were given together
            if items[j].role in ("drug", "combined", "measure", "context"):
                return False
    return False


def _beside_another(items: list[Item], at: int) -> bool:
    """Whether another drug stands right before it, joined or not."""
    before = at - 2 if at > 1 and items[at - 1].text in JOINED else at - 1
    return before >= 0 and items[before].role in ("drug", "combined")


def _cycle_day(items: list[Item], context: Context, lexicon: Lexicon, treated: bool) -> Mention | None:
    """The day of the cycle: "D10", "day 9", "C2D8", "d+9" beside a treatment; of several numbered cycles the latest."""
    if "day" not in context.cues:
        return None
    found: list[tuple[Decimal, Mention]] = []
    days = [at for at, item in enumerate(items) if "day" in item.cues and not context.has(at, UNREAL)]
    counted = any(_needs_days(item, lexicon) for item in items)
    for at in days:
        item = items[at]
        j = at + 2 if at + 1 < len(items) and items[at + 1].text == "+" else at + 1
        number = items[j].number if j < len(items) else None
        if (
            number is None
            or not number.whole
            or number.value > LAST_DAY
            or number.other is not None
            or number.high is not None
        ):
            continue
        if _other_day(items, at, j, lexicon):
            continue
        numbered = _in_numbered_cycle(items, at)
        if treated or numbered or counted:
            printed = f"{IN_CYCLE if numbered else ''} {item.text} {items[j].text}".strip()
            cycle = _cycle_before(items, at) if numbered else Decimal(0)
            found.append((cycle, Mention("chemo_day", number.value, printed, item.start, items[j].end)))
    if all(cycle for cycle, _ in found):  # "C2D1 ANC 2.2, C2D9 T 38.5": the later is of now
        found.sort(key=lambda one: (-one[0], -Decimal(str(one[1].value))))
    return found[0][1] if found else None


def _needs_days(item: Item, lexicon: Lexicon) -> bool:
    """Whether days are counted from it: chemotherapy, a transplant, an acute leukaemia on treatment."""
    if item.role == "disease" and item.term is not None:
        return "acute_leukaemia" in lexicon.diseases.get(str(item.term.value), frozenset())
    return item.key in ("chemo_recent", "contexts") or item.role in ("regimen", "context")


def _in_numbered_cycle(items: list[Item], at: int) -> bool:
    """Whether the number of a cycle stands right before the day: "C2D8", "cycle 3, day 10"."""
    j = at - 2 if at and items[at - 1].text == "," else at - 1
    number = items[j].number if j > 0 else None
    return number is not None and number.whole and items[j - 1].text in {"c", "cycle", "cycle no"}


def _cycle_before(items: list[Item], at: int) -> Decimal:
    """The number of the cycle that stands right before the day."""
    number = items[at - 2 if items[at - 1].text == "," else at - 1].number
    assert number is not None
    return number.value


def _other_day(items: list[Item], at: int, last: int, lexicon: Lexicon) -> bool:
    """Whether it is a day of something else: of admission, of fever, of an antibiotic ("mero D5", "day 5 of mero")."""
    if not NOT_CHEMO_DAYS.isdisjoint(
        word for k in range(max(0, at - 2), min(len(items), last + 4)) for word in items[k].text.split()
    ):
        return True
    led = last + 1 < len(items) and items[last + 1].text in {"of", "on"}
    own = at > 0 and (_needs_days(items[at - 1], lexicon) or _in_numbered_cycle(items, at))
    beside = [at - 1] if own and not led else [at - 1, last + 1 + led]  # "C2D10 mero d2"
    return any(_antibiotic(items[k], lexicon) for k in beside if 0 <= k < len(items))


def _antibiotic(item: Item, lexicon: Lexicon) -> bool:
    classes = lexicon.drug_classes.get(str(item.term.value), frozenset()) if item.term else frozenset()
    return item.role == "drug" and bool(ANTIBIOTIC & classes)
