"""`nadir check`: what is proven about the handbook, with counts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bot.cli.paper import console
from bot.library import load
from bot.library.claims import load_claims
from bot.settings import load_settings
from core.errors import ContentError
from core.guideline import Handbook
from core.proof import Claims, Fault, Portion, Proof, Tally, Work, prove_claims

_work: Work  # of this process, once it was begun: patients are laid out once, not for every portion


def prove_handbook(site: Path | None, *, exhaustive: bool, as_json: bool) -> bool:
    """Print what was checked and what was found; true when nothing was found."""
    folder = site or load_settings().site
    try:
        handbook = load(site=folder).handbook
        claims = load_claims(handbook)
    except ContentError as fault:
        # A folder that cannot be read is a finding like any other, only the first and the last of its kind.
        return _print(Proof({}, (Fault(fault.where, fault.problem, fault.remedy),)), None, as_json=as_json)
    if not exhaustive:
        return _print(prove_claims(handbook, claims), handbook, as_json=as_json)
    proof = prove_claims(handbook, claims, exhaustive=True, spread=_Processes(handbook, claims))
    return _print(proof, handbook, as_json=as_json)


class _Processes:
    """The portions of an exhaustive proof, shared among as many processes as there are processors."""

    def __init__(self, handbook: Handbook, claims: Claims) -> None:
        self._given = (handbook, claims)

    def __call__(self, work: Work) -> Iterator[Tally]:
        with ProcessPoolExecutor(os.cpu_count(), initializer=_begin, initargs=self._given) as pool:
            yield from pool.map(_prove, work.portions, chunksize=1)


def _begin(handbook: Handbook, claims: Claims) -> None:
    global _work  # noqa: PLW0603 - a process of a pool keeps what it was begun with nowhere else
    _work = Work(handbook, claims, exhaustive=True)


def _prove(portion: Portion) -> Tally:
    return _work.prove(portion)


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
    counts = [f"{count:>9,}  {name}" for name, count in proof.counts.items()]
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
