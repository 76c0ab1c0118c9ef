"""Two people in one thread tell one thing differently: it is asked, and the more dangerous counts meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice, product

from core.consult import case_of, conclude
from core.converse import intent as intents
from core.converse.doubt import MOST_COMBINATIONS, rank_of
from core.converse.fold import Case
from core.converse.hearing import Heard
from core.converse.history import COUNTS
from core.converse.wish import is_newer
from core.facts import Facts, Stated
from core.guideline import Handbook

# What does not change within an episode: two authors who differ on it cannot both be right. Signs and vital signs
# do change, and of these the worst is kept whoever told it (docs/adr/0012).
STANDING = frozenset(
    {
        "age_years",
        "age_under_18",
        "age_under_60",
        "malignancy",
        "penicillin_allergy",
        "chemo_recent",
        "context_none",
        "anticancer_kind",
        "cml_phase",
        "mascc.copd",
        "mascc.fungal_history",
        "mascc.setting",
        "fluoroquinolone_prophylaxis",
        "duffy_null",
        "pregnant",
        "chronic_lung_disease",
        "sbp_usual",
    }
)
SAME_SAMPLE = timedelta(hours=1)  # two counts told within it are taken to be of one sample, told differently
RISKS = ("high", "undecided", "not_applicable", "low")  # most dangerous first
CALMING = (False, "none")


def contested(heard: Heard, before: Case, text: str, handbook: Handbook) -> Heard:
    """The message without the values that contradict another author's: they become claims beside those.

    A correction, a count said to be newer, and an answer to a claim already open are taken as they stand.
    """
    turn = heard.turn
    settled = turn.new_case or turn.intent in (intents.CORRECT, intents.UNDO)
    if settled or not turn.author:
        return heard
    newer = is_newer(text, handbook)
    claims = tuple(one for one in turn.stated if _contradicts(one, heard, before, newer=newer))
    if not claims:
        return heard
    keys = [one.key for one in claims]
    turn = replace(
        turn,
        stated=tuple(one for one in turn.stated if one not in claims),
        claims=claims,
        doubts=tuple(dict.fromkeys((*turn.doubts, *keys))),
    )
    return replace(heard, turn=turn)


def _contradicts(one: Stated, heard: Heard, before: Case, *, newer: bool) -> bool:
    """Whether another author told this otherwise, of a thing that cannot be both."""
    known = before.facts.stated.get(one.key)
    if known is None or known.author in ("", heard.turn.author) or known.value == one.value:
        return False
    if one.key in before.claims or one.key in before.asked:
        return False
    told = before.told.get(one.key)
    same_sample = one.key in COUNTS and told is not None and heard.turn.at - told <= SAME_SAMPLE
    return one.key in STANDING or (same_sample and not newer)


def most_dangerous(case: Case, handbook: Handbook) -> Facts:
    """The facts of the case, with that claim of each thing in dispute that makes it the most dangerous."""
    if not case.claims:
        return case.facts
    note = handbook.phrases["contest.note"]
    claims = [[replace(one, note=note) for one in told] for told in case.claims.values()]
    combinations = [case.facts.plus(*chosen) for chosen in islice(product(*claims), MOST_COMBINATIONS)]
    return min(combinations, key=lambda facts: _danger(facts, case, handbook))


def _danger(facts: Facts, case: Case, handbook: Handbook) -> tuple[int | Decimal, ...]:
    """The order of danger: urgency, risk, the score at its best, the flags; then lower counts, and what calms last."""
    decision = conclude(case_of(facts, handbook))
    calming = sum(facts.stated[key].value in CALMING for key in case.claims)
    counts = [value for key in case.claims if key in COUNTS and (value := facts.number(key)) is not None]
    return (
        rank_of(decision),
        RISKS.index(decision.risk),
        decision.mascc.most,
        -len(decision.red_flags),
        sum(counts, Decimal(0)),
        calming,
    )
