"""The worked example of docs/SITE.md, as a hospital would run it: proven, consulted, and marked wherever it speaks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import blocks
from bot.library import Library, load
from core.converse import Message, Outcome, converse
from core.proof import prove
from core.reply import plain, summary

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEVER = "ANC 0.4, T 38.2, lung cancer, chemo last week, no penicillin allergy, BP 84/50"
MARK = "(local policy)"


@pytest.fixture(scope="module")
def site(repository: Path) -> Library:
    """The handbook with Example Hospital's folder over it."""
    return load(day=DAY, site=repository / "docs" / "site-example")


@pytest.fixture(scope="module")
def installed() -> Library:
    """The handbook alone."""
    return load(day=DAY)


def asked(library: Library, text: str) -> Outcome:
    return converse((), Message(text, AT, event_id="1"), library.handbook, library.lexicon)


def test_the_example_is_proven_like_the_handbook(site: Library, installed: Library) -> None:
    """Its tables have no gap and no overlap, and everything it says is used and cited."""
    proof = prove(site.handbook)
    assert proof.faults == ()
    assert proof.counts["tables"] == len(installed.handbook.tables) + 4


@pytest.mark.parametrize(
    ("temperature", "here", "handbook"),
    [("38.1", "yes", "possible"), ("38.0", "possible", "possible"), ("38.3", "yes", "yes"), ("37.9", "no", "no")],
)
def test_one_reading_above_38_is_a_fever_here(
    site: Library, installed: Library, temperature: str, here: str, handbook: str
) -> None:
    """The United Kingdom's line: above 38.0 °C once; exactly 38.0 stays possible, and 38.3 is as it was."""
    text = f"ANC 0.4 T {temperature} oral"
    assert asked(site, text).decision.fever == here
    assert asked(installed, text).decision.fever == handbook


def test_a_reply_says_which_limit_is_the_hospitals(site: Library) -> None:
    """In the first screen, with the handbook's own value beside it and the policy among the sources."""
    reply = asked(site, FEVER).reply
    (line,) = reply.local
    assert line.startswith(
        "Local policy of Example Hospital: fever once above 38.0 °C, in place of the handbook's 38.3 °C."
    )
    assert line in summary(reply)
    assert any("Neutropenic sepsis policy of Example Hospital" in one.text and one.link for one in reply.sources)


def test_a_supposed_temperature_is_read_by_the_hospitals_limit(site: Library) -> None:
    """What if it were 38.2: the limit is named, though no temperature was stated."""
    case = asked(site, "ANC 0.4")
    message = Message("what if T is 38.2?", AT, event_id="2")
    reply = converse((case.turn,), message, site.handbook, site.lexicon).reply
    assert reply.headline.startswith("If so, EMERGENCY")
    assert any("fever once above 38.0" in line for line in reply.local)


def test_a_reply_that_rests_on_nothing_local_claims_nothing_local(site: Library) -> None:
    """Without a temperature the moved limit was not used."""
    reply = asked(site, "ANC 1.6 WBC 4.0").reply
    assert reply.local == ()
    assert MARK not in plain(reply)


def test_every_local_line_is_marked_and_what_it_replaces_is_shown(site: Library) -> None:
    """A hospital's words never hide the handbook's: both are in the reply."""
    reply = asked(site, "ANC 0.4, T 38.6, lung cancer, chemo last week, BP 120/70").reply
    said = {line.statement: line.text for line in (*reply.actions, *reply.plan)}
    assert said["fn.start"].endswith(MARK)
    assert not said["fn.antibiotics"].endswith(MARK)
    assert any("anti-pseudomonal beta-lactam" in one.text for one in reply.differs if one.id == "fn.start")


def test_it_says_whom_to_ring_by_its_own_triggers(site: Library) -> None:
    """Low pressure rings critical care; the fever alone does not."""
    assert [line.statement for line in asked(site, FEVER).reply.contacts] == ["exh.critical-care", "exh.haematology"]
    calm = asked(site, "ANC 0.4, T 38.6, lung cancer, chemo last week, penicillin anaphylaxis").reply
    assert [line.statement for line in calm.contacts] == ["exh.haematology", "exh.microbiology"]


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        (FEVER, ["exh.dose-first"]),
        (f"{FEVER}, creatinine clearance 90", ["exh.dose-full"]),
        (FEVER.replace("no penicillin allergy", "penicillin anaphylaxis"), []),
        (FEVER.replace("no penicillin allergy, ", ""), []),
        ("ANC 0.4, T 36.8, well, no penicillin allergy", []),
        (f"9 years old, {FEVER}", []),
    ],
)
def test_a_dose_is_said_to_the_patient_its_row_describes(site: Library, text: str, doses: list[str]) -> None:
    """Only when the antibiotic is due, no allergy was stated as none, in an adult; never before the actions."""
    reply = asked(site, text).reply
    assert [line.statement for line in reply.doses] == doses
    assert all(line.text.endswith(MARK) for line in reply.doses)
    assert not doses or plain(reply).index("1. Senior") < plain(reply).index("Examplecillin")


def test_a_dose_answers_no_question(site: Library) -> None:
    """Whoever asks for a dose is told where doses stand; the handbook's own refusal is shown beside it."""
    reply = asked(site, "what dose of examplecillin?").reply
    assert "Examplecillin 1" not in plain(reply)
    reply = asked(site, "what dose of meropenem?").reply
    assert "Example Hospital's signed table" in plain(reply)
    assert any("gives no antibiotic doses" in one.text for one in reply.differs)


def test_slack_shows_the_same(site: Library) -> None:
    """Dose, contacts, mark, moved limit and policy are in the blocks and in the text."""
    rendered = blocks.render(asked(site, FEVER).reply, "0123456789abcdef0123456789abcdef")
    drawn = json.dumps(rendered.blocks, ensure_ascii=False)
    for words in (
        "Examplecillin 1 example unit",
        "Critical care outreach, bleep 0001",
        MARK,
        "Local policy of Example Hospital: fever once above 38.0 °C",
        "Local policy: Neutropenic sepsis policy of Example Hospital",
    ):
        assert words in drawn
        assert words in rendered.text


def test_the_full_plan_holds_doses_and_contacts(site: Library) -> None:
    """Whoever opens the plan from the button sees whom to ring."""
    rendered = blocks.render(asked(site, FEVER).reply, "0123456789abcdef0123456789abcdef", "plan")
    for words in ("Examplecillin 1 example unit", "Critical care outreach, bleep 0001"):
        assert words in json.dumps(rendered.blocks, ensure_ascii=False)
        assert words in rendered.text


def test_edition_and_digest_are_the_hospitals(site: Library, installed: Library) -> None:
    """A reply names both editions, and its number covers the folder."""
    assert site.handbook.edition == f"{installed.handbook.edition}+exh.2026.11.1"
    assert site.handbook.edition in plain(asked(site, FEVER).reply)
    assert asked(site, FEVER).reply.reply_id != asked(installed, FEVER).reply.reply_id


def test_the_actions_and_the_questions_are_the_handbooks(site: Library, installed: Library) -> None:
    """What a hospital adds displaces no action and asks no question."""
    for text in (FEVER, "ANC 0.3 T 38.6", "ANC 0.9 well T 36.9", "chemo day 9, T 38.5, bloods pending"):
        here, handbook = asked(site, text), asked(installed, text)
        assert [line.statement for line in here.reply.actions] == [line.statement for line in handbook.reply.actions]
        assert here.decision.ask == handbook.decision.ask
