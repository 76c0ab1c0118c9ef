"""The reply: urgent first, every sentence with its source, nothing said that must not be."""

import re
from decimal import Decimal

from hypothesis import given, settings

from bot.library import load
from core.consult import consult
from core.facts import Facts
from core.guideline import Handbook
from core.reading.reading import Doubt
from core.reply import Reply, compose, plain, summary
from core.reply.words import count, number
from tests.core.conftest import Chart
from tests.core.test_consult import patients

HANDBOOK = load().handbook
CITED = re.compile(r"\[(\d+(?:, \d+)*)\]")
FN = {"anc": 0.4, "temp_c": 38.6, "chemo_recent": True, "malignancy": "solid"}


def _reply(facts: Facts) -> Reply:
    return compose(consult(facts, HANDBOOK), facts, HANDBOOK)


def test_the_first_words_are_the_urgency(chart: Chart) -> None:
    """A notification shows only the first words."""
    assert plain(_reply(chart(**FN))).startswith(
        "EMERGENCY: treat as febrile neutropenia now: first antibiotic within 60 minutes"
    )


def test_an_emergency_acts_before_it_echoes_scores_or_asks(chart: Chart) -> None:
    """Headline, actions, echo, score, questions: in this order."""
    text = plain(_reply(chart(**FN, age_years=62)))
    places = [text.index(words) for words in ("EMERGENCY", "1. Give the first", "Understood:", "MASCC", "To settle it")]
    assert places == sorted(places)


def test_at_most_five_actions_and_three_questions(chart: Chart) -> None:
    """What comes after the five is in the plan; what comes after the three is counted."""
    reply = _reply(chart(**FN, sbp=84))
    assert len(reply.actions) == 5
    assert len(reply.questions) == 3
    assert reply.more


def test_differences_stand_behind_why_in_an_emergency(chart: Chart) -> None:
    """Never between the headline and the actions."""
    text = plain(_reply(chart(anc=0.8, temp_c=38.6, chemo_recent=True)))
    assert text.index("Why:") < text.index("Where sources differ:")


def test_it_ends_with_standing_date_and_disclaimer(chart: Chart) -> None:
    """Every reply shows edition, review status, when the review is due, and whom it is for."""
    text = plain(_reply(chart(anc=1.6, wbc=4)))
    for words in (
        "Handbook edition 2026.11.1",
        "updated 2026-11-23",
        "under review",
        "review due 2027-11-23",
        "does not replace your judgement",
    ):
        assert words in text


def test_the_score_says_what_overrides_it(chart: Chart) -> None:
    """A low arithmetic with a red flag never stands alone."""
    mascc = {
        "burden": "none_mild",
        "copd": False,
        "fungal_history": False,
        "dehydration": False,
        "setting": "outpatient",
    }
    reply = _reply(
        chart(anc=0.2, temp_c=38.9, age_years=45, sbp=84, chemo_recent=True, malignancy="solid", mascc=mascc)
    )
    assert "High risk whatever the score: low blood pressure" in reply.score


def test_no_score_without_fever(chart: Chart) -> None:
    """MASCC is not shown to a patient it was not made for."""
    assert _reply(chart(anc=0.4, temp_c=36.8, unwell=False)).score == ""


def test_what_would_change_names_the_nearest_limit(chart: Chart) -> None:
    """Computed from the bands: below 1.5 it would be mild."""
    assert "ANC below 1.5: mild neutropenia, ROUTINE" in _reply(chart(anc=1.6, temp_c=36.8, unwell=False)).changes


def test_an_emergency_names_no_way_down(chart: Chart) -> None:
    """Nothing that would lower an emergency is listed."""
    assert _reply(chart(**FN)).changes == ()


def test_a_doubtful_value_is_said_and_the_worse_reading_acted_on(chart: Chart) -> None:
    """A count of 50 without a unit: asked, and the more dangerous reading shown as provisional."""
    facts = chart(temp_c=38.9)
    doubt = Doubt("anc", "ANC 50", (Decimal("0.05"), Decimal(50)), "No unit was given.")
    provisional = consult(chart(anc=0.05, temp_c=38.9), HANDBOOK)
    reply = compose(consult(facts, HANDBOOK), facts, HANDBOOK, doubts=(doubt,), provisional=provisional)
    assert reply.headline.startswith("EMERGENCY until shown otherwise")
    assert any("ANC 50" in line for line in reply.doubts)


def test_a_what_if_says_so(chart: Chart) -> None:
    """A supposition is answered as one, and the case is said to be unchanged."""
    facts = chart(anc=1.6, wbc=4)
    reply = compose(consult(facts, HANDBOOK), facts, HANDBOOK, what_if=consult(chart(anc=0.3, temp_c=38.9), HANDBOOK))
    assert reply.headline.startswith("If so, EMERGENCY")
    assert "unchanged" in reply.headline


def test_the_summary_is_the_first_screen(chart: Chart) -> None:
    """What fits a phone is the beginning of the whole."""
    reply = _reply(chart(**FN))
    assert plain(reply).startswith(summary(reply))


def test_numbers_are_printed_as_a_ward_prints_them() -> None:
    """No needless zeros, no powers of ten, and never a rounded value that hides the side of a limit."""
    assert (number(Decimal("38.50")), number(Decimal("1E+2"))) == ("38.5", "100")
    assert count(Decimal("0.499"), [Decimal("0.5")]) == "0.499"


@settings(max_examples=120, deadline=None)
@given(facts=patients())
def test_every_number_in_brackets_is_a_listed_source(facts: Facts) -> None:
    """Each citation resolves, and each listed source is cited."""
    reply = _reply(facts)
    said = plain(reply).split("\nSources:")[0] + "".join(f"[{cite}]" for one in reply.differs for cite in one.cites)
    cited = {int(one) for found in CITED.findall(said) for one in found.split(", ")}
    assert cited == {source.number for source in reply.sources}


@settings(max_examples=120, deadline=None)
@given(facts=patients())
def test_what_must_not_be_said(facts: Facts) -> None:
    """No emergency volunteers G-CSF, grades or rates; no reply says fit to treat, dispense or send home."""
    text = plain(_reply(facts)).split("\nSources:")[0].lower()
    assert not re.search(r"fit to treat|ok to dispense|send(s)? (the patient )?home|no fever|{[a-z_]+}", text)
    if text.startswith("emergency:"):
        assert not re.search(r"g-csf|filgrastim|ctcae|duffy| % (died|deaths|complications)", text)


def test_audiences_change_words_not_medicine(chart: Chart, handbook: Handbook) -> None:
    """The same statements are said to clinician, trainee and patient."""
    facts = chart(**FN)
    replies = [
        compose(consult(facts, handbook), facts, handbook, audience=who) for who in ("clinician", "trainee", "patient")
    ]
    said = [[line.statement for line in (*reply.actions, *reply.plan)] for reply in replies]
    assert said[0] == said[1] == said[2]
    assert replies[0].actions != replies[2].actions


def test_every_flag_has_words(handbook: Handbook) -> None:
    """A reason is never shown as the id of a row."""
    flags = [
        row.id for table in handbook.tables if table.id in ("table.red-flags", "table.exclusions") for row in table.rows
    ]
    assert [flag for flag in flags if f"flag.{flag}" not in handbook.phrases] == []


def test_an_old_count_is_said_to_be_old(chart: Chart) -> None:
    """A count of a week ago gives no severity while infection is suspected."""
    assert "too old to rely on" in _reply(chart(anc=1.9, anc_age_h=168, temp_c=38.6)).echo
