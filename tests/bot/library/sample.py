"""A small handbook on disk that tests bend, one fault at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.library import load
from core.guideline import Handbook

DAY = date(2026, 11, 23)

FACTS = """\
temp_c: {kind: number, unit: °C, low: 25, high: 45, label: T, ask: "Temperature?", tokens: [temp]}
rigors: {kind: flag, label: rigors, ask: "Rigors?", options: {No: "false", Yes: "true"}}
anc: {kind: number, unit: ×10⁹/L, low: 0, high: 500, label: ANC, ask: "Count, below {anc_severe}?"}
malignancy: {kind: choice, values: [solid, none], label: cancer, ask: "Cancer?", options: {Solid: solid}}
contexts: {kind: names, values: [allo_hsct, car_t], label: context, ask: "Context?"}
drugs: {kind: names, label: drugs, ask: "Drugs?"}
"""

SOURCES = """\
seed: {title: Management of neutropenia, kind: article, year: 2025}
nice: {title: Neutropenic sepsis, kind: guideline, year: 2012, link: "https://www.nice.org.uk/guidance/cg151"}
"""

GUIDELINE = """\
---
id: fn
title: Fever with neutropenia
edition: 2026.11.1
effective: {since: 2026-11-23}
review: {status: under-review, due: 2027-11-23}
thresholds:
  fever_once: {unit: °C, values: {2025-08-29: 38.3, 2027-01-01: 38.0}, source: seed, at: Step 4}
  anc_severe: {unit: ×10⁹/L, values: {2025-08-29: 0.5}, source: seed}
  mascc_low: {unit: points, values: {2025-08-29: 21}, source: seed}
columns:
  count: {of: anc, bands: {low: {below: anc_severe}, enough: {from: anc_severe}}, unknown: true}
  hot: {of: temp_highest, bands: {yes: {from: fever_once}, no: {below: fever_once}}}
  tumour: {of: malignancy}
  transplant: {of: contexts, any_of: [allo_hsct]}
  culprit: {of: drugs, class: agranulocytosis}
  tki: {of: drugs, each: [imatinib, nilotinib]}
  fever: {values: [yes, no]}
  action: {values: [hold, continue]}
scores:
  mascc:
    bands: {high: {below: mascc_low}, low: {from: mascc_low}}
    items: {tumour: {column: tumour, points: {solid: 4, none: 0}}}
---
# Fever with neutropenia

Prose for readers, with a number in {braces} that nobody fills.

## Statements

### Antibiotics from {fever_once} on {#fn.antibiotics}

Give antibiotics at {fever_once} °C
or more, *at once*.

Trainee: The count can wait.

Patient: You need antibiotics now.

- Part: action
- Source: seed (Step 4; line 2); nice
- Strength: strong
- Checked: A
- Asks: how fast | when to start

### No fever {#fn.no}

Nothing to treat.

- Part: finding
- Source: nice (1.1)
- Strength: practice
- Checked: B

### The sources differ {#fn.differs}

NICE counts from 38.0.

- Part: difference
- Source: nice
- Strength: practice
- Checked: A

## Decision tables

### What to do {#table.fn}

| row | fever | count | → urgency | → say | → differs |
|---|---|---|---|---|---|
| fn.1 | yes | low, unknown | emergency | fn.antibiotics | fn.differs |
| fn.2 | yes | enough | urgent | - | - |
| fn.3 | no | - | routine | fn.no | - |

### Is it fever {#table.fever}

| row | hot | → fever |
|---|---|---|
| fever.1 | yes | yes |
| fever.2 | no | no |

### Drugs {#table.drugs}

Every row stands alone.

Asked when: fever no.

| row | tki | count | → action | → until |
|---|---|---|---|---|
| drugs.1 | imatinib | low | hold | ANC {anc_severe} |
"""

PHRASES = 'band: "{score}: below {mascc_low}"\nhelp: "Write {how}."\nfoot: Under review.\n'
PERMIT = """\
thresholds: {fever_once: lower}
parts: [action, finding]
fixed: [fn.no]
added: [contact, dose, plan]
dose_rows: {fever: [yes], tumour: [solid, none]}
phrases: [help]
never_said: [fit to treat]
"""
DRUGS = "drugs: {clozapine: {classes: [agranulocytosis]}, carbimazole: {classes: [agranulocytosis]}}\n"
PROOFS = """\
orders:
  urgency: [emergency, urgent, soon, routine]
axes:
  count: {of: anc, step: 0.01, cut: [count], worse: lower}
  temperature: {of: temp_c, step: 0.1, cut: [hot], worse: higher}
domains:
  fever: {about: Fever and count, axes: [count, temperature], orders: [urgency], quick: true}
exceptions:
  temperature: {about: The temperature, axes: [temperature], when: {count: [low, enough, unknown]}}
invariants:
  fever:
    about: Fever and a low count
    when: {fever: yes, count: low}
    then: {urgency: emergency}
    says: [fn.antibiotics]
rows:
  held: {about: What is held is held until something, when: {action: hold}, then: {action: hold}}
sweep: {across: {count: [0, 2], temperature: [37, 39]}, beside: [], concludes: [urgency]}
"""
WORDS = {
    "analytes": "measures: {}",
    "diseases": "diseases: {}",
    "regimens": "regimens: {}",
    "numbers": "words: {}",
    "answers": "answers: {}",
    "concepts": "concepts: {}",
    "drugs": DRUGS,
}
MAIN = "guidelines/fn.md"


@dataclass
class Sample:
    """A content folder that a test may change before it is read."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        """Put a file in the folder."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def edit(self, old: str, new: str, path: str = MAIN) -> None:
        """Change one passage, which must be there once."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        self.write(path, text.replace(old, new))

    def line(self, passage: str, path: str = MAIN) -> int:
        """The line on which a passage stands first."""
        text = (self.folder / path).read_text(encoding="utf-8")
        return text[: text.index(passage)].count("\n") + 1

    def front(self) -> str:
        """The front matter of the guideline without its thresholds, columns and scores."""
        text = (self.folder / MAIN).read_text(encoding="utf-8")
        return text[: text.index("thresholds:")] + "---\n"

    def load(self, day: date = DAY) -> Handbook:
        """The folder as a handbook."""
        return load(self.folder, day).handbook


def write_sample(folder: Path) -> Sample:
    """A handbook without a fault, put into *folder*."""
    one = Sample(folder)
    for path, text in {
        "facts.yaml": FACTS,
        "sources.yaml": SOURCES,
        "phrases.yaml": PHRASES,
        "site.yaml": PERMIT,
        "proofs.yaml": PROOFS,
        "units.yaml": "units: []\n",
        **{f"lexicon/{name}.yaml": words for name, words in WORDS.items()},
        MAIN: GUIDELINE,
    }.items():
        one.write(path, text)
    return one
