"""The bot as people use it: in a real browser, around the real bot, over signed requests."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bot.rehearsal.opening import Open

pytest.importorskip("playwright", reason="playwright is not installed: run `make browser`")

from playwright.sync_api import expect

from tests.browser.ward import Ward

if TYPE_CHECKING:
    from playwright.sync_api import Page

SICK = "ANC 0.4 T 38.6 62M AML"


def test_a_command_is_answered_for_the_asker_alone(ward: Ward, rehearsal: Open, opens: "Callable[..., Page]") -> None:
    ward.say("#oncology", f"/anc {SICK}")
    expect(ward.newest()).to_contain_text("EMERGENCY")
    expect(ward.newest()).to_contain_text("Only visible to you")

    other = Ward(opens(), rehearsal.address)
    other.act_as("Nurse in charge")
    expect(other.messages()).to_have_count(0)


def test_a_pressed_answer_changes_the_message_in_its_place(ward: Ward) -> None:
    ward.say("#oncology", f"/anc {SICK}")
    ward.press(ward.newest(), "Immediate type")

    expect(ward.newest()).not_to_contain_text("Penicillin or beta-lactam allergy?")
    expect(ward.newest()).to_contain_text("Understood:")
    expect(ward.messages()).to_have_count(1)


def test_a_mention_is_answered_in_its_thread_for_everybody(ward: Ward) -> None:
    ward.say("#night-shift", f"@Nadir {SICK}")
    expect(ward.open_thread()).to_contain_text("EMERGENCY")
    ward.reply("@Nadir BP 84/50")
    expect(ward.in_thread("Reply")).to_contain_text("84")

    ward.act_as("Nurse in charge")
    ward.go("#night-shift")
    expect(ward.open_thread()).to_contain_text("EMERGENCY")


def test_a_thread_is_pressed_by_a_colleague(ward: Ward) -> None:
    """One case for all who write in a thread: the nurse answers what the registrar was asked."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.act_as("Nurse in charge")
    ward.press(ward.open_thread(), "None")

    expect(ward.in_thread()).not_to_contain_text("Penicillin or beta-lactam allergy?")


def test_a_direct_message_goes_on_with_what_it_knows(ward: Ward) -> None:
    ward.say("Nadir", "ANC 0.4 62M AML")
    expect(ward.newest("Reply")).to_contain_text("ANC 0.4")
    ward.say("Nadir", "now T 38.9")

    expect(ward.newest("38.9 °C")).to_contain_text("EMERGENCY")
    expect(ward.newest("38.9 °C")).to_contain_text("ANC 0.4")


@pytest.mark.parametrize(
    ("button", "words"), [("Why", "febrile neutropenia met"), ("Full plan", "antibiotic"), ("Sources", "IDSA")]
)
def test_what_stands_behind_the_buttons_is_for_the_one_who_pressed(ward: Ward, button: str, words: str) -> None:
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.press(ward.open_thread(), button)

    expect(ward.in_thread("Only visible to you")).to_contain_text(words)


def test_the_keyboard_alone_is_enough(ward: Ward) -> None:
    """Command, answer and full plan without a mouse, and the focus is never lost."""
    keys = ward.page.keyboard
    ward.composer().focus()
    keys.type("/an")
    keys.press("Enter")
    keys.type(SICK)
    keys.press("Enter")
    expect(ward.newest()).to_contain_text("EMERGENCY")
    for label in ("None", "Full plan"):
        for _ in range(40):
            keys.press("Shift+Tab")
            if ward.page.evaluate("document.activeElement.textContent") == label:
                break
        keys.press("Enter")
        expect(ward.messages()).to_have_count(1 if label == "None" else 2)
        assert "BODY" != ward.page.evaluate("document.activeElement.tagName")
    expect(ward.newest()).to_contain_text("Only visible to you")


def test_a_new_answer_is_told_to_a_screen_reader_in_sentences(ward: Ward) -> None:
    """As in Slack it is the text of the message that is read out, not its blocks."""
    ward.say("#oncology", f"/anc {SICK}")

    expect(ward.page.get_by_role("log")).to_contain_text("Nadir, only visible to you: EMERGENCY")


def test_a_picture_is_answered_and_never_met_with_silence(ward: Ward) -> None:
    ward.go("Nadir")
    ward.attach("chart.png", "image/png")

    expect(ward.newest("I cannot read pictures")).to_be_visible()


def test_a_rate_limit_delays_an_answer_and_loses_none(ward: Ward) -> None:
    """The inspector makes the next post meet 429; the bot's outbox waits and sends it."""
    ward.page.get_by_label("Traffic inspector").first.click()
    ward.page.get_by_role("button", name="Set").click()
    expect(ward.page.get_by_text("Set, once.")).to_be_visible()
    ward.say("#oncology", f"@Nadir {SICK}")

    expect(ward.page.get_by_label("Requests, newest first")).to_contain_text("ratelimited")
    expect(ward.open_thread()).to_contain_text("EMERGENCY")
