"""The walk over patients, and what it shows of the handbook as it ships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.library import Library, load
from core.compare import LESS, compare, edits_between, patients
from core.facts import Facts
from core.guideline import Handbook
from tests.core.conftest import Chart

DAY = date(2026, 11, 23)
THIN = 3  # every third patient of the walk: the tests of a pull request look at all of them


@pytest.fixture(scope="module")
def walked(library: Library) -> list[Facts]:
    """The patients of the handbook compared with itself."""
    return list(patients(library.handbook, library.handbook, ["table.febrile"]))


def test_every_limit_is_tried_at_above_and_below(walked: list[Facts]) -> None:
    """Around 38.3 and around 0.5, whichever side a limit belongs to."""
    temperatures = {facts.number("temp_c") for facts in walked} - {None}
    counts = {facts.number("anc") for facts in walked} - {None}
    for limit, values in ((Decimal("38.3"), temperatures), (Decimal("0.5"), counts)):
        assert limit in values
        assert min(value for value in values if value and value > limit) < limit * 2
        assert max(value for value in values if value is not None and value < limit) > 0


def test_nobody_is_walked_twice_or_without_a_fact(walked: list[Facts]) -> None:
    """Counts of patients are counts of different patients."""
    keys = [tuple(sorted((one.key, str(one.value)) for one in facts)) for facts in walked]
    assert len(keys) == len(set(keys))
    assert all(keys)


def test_every_fact_that_a_table_reads_is_tried(library: Library, walked: list[Facts]) -> None:
    """No fact of the chart that can change a decision is left out of the walk; nor is any kind of drug."""
    tried = {one.key for facts in walked for one in facts}
    derived = {"anc_below", "wbc_below", "neutrophils_pct", "bands_pct", "temp_max_c", "temp_max_age_h"}
    derived |= {"sbp_usual", "age_under_18", "age_under_60"}  # tried through the number they are worked out with
    read = {column.of for column in library.handbook.columns.values() if column.of in library.handbook.items}
    assert read - tried - derived == set()
    drugs = {name for facts in walked for name in facts.names("drugs")}
    assert all(drugs & set(column.each) for column in library.handbook.columns.values() if column.each)


def test_the_walk_is_the_same_every_time(library: Library, walked: list[Facts]) -> None:
    """A count in a report can be checked by running it again."""
    again = patients(library.handbook, library.handbook, ["table.febrile"])
    assert [list(facts) for facts in again] == [list(facts) for facts in walked]


def test_a_table_that_concludes_alike_changes_nobody(handbook: Handbook, chart: Chart) -> None:
    """The short cut is exact: of a moved limit only the patients between the two values change."""
    other = _moved(handbook, "hr_band", Decimal(130), Decimal(120))
    edits = edits_between(handbook, other)
    found = compare(handbook, other, edits, [chart(anc=3, hr=hr) for hr in (110, 119, 120, 125, 129, 130, 140)])
    assert found.patients == 7
    assert [change.patient.number("hr") for change in found.changes] == [120, 125, 129]
    assert found.of_kind(LESS) == []
    back = compare(other, handbook, edits_between(other, handbook), [chart(anc=3, hr=125)])
    assert len(back.of_kind(LESS)) == 1


def _moved(handbook: Handbook, name: str, old: Decimal, new: Decimal) -> Handbook:
    column = handbook.columns[name]
    bands = {
        band: replace(
            ends,
            low=new if ends.low == old else ends.low,
            high=new if ends.high == old else ends.high,
        )
        for band, ends in column.bands.items()
    }
    return replace(handbook, columns={**handbook.columns, name: replace(column, bands=bands)})


FRONT = """\
---
id: {id}
edition: 2026.11.1
effective: {{since: 2026-11-23}}
review: {{status: under-review, due: 2027-11-23}}
thresholds:
  {thresholds}
---
## Disagreements

### What fever is {{#differs.fever}}

Said anew: {{fever_once}} and {{fever_sustained}}.

- Source: exh-policy
"""


def test_no_threshold_a_hospital_may_move_makes_anybody_less_urgent(library: Library, tmp_path: Path) -> None:
    """Every threshold of content/site.yaml moved its permitted way at once: nobody of the walk becomes less urgent."""
    permitted = _permitted(library.handbook)
    assert len(permitted) == 10
    lines = [
        f"{name}: {{unit: '{one.unit}', values: {{2026-11-23: {value}}}, source: exh-policy}}"
        for name, value in permitted.items()
        for one in [library.handbook.thresholds[name]]
    ]
    site = tmp_path / "exh"
    (site / "guidelines").mkdir(parents=True)
    (site / "site.yaml").write_text("{id: exh, name: Example Hospital, edition: 1, policy: exh-policy}\n")
    (site / "sources.yaml").write_text("exh-policy: {title: Policy, kind: policy, year: 2026}\n")
    (site / "guidelines" / "fn.md").write_text(FRONT.format(id="fn", thresholds="\n  ".join(lines)))
    old, new = load(day=DAY).handbook, load(day=DAY, site=site).handbook
    edits = edits_between(old, new)
    found = compare(old, new, edits, list(patients(old, new, edits.tables))[::THIN])
    assert set(edits.thresholds) == set(permitted)
    assert found.of_kind("more urgent")
    assert [change.kinds for change in found.of_kind(LESS)] == []
    gone = [change.kinds["red flags"] for change in found.of_kind("red flags")]
    assert all(set(was.split(", ")) - {"none"} <= set(now.split(", ")) for was, now in gone)


def _permitted(handbook: Handbook) -> dict[str, Decimal]:
    """Each threshold a hospital may move, moved: fever no lower than the limit below it, a saturation no higher."""
    moved = {
        "fever_once": Decimal("38.1"),
        "fever_sustained": Decimal("37.8"),
        "spo2_low": Decimal(93),
    }
    lower = "antibiotics_by hr_high rr_high lactate_raised prolonged_days travel_max news2_outpatient"
    return {**moved, **{name: handbook.number(name) - 1 for name in lower.split()}}
