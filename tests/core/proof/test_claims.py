"""What is claimed of the whole handbook: planted counter-examples are found, and told as a patient in one line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.library import load
from bot.library.claims import load_claims
from core.guideline import Handbook, Row
from core.proof import Claims, Proof, prove_claims
from core.proof.sweep import Resolution

HANDBOOK = load().handbook
CLAIMS = load_claims(HANDBOOK)


def _only(*domains: str) -> Claims:
    chosen = tuple(replace(one, replies=0) for one in CLAIMS.domains if one.id in domains)
    return replace(CLAIMS, domains=chosen, sweep=None, allowed=())


def _with(table: str, row: str, **then: tuple[str, ...]) -> Handbook:
    """The handbook with one row that concludes something else."""

    def changed(one: Row) -> Row:
        return replace(one, then={**one.then, **then}) if one.id == row else one

    tables = tuple(
        replace(one, rows=tuple(map(changed, one.rows))) if one.id == table else one for one in HANDBOOK.tables
    )
    return replace(HANDBOOK, tables=tables)


def _found(proof: Proof, words: str) -> str:
    return next((str(fault) for fault in proof.faults if words in fault.problem), "")


def test_all_2916_states_of_mascc_hold() -> None:
    """No item of the score that is worse, or not known, makes risk or place of care less guarded."""
    proof = prove_claims(HANDBOOK, _only("mascc"), exhaustive=True)
    assert proof.faults == ()
    assert next(count for name, count in proof.counts.items() if "2,916 states" in name) == 2916


def test_a_calmer_lower_count_is_found() -> None:
    """Fever with a severe count made SOON is told with both patients."""
    broken = _with("table.febrile", "febrile.severe", urgency=("soon",))
    proof = prove_claims(broken, _only("resolution"), exhaustive=True)
    assert "urgency falls where count_closely is worse: ANC" in _found(proof, "is worse")


def test_a_safeguard_that_does_nothing_is_found() -> None:
    """Without its row a caregiver who is missing keeps nobody in: the claim about candidates names the patient."""
    rows = {one.id: tuple(row for row in one.rows if row.id != "barrier.caregiver") for one in HANDBOOK.tables}
    broken = replace(HANDBOOK, tables=tuple(replace(one, rows=rows[one.id]) for one in HANDBOOK.tables))
    proof = prove_claims(broken, _only("safeguards"), exhaustive=True)
    assert "ANC 0.25" in _found(proof, "must.candidate-is-earned does not hold, caregiver is")


def test_an_exception_nobody_needs_is_a_fault() -> None:
    """What is declared must be met, or it hides what comes later."""
    claims = replace(_only("mascc"), allowed=CLAIMS.allowed[:1])
    proof = prove_claims(HANDBOOK, claims, exhaustive=True)
    assert "is never met" in _found(proof, CLAIMS.allowed[0].id)


def test_every_reportable_value_is_graded() -> None:
    """2,001 counts and 91 temperatures, in classes cut exactly at the limits of the handbook."""
    assert CLAIMS.sweep is not None
    sweep = Resolution(CLAIMS.sweep, HANDBOOK)
    assert [len(scale.values) for scale in sweep.scales] == [2001, 91]
    assert [list(scale.faults()) for scale in sweep.scales] == [[], []]
    assert (sweep.scales[0].values[0], sweep.scales[0].values[-1]) == (Decimal(0), Decimal("20.00"))


@pytest.mark.parametrize("row", ["imatinib-cp.moderate", "bosutinib.severe"])
def test_a_routine_hold_is_found_in_its_row(row: str) -> None:
    """A row that holds a drug is SOON; one that says ROUTINE is told with file and line."""
    proof = prove_claims(_with("table.tki", row, urgency=("routine",)), replace(CLAIMS, domains=(), sweep=None))
    assert "hold-is-soon" in _found(proof, f"row {row} concludes")
