"""Diseases of the patient: the tumour they are, and the contexts that follow from them and their treatment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core.lexicon import Lexicon
from core.reading.findings.findings import only_suspected
from core.reading.meaning.context import Context
from core.reading.meaning.marks import ASKED, OTHER, PAST, SUPPOSED
from core.reading.meaning.negation import denied
from core.reading.printed.items import Item
from core.reading.reading import Mention

OF_CLASSES: Final = {"car_t": "car_t_bispecific", "bispecific": "car_t_bispecific", "alemtuzumab": "alemtuzumab"}


def tumours(items: list[Item], context: Context, lexicon: Lexicon) -> list[Mention]:
    """Named diseases and sites of the patient; a site alone only where nothing else can be meant."""
    found = [
        Mention("malignancy", item.term.also, item.text, item.start, item.end)
        for at, item in _diseases(items, context, lexicon)
        if item.term is not None
    ]
    blood = [one for one in found if one.value == "hematologic"]
    return blood[:1] or found[:1]


def _diseases(items: list[Item], context: Context, lexicon: Lexicon) -> Iterator[tuple[int, Item]]:
    """The diseases the patient has: not another person's, supposed, suspected, denied or only asked about."""
    if "disease" not in context.roles:
        return
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
        if "letters" in groups and not _of_the_blood(items, context, lexicon):
            continue
        if denied(items, context, at) or (context.has(at, ASKED) and at + 1 < len(items) and items[at + 1].text == "?"):
            continue
        yield at, item


def _of_the_blood(items: list[Item], context: Context, lexicon: Lexicon) -> bool:
    """Whether words of the blood or its drugs make letters a disease: "MF on Jakavi"."""
    drugs = (str(item.term.value) for item in items if item.role == "drug" and item.term)
    return any("jak" in lexicon.drug_classes.get(name, ()) for name in drugs) or not context.words.isdisjoint(
        context.rules["beside_mf"]
    )


def _is_tumour_site(items: list[Item], context: Context, at: int) -> bool:
    """A bare organ is a tumour when its clause holds only the patient, a stage or a treatment beside it."""
    if _of_a_cancer(items, context, at):
        return True
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


def _of_a_cancer(items: list[Item], context: Context, at: int) -> bool:
    """Whether the organ is told as that of a cancer: "cancer of the breast", "primary in the colon"."""
    j = at - 1
    while j > 0 and items[j].text in {"the", "his", "her", "their", "left", "right"}:
        j -= 1
    if j < 1 or items[j].text not in context.rules["of_words"] | {"in"}:
        return False
    return items[j - 1].key == "malignancy" or items[j - 1].text in {"primary", "tumour", "tumor", "mass"}


def contexts(
    items: list[Item],
    context: Context,
    lexicon: Lexicon,
    classes: Mapping[str, Mention],
    findings: Sequence[Mention],
) -> Iterator[Mention]:
    """Contexts that follow from a disease, with its treatment or by itself, and from what is taken."""
    groups: dict[str, Item] = {}
    for at, item in _diseases(items, context, lexicon):
        if not _over(items, context, at):
            for name in lexicon.diseases.get(str(item.term.value) if item.term else "", ()):
                groups.setdefault(name, item)
    if "induction" in classes:
        yield _told(classes["induction"], "acute_leukaemia_induction")
    elif "acute_leukaemia" in groups:
        yield _place(groups["acute_leukaemia"], "acute_leukaemia_induction")
    if "mds" in groups and (name := _mds(classes, findings)):
        yield _place(groups["mds"], name)
    for name, value in OF_CLASSES.items():
        if name in classes:
            yield _told(classes[name], value)


def _mds(classes: Mapping[str, Mention], findings: Sequence[Mention]) -> str:
    """Treated by what is taken or by chemotherapy spoken of; untreated otherwise; nothing when both are said."""
    untreated = any(one.key == "contexts" and one.value == "mds_untreated" for one in findings)
    chemo = any(one.key == "chemo_recent" and one.value is True for one in findings)
    treated = chemo or not classes.keys().isdisjoint({"hypomethylating", "cytotoxic", "imid"})
    return "" if untreated else "mds_treated" if treated else "mds_untreated"


def _told(one: Mention, name: str) -> Mention:
    return Mention("contexts", name, one.printed, one.start, one.end)


def _place(item: Item, name: str) -> Mention:
    return Mention("contexts", name, item.text, item.start, item.end)


def _over(items: list[Item], context: Context, at: int) -> bool:
    """Whether the disease is told as of the past: "in remission", "AML 10 years ago"."""
    words = context.rules["over"]
    near = range(max(0, at - 4), min(len(items), at + 6))
    return context.has(at, PAST) or any(
        context.sentence[j] == context.sentence[at] and items[j].text in words for j in near
    )
