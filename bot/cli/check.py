"""`nadir check`: what is proven about the handbook, with counts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.cli.paper import console
from bot.library import load
from bot.settings import load_settings
from core.errors import ContentError
from core.guideline import Handbook
from core.proof import Fault, Proof, prove


def prove_handbook(site: Path | None, *, as_json: bool) -> bool:
    """Print what was checked and what was found; true when nothing was found."""
    try:
        handbook = load(site=site or load_settings().site).handbook
    except ContentError as fault:
        # A folder that cannot be read is a finding like any other, only the first and the last of its kind.
        return _print(Proof({}, (Fault(fault.where, fault.problem, fault.remedy),)), None, as_json=as_json)
    return _print(prove(handbook), handbook, as_json=as_json)


def _print(proof: Proof, handbook: Handbook | None, *, as_json: bool) -> bool:
    if as_json:
        sys.stdout.write(json.dumps(_object(proof, handbook)) + "\n")
        return proof.holds
    for line in _lines(proof, handbook):
        console().print(line, markup=False, soft_wrap=True)
    return proof.holds


def _lines(proof: Proof, handbook: Handbook | None) -> list[str]:
    title = [f"Handbook {handbook.edition}, digest {handbook.digest[:12]}, as of {handbook.day}"] if handbook else []
    if handbook and handbook.local:
        title.append(f"With the local policy of {handbook.local.name}")
    counts = [f"{count:>8,}  {name}" for name, count in proof.counts.items()]
    found = [str(fault) for fault in proof.faults]
    return [*title, *counts, *found, "The handbook holds." if proof.holds else f"{len(found)} to mend."]


def _object(proof: Proof, handbook: Handbook | None) -> dict[str, object]:
    return {
        "holds": proof.holds,
        "edition": handbook.edition if handbook else None,
        "digest": handbook.digest if handbook else None,
        "counts": dict(proof.counts),
        "faults": [{"where": one.where, "problem": one.problem, "remedy": one.remedy} for one in proof.faults],
    }
