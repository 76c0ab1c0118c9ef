"""Every surface besides the answer itself, as people use it: forms, Home, shortcut, sharing, reminder, edits."""

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bot import rounds
from bot.library import Library
from bot.rehearsal.announced import ours
from bot.rehearsal.opening import Open, opened, real_bot

pytest.importorskip("playwright", reason="playwright is not installed: run `make browser`")

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.ward import Ward

if TYPE_CHECKING:
    from playwright.sync_api import Page

SICK = "ANC 0.4 T 38.6 62M AML"
SCORED = "ANC 0.4 T 38.5 58F breast cancer on docetaxel, BP 124/76, alert"
ITEMS = {  # MASCC items of a well patient, and what each is worth
    "Burden of illness": "None or mild",
    "Hypotension": "No",
    "Active COPD": "No",
    "Solid tumour": "Solid",
    "Dehydration": "No",
    "Outpatient": "Outpatient",
    "Under 60": "Yes",
}


def fill(ward: Ward, items: dict[str, str]) -> None:
    """Choose an answer for each item of the form."""
    for question, answer in items.items():
        ward.item(question).get_by_label(answer, exact=True).check()


def test_mascc_opens_the_score_as_a_form(ward: Ward) -> None:
    """All eight questions stand at "Not known"; what was filled in is answered in the same place."""
    ward.say("#oncology", "/mascc")
    expect(ward.dialog().get_by_role("radiogroup")).to_have_count(8)
    expect(ward.dialog().get_by_role("radio", name="Not known", checked=True)).to_have_count(8)
    fill(ward, ITEMS)
    ward.submit("Work it out")

    expect(ward.dialog()).to_contain_text("MASCC 26 of 26 by these items (7 of 7 known)")
    ward.submit("Close")
    expect(ward.messages()).to_have_count(0)


def test_the_form_of_an_answer_knows_what_the_case_knows(ward: Ward) -> None:
    """A measured pressure and an age are filled in; only what is new is added, and the thread gets the score."""
    ward.say("#oncology", f"@Nadir {SCORED}")
    ward.open_thread()
    ward.press(ward.in_thread("EMERGENCY"), "MASCC items")
    for question, answer in {"Hypotension": "No", "Solid tumour": "Solid", "Under 60": "Yes"}.items():
        expect(ward.item(question).get_by_label(answer, exact=True)).to_be_checked()
    expect(ward.item("Active COPD").get_by_label("Not known")).to_be_checked()
    fill(ward, ITEMS)
    ward.submit("Work it out")

    expect(ward.dialog()).to_have_count(0)
    expect(ward.in_thread("MASCC 26 of 26")).to_contain_text("124 mmHg")


def test_a_form_sent_as_it_was_says_so_and_posts_nothing(ward: Ward) -> None:
    ward.say("#oncology", f"@Nadir {SCORED}")
    ward.open_thread()
    ward.press(ward.in_thread("EMERGENCY"), "MASCC items")
    ward.submit("Work it out")

    expect(ward.dialog()).to_contain_text("nothing was recorded")
    expect(ward.thread().locator(".message")).to_have_count(2)


def test_a_value_out_of_range_is_refused_beside_its_field(ward: Ward) -> None:
    """900 mmHg is not sent; 84 is, and what it means stands in the thread."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.open_thread()
    ward.press(ward.in_thread("EMERGENCY"), "Enter")
    pressure = ward.dialog().get_by_label("Systolic blood pressure (mmHg)?")
    pressure.fill("900")
    ward.submit("Add")
    expect(ward.dialog().locator("[data-block=value]")).to_contain_text("Must be 300 or less.")
    expect(pressure).to_be_focused()
    pressure.fill("84")
    ward.submit("Add")

    expect(ward.dialog()).to_have_count(0)
    expect(ward.in_thread("SBP 84 mmHg")).to_contain_text("Low blood pressure")


def test_home_chooses_the_wording_and_says_how_to_forget(ward: Ward) -> None:
    """The choice is drawn there and holds in the next answer."""
    home = ward.home()
    expect(home).to_contain_text("Sooner: /anc forget")
    expect(home).to_contain_text("approved by reviewers: 0")
    home.get_by_label("Wording").select_option(label="Trainee")
    ward.page.get_by_role("tab", name="Messages").click()
    expect(ward.home().get_by_label("Wording").locator("option:checked")).to_have_text("Trainee")
    ward.say("#oncology", f"/anc {SICK}")

    expect(ward.newest().get_by_label("Wording").locator("option:checked")).to_have_text("Wording: Trainee")


def test_what_was_told_is_forgotten_after_a_second_question(ward: Ward) -> None:
    ward.say("#oncology", f"/anc {SICK}")
    expect(ward.newest()).to_contain_text("EMERGENCY")
    ward.say("#oncology", "/anc forget")
    ward.press(ward.newest("Forget everything you told me?"), "Forget everything")
    ward.submit("Forget it")

    expect(ward.newest()).to_contain_text("Forgotten: 1 message of yours")


def test_a_shortcut_reads_the_message_of_somebody_else(ward: Ward) -> None:
    """The registrar's labs, assessed for the nurse alone; the registrar sees nothing of it."""
    ward.say("#oncology", "bed 3, day 9 of FOLFOX: ANC 0.3, T 38.9")
    ward.act_as("Nurse in charge")
    ward.menu(ward.newest("bed 3"), "Assess these labs")
    expect(ward.newest("EMERGENCY")).to_contain_text("Only visible to you")
    ward.act_as("Registrar")

    expect(ward.messages()).to_have_count(1)


