"""What drugs, regimens and diseases say about therapy: tumour, context, recent chemotherapy and its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.lexicon import Lexicon
from core.reading.context import Context
from core.reading.findings import only_suspected
from core.reading.items import Item
from core.reading.marks import ASKED, LIMIT, OTHER, SUPPOSED
from core.reading.negation import denied
from core.reading.reading import Mention

KINDS = ("car_t", "bispecific", "cytotoxic", "immunotherapy", "targeted")  # the first that applies
ANTIBIOTIC = frozenset({"antibiotic", "antifungal", "antiviral"})
LAST_DAY = 60  # beyond it no one counts the days of a cycle
NOT_CHEMO_DAYS = frozenset(
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


def tumours(items: Sequence[Item], context: Context, lexicon: Lexicon) -> list[Mention]:
    """Named diseases and sites of the patient; a site alone only where nothing else can be meant."""
    found = []
    for at, item in enumerate(items):
        if (
            item.role != "disease"
            or item.term is None
            or context.has(at, OTHER | SUPPOSED)
            or only_suspected(items, context, at)
        ):
            continue
        groups = lexicon.diseases.get(str(item.term.value), frozenset())
        if "site" in groups and not _is_tumour_site(items, context, at):
            continue
        if denied(items, context, at) or (context.has(at, ASKED) and at + 1 < len(items) and items[at + 1].text == "?"):
            continue
        found.append(Mention("malignancy", item.term.also, item.text, item.start, item.end))
    blood = [one for one in found if one.value == "hematologic"]
    return blood[:1] or found[:1]


def _is_tumour_site(items: Sequence[Item], context: Context, at: int) -> bool:
    """A bare organ is a tumour when its clause holds only the patient, a stage or a treatment beside it."""
    near = context.rules["site_near"]
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    fits_before = (
        before is None
        or before.kind in ("number", "line")
        or before.text in near
        or before.text in {",", ".", ";", "(", "/", "-", "|", ":"}
        or "self" in before.cues
        or before.text in context.rules["sexes"]
    )
    fits_after = (
        after is None
        or after.kind in ("sign", "line")
        or after.text in near
        or after.role in ("regimen", "drug", "measure")
        or "taking" in after.cues
        or after.kind == "number"
    )
    return fits_before and fits_after


def therapy(
    items: Sequence[Item], context: Context, lexicon: Lexicon, taken: Sequence[Mention], findings: Sequence[Mention]
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
    if "pressor" in classes:
        derived.append(_from(classes["pressor"], "vasopressor", True))
        derived.append(_from(classes["pressor"], "mascc.hypotension", True))
    if {("malignancy", "none"), ("no_drugs", True)} <= {(one.key, one.value) for one in findings}:
        derived.append(_from(next(one for one in findings if one.key == "no_drugs"), "context_none", True))
    derived.extend(_contexts(items, context, lexicon, classes, findings))
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
    items: Sequence[Item],
    context: Context,
    lexicon: Lexicon,
    classes: dict[str, Mention],
    findings: Sequence[Mention],
    any_therapy: bool,
) -> Iterator[Mention]:
    """Recent chemotherapy: taken, spoken of, or dated; long ago is no, and so is a denial without other therapy."""
    said = next((one for one in findings if one.key == "chemo_recent"), None)
    days = _days_since(items, context)
    limit = Decimal(context.rules["limits"]["old_chemo_days"])
    if days is not None:
        yield days
        yield _from(days, "chemo_recent", bool(isinstance(days.value, Decimal) and days.value <= limit))
    elif "cytotoxic" in classes:
        if not _in_a_past_year(items, context, classes["cytotoxic"]):
            yield _from(classes["cytotoxic"], "chemo_recent", True)
    elif said is not None and (said.value is True or not any_therapy):
        yield said
    day = _cycle_day(items, context, lexicon, bool(classes.keys() & {"cytotoxic", "targeted"}) or said is not None)
    if day:
        yield day


def _in_a_past_year(items: Sequence[Item], context: Context, one: Mention) -> bool:
    at = next((j for j, item in enumerate(items) if item.start == one.start), 0)
    return any(
        item.number is not None and item.number.mask == "year"
        for j, item in enumerate(items)
        if context.clause[j] == context.clause[at]
    )


def _days_since(items: Sequence[Item], context: Context) -> Mention | None:
    """Days since the last: "chemo 10 days ago", "last FOLFOX 2 weeks ago"."""
    for at, item in enumerate(items):
        number = item.number
        if (
            number is None
            or number.unit is None
            or not number.unit.measures("days")
            or number.high is not None
            or context.has(at, OTHER | SUPPOSED | LIMIT)
        ):
            continue
        ago = any(items[j].text.endswith("ago") for j in range(at + 1, min(at + 3, len(items))))
        near = [
            j for j in range(max(0, at - 6), min(len(items), at + 6)) if context.sentence[j] == context.sentence[at]
        ]
        chemo = any(items[j].role == "regimen" or items[j].key == "chemo_recent" for j in near)
        after = (
            at + 1 < len(items)
            and items[at + 1].text in {"post", "after"}
            and at + 2 < len(items)
            and (items[at + 2].role == "regimen" or items[at + 2].key == "chemo_recent")
        )
        if (chemo and ago) or after:
            return Mention(
                "last_chemo_days", number.unit.convert(number.value, "days"), number.printed, item.start, item.end
            )
    return None


def _cycle_day(items: Sequence[Item], context: Context, lexicon: Lexicon, treated: bool) -> Mention | None:
    """The day of the cycle: "D10", "day 9", "C2D8", "d+9" beside a treatment."""
    for at, item in enumerate(items):
        if "day" not in item.cues or context.has(at, OTHER | SUPPOSED | LIMIT):
            continue
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
        if treated or any(
            item.key in ("chemo_recent", "contexts") or item.role in ("regimen", "context") for item in items
        ):
            return Mention("chemo_day", number.value, f"{item.text} {items[j].text}", item.start, items[j].end)
    return None


def _other_day(items: Sequence[Item], at: int, last: int, lexicon: Lexicon) -> bool:
    """Whether it is a day of something else: of admission, of fever, of an antibiotic ("mero D5")."""
    if not NOT_CHEMO_DAYS.isdisjoint(items[k].text for k in range(max(0, at - 2), min(len(items), last + 4))):
        return True
    before = items[at - 1].term if at else None
    return (
        before is not None
        and before.role == "drug"
        and bool(ANTIBIOTIC & lexicon.drug_classes.get(str(before.value), frozenset()))
    )


def _contexts(
    items: Sequence[Item], context: Context, lexicon: Lexicon, classes: dict[str, Mention], findings: Sequence[Mention]
) -> Iterator[Mention]:
    """Contexts that follow from a disease with its treatment."""
    groups: dict[str, Item] = {}
    for at, item in enumerate(items):
        if (
            item.role == "disease"
            and item.term
            and not context.has(at, OTHER | SUPPOSED)
            and not denied(items, context, at)
        ):
            for name in lexicon.diseases.get(str(item.term.value), ()):
                groups.setdefault(name, item)
    induction = next((one for one in findings if one.key == "contexts" and one.value == "induction"), None)
    if "induction" in classes:
        yield _from(classes["induction"], "contexts", "acute_leukaemia_induction")
    elif "acute_leukaemia" in groups and induction is not None:
        yield _from(induction, "contexts", "acute_leukaemia_induction")
    untreated = any(one.key == "contexts" and one.value == "mds_untreated" for one in findings)
    if "mds" in groups and not untreated and classes.keys() & {"hypomethylating", "cytotoxic", "imid"}:
        item = groups["mds"]
        yield Mention("contexts", "mds_treated", item.text, item.start, item.end)
    for name in ("car_t", "bispecific"):
        if name in classes:
            yield _from(classes[name], "contexts", "car_t_bispecific")
    if "alemtuzumab" in classes:
        yield _from(classes["alemtuzumab"], "contexts", "alemtuzumab")
