"""A hospital's own folder on disk, laid over the small handbook, that tests bend one fault at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.library import load
from bot.library.site import signed_words
from core.guideline import Handbook
from tests.bot.library.sample import DAY, Sample

SITE = "{id: exh, name: Example Hospital, edition: 2026.12, policy: exh-policy}\n"
SOURCES = (
    'exh-policy: {title: Sepsis policy, kind: policy, year: 2026, link: "https://intranet.hospital.example/sepsis"}\n'
)
FEVER = """\
---
id: fn
edition: 2026.12
effective: {since: 2026-11-01}
review: {status: under-review, due: 2027-06-01}
thresholds:
  fever_once: {unit: °C, values: {2026-11-01: 38.0}, source: exh-policy, at: section 2}
columns:
  hot: {bands: {yes: {above: fever_once}, no: {to: fever_once}}}
---
## Statements

### Antibiotics above {fever_once} {#fn.antibiotics}

Give our antibiotics above {fever_once} °C.

- Source: exh-policy (section 3); nice
- Strength: practice
"""
CONTACTS = """\
---
id: exh-contacts
title: Whom to ring
edition: 2026.12
effective: {since: 2026-11-01}
review: {status: under-review, due: 2027-06-01}
columns:
  exh-shivers: {of: rigors, unknown: true}
---
## Statements

### Outreach {#exh.outreach}

Outreach, bleep 1: rigors.

- Part: contact
- Source: exh-policy
- Strength: practice
- Checked: A

## Decision tables

### Outreach {#exh-ring}

| row | exh-shivers | → say |
|---|---|---|
| exh-ring.yes | yes | exh.outreach |
| exh-ring.no | no, unknown | - |
"""
DOSES = """\
---
id: exh-doses
edition: 2026.12
effective: {since: 2026-11-01}
review: {status: under-review, due: 2027-06-01}
signature:
  {name: Example Signatory, role: Pharmacist, signed: 2026-11-01, until: 2026-12-30,
  sha256: 0000000000000000000000000000000000000000000000000000000000000000}
---
## Statements

### First {#exh.first}

Examplecillin 1 unit.

- Part: dose
- Source: exh-policy
- Strength: practice
- Checked: A

## Decision tables

### First {#exh-dose}

| row | fever | tumour | → say |
|---|---|---|---|
| exh-dose.yes | yes | solid, none | exh.first |
| exh-dose.no | no | - | - |
"""


@dataclass
class Hospital(Sample):
    """A hospital's folder that a test may change before it is laid over the handbook beside it."""

    handbook: Sample

    def sign(self, path: str = "guidelines/doses.md") -> None:
        """Write the hash of the file as it stands, as its signer would."""
        text = (self.folder / path).read_text(encoding="utf-8")
        written = text.split("sha256: ")[1].split("}")[0]
        unsigned = text.replace(f"sha256: {written}", "sha256: ")
        self.write(path, unsigned.replace("sha256: ", f"sha256: {signed_words(unsigned, written)}"))

    def load(self, day: date = DAY) -> Handbook:
        """The handbook with this folder over it."""
        return load(self.handbook.folder, day, self.folder).handbook


def write_hospital(folder: Path, handbook: Sample) -> Hospital:
    """A hospital's folder without a fault, put into *folder*."""
    one = Hospital(folder, handbook)
    for path, text in {
        "site.yaml": SITE,
        "sources.yaml": SOURCES,
        "phrases.yaml": 'help: "Write {how}, or ring us."\n',
        "guidelines/fn.md": FEVER,
        "guidelines/contacts.md": CONTACTS,
        "guidelines/doses.md": DOSES,
    }.items():
        one.write(path, text)
    one.sign()
    return one