def test_what_is_shared_is_what_was_shown(ward: Ward) -> None:
    """The preview is the post, block by block; nothing private goes with it, and everybody sees it."""
    ward.say("#oncology", f"/anc {SICK}, John Smith MRN 123456")
    ward.press(ward.newest("seems to name a person"), "Share…")
    preview = ward.dialog().locator("hr ~ *").all_inner_texts()
    ward.submit("Post to #oncology")
    expect(ward.dialog()).to_contain_text("Posted to the channel.")
    ward.submit("Close")
    ward.act_as("Nurse in charge")
    shared = ward.newest("Shared by @Registrar")

    assert preview == shared.locator(".body > *").all_inner_texts()
    expect(ward.messages()).to_have_count(1)
    expect(shared.locator(".body").get_by_role("button")).to_have_count(0)
    expect(shared).not_to_contain_text(re.compile("Smith|123456|Only visible|seems to name"))


def test_sharing_can_be_thought_better_of(ward: Ward) -> None:
    ward.say("#oncology", f"/anc {SICK}")
    ward.press(ward.newest("EMERGENCY"), "Share…")
    ward.submit("Cancel")
    ward.act_as("Nurse in charge")

    expect(ward.messages()).to_have_count(0)


def test_a_hand_off_is_for_whoever_asked(ward: Ward) -> None:
    """Situation, values with their times, advice, what is not known, and what is due next."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.press(ward.open_thread(), "Hand-off")
    summary = ward.in_thread("Situation")
    for part in ("Only visible to you", "Values, with the time", "Advised", "Not known", "Due next"):
        expect(summary).to_contain_text(part)
    ward.act_as("Nurse in charge")

    expect(ward.in_thread("EMERGENCY")).not_to_contain_text("Situation")


class TimeOfDay:
    """A clock that a test moves on."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


def test_a_reminder_comes_when_the_antibiotic_is_due(
    monkeypatch: pytest.MonkeyPatch, enter: Enter, handbook: Library, opens: "Callable[..., Page]"
) -> None:
    """A press, a word back to whoever pressed; an hour later everybody in the thread is told, once."""
    monkeypatch.setattr(rounds, "LOOK", 0.1)
    clock = TimeOfDay()
    ward = Ward(opens(), enter(opened(real_bot(handbook, clock), ours(), clock=clock)).address)
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.press(ward.open_thread(), "Remind me")
    expect(ward.in_thread("I shall remind you")).to_contain_text("Only visible to you")
    clock.ahead = 61 * 60

    expect(ward.in_thread("REMINDER")).to_contain_text("The first antibiotic is due now.")
    expect(ward.in_thread("REMINDER")).not_to_contain_text("Only visible to you")
    expect(ward.thread().locator(".message")).to_have_count(4)


def test_an_edited_message_is_read_again_and_the_answer_says_what_changed(ward: Ward) -> None:
    ward.say("Nadir", "on chemo, ANC 1.4, T 38.6")
    expect(ward.newest("Understood:")).to_contain_text("ANC 1.4")
    ward.edit(ward.messages().first, "on chemo, ANC 0.4, T 38.6")

    expect(ward.newest("read again")).to_contain_text("ANC 1.4 ×10⁹/L → ANC 0.4 ×10⁹/L")


