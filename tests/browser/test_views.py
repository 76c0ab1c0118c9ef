"""Every view of the bot for everybody: axe-core has nothing against it, in both themes, and a phone shows all of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bot.rehearsal.opening import Open

pytest.importorskip("playwright", reason="playwright is not installed: run `make browser`")

from playwright.sync_api import expect

from tests.browser.ward import Ward

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCORED = "ANC 0.4 T 38.5 58F breast cancer on docetaxel, BP 124/76, alert"
SIZES = [(390, False), (390, True), (1280, False), (1280, True)]


@pytest.fixture(params=SIZES, ids=["phone", "phone-dark", "desk", "desk-dark"])
def eyes(request: pytest.FixtureRequest, rehearsal: Open, opens: "Callable[..., Page]") -> Ward:
    """The registrar's page, on a phone and on a desk, in light and dark."""
    width, dark = request.param
    return Ward(opens(width=width, height=844, dark=dark), rehearsal.address)


def clear(ward: Ward, view: str) -> None:
    """Nothing of a view stands in anybody's way, and nothing stands out of the screen."""
    assert ([], []) == (ward.complaints(), ward.outside()), view


def test_the_forms_are_for_everybody(eyes: Ward) -> None:
    """The score and its answer, a value with its error, what is to be shared, and a question before deleting."""
    eyes.say("#oncology", "/mascc")
    expect(eyes.dialog()).to_contain_text("Burden of illness")
    clear(eyes, "the score")
    eyes.item("Active COPD").get_by_label("No", exact=True).check()
    eyes.submit("Work it out")
    expect(eyes.dialog()).to_contain_text("MASCC 4-26")
    clear(eyes, "the answer in a form")
    eyes.submit("Close")
    eyes.say("#oncology", f"/anc {SCORED}")
    eyes.press(eyes.newest("EMERGENCY"), "Share…")
    expect(eyes.dialog()).to_contain_text("Everybody in #oncology")
    clear(eyes, "what is to be shared")
    eyes.submit("Cancel")
    eyes.say("#oncology", "/anc T 38.5 AML")
    eyes.press(eyes.newest("Systolic"), "Enter")
    eyes.dialog().get_by_role("textbox").fill("900")
    eyes.submit("Add")
    expect(eyes.dialog()).to_contain_text("Must be")
    clear(eyes, "a value out of range")
    eyes.submit("Cancel")
    eyes.say("#oncology", "/anc forget")
    eyes.press(eyes.newest(), "Forget everything")
    clear(eyes, "whether to forget")


def test_what_an_answer_opens_is_for_everybody(eyes: Ward) -> None:
    """Hand-off, why, plan, sources and a word of thanks in the thread; then the Home."""
    eyes.say("#oncology", f"@Nadir {SCORED}")
    eyes.open_thread()
    for label, words in {
        "Hand-off": "Situation",
        "Why": "febrile neutropenia met",
        "Full plan": "Only visible to you",
        "Sources": "IDSA",
        "Agree": "Thank you",
    }.items():
        eyes.press(eyes.in_thread("To settle it"), label)
        expect(eyes.in_thread("Only visible to you").filter(has_text=words)).to_be_visible()
    clear(eyes, "the thread")
    eyes.page.keyboard.press("Escape")
    expect(eyes.home()).to_contain_text("How to make it forget")
    clear(eyes, "the Home")