def test_a_deleted_message_takes_its_facts_with_it(ward: Ward) -> None:
    ward.say("Nadir", "on chemo, ANC 0.4, T 37.0, well")
    expect(ward.newest("Understood:")).to_contain_text("ANC 0.4")
    ward.say("Nadir", "BP 84/50")
    expect(ward.newest("Understood:")).to_contain_text("SBP 84")
    ward.delete(ward.newest("BP 84/50"))

    told = ward.newest("A message was deleted, and what it told with it")
    expect(told).to_contain_text("ANC 0.4")
    expect(told).not_to_contain_text("SBP 84 mmHg ·")


def test_an_old_button_says_that_the_case_has_changed(ward: Ward) -> None:
    """The allergy was told in words meanwhile: the old "None" records nothing and shows how the case stands."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.open_thread()
    ward.reply("@Nadir anaphylaxis to penicillin")
    expect(ward.in_thread("Understood:")).to_contain_text("anaphylaxis")
    ward.press(ward.thread().locator(".message").nth(1), "None")

    expect(ward.in_thread("Nothing was recorded: the case has changed")).to_contain_text("Only visible to you")


def test_a_double_click_is_one_answer(ward: Ward) -> None:
    """The message is put right once, and no second word follows."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.open_thread()
    ward.press(ward.in_thread("EMERGENCY"), "None", times=2)
    expect(ward.in_thread("EMERGENCY")).not_to_contain_text("Penicillin or beta-lactam allergy?")
    ward.press(ward.in_thread("EMERGENCY"), "Agree")
    expect(ward.in_thread()).to_contain_text("Thank you")

    expect(ward.thread().locator(".message")).to_have_count(3)


@pytest.mark.parametrize(("name", "kind"), [("labs.pdf", "application/pdf"), ("voice.m4a", "audio/mp4")])
def test_no_file_is_met_with_silence(ward: Ward, name: str, kind: str) -> None:
    ward.go("Nadir")
    ward.attach(name, kind)

    expect(ward.newest("I cannot read pictures, files or voice")).to_contain_text("local neutropenic sepsis pathway")


@pytest.mark.parametrize("opinion", ["Agree", "Differ", "Report an error"])
def test_an_opinion_is_thanked_for_in_private(ward: Ward, opinion: str) -> None:
    """A word back with nothing to press under it."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.press(ward.open_thread(), opinion)

    thanks = ward.in_thread("Thank you: noted, without a word of the patient.")
    expect(thanks).to_contain_text("Only visible to you")
    expect(thanks.locator(".body").locator("button, select")).to_have_count(0)


def test_a_whole_consult_by_keyboard(ward: Ward) -> None:
    """Mention, thread, a value, the score, why and an opinion; the mouse is never touched and the focus never lost."""
    keys = ward.page.keyboard
    ward.composer().focus()
    keys.type(f"@Nadir {SCORED}")
    keys.press("Enter")
    ward.page.locator("#room .replies").wait_for()
    ward.step_to("1 reply", back=True)
    keys.press("Enter")
    expect(ward.in_thread()).to_contain_text("EMERGENCY")
    ward.step_to("MASCC items", back=True)
    keys.press("Enter")
    expect(ward.item("Burden of illness").get_by_label("Not known")).to_be_focused()
    keys.press("ArrowDown")  # from the last of the group to its first: none or mild
    ward.step_to("Work it out")
    keys.press("Enter")
    expect(ward.dialog()).to_have_count(0)
    expect(ward.in_thread()).to_contain_text("symptom burden: none or mild")
    for label, word in (("Why", "febrile neutropenia met"), ("Agree", "Thank you")):
        ward.step_to(label, back=True)
        keys.press("Enter")
        expect(ward.in_thread(word)).to_be_visible()
        assert "BODY" != ward.page.evaluate("document.activeElement.tagName")


def test_a_press_on_another_page_reaches_this_one(ward: Ward, rehearsal: Open, opens: "Callable[..., Page]") -> None:
    """Two people look at one thread: what one presses changes before the eyes of the other."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.open_thread()
    other = Ward(opens(), rehearsal.address)
    other.act_as("Nurse in charge")
    other.press(other.open_thread(), "Immediate type")

    expect(ward.in_thread("EMERGENCY")).not_to_contain_text("Penicillin or beta-lactam allergy?")
