"""The page itself: what Slack draws is drawn, by mouse, by keyboard, on a phone, in the dark, and for everybody."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bot.rehearsal.exhibits import lay_out
from bot.rehearsal.opening import Open, opened
from bot.slack_web import web_client
from tests.bot.rehearsal.specimen import KIT, MODAL, PIXEL, SPECIMEN, specimen
from tests.browser.conftest import Backstage, Enter

pytest.importorskip("playwright", reason="playwright is not installed: run `make browser`")

from playwright.sync_api import expect

from tests.browser.ward import Ward

if TYPE_CHECKING:
    from playwright.sync_api import Page

SICK = "ANC 0.4 T 38.6 62M AML"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360], ids=["desk", "phone"])
def test_nothing_stands_in_the_way_of_anybody(
    rehearsal: Open, opens: "Callable[..., Page]", width: int, dark: bool
) -> None:
    """axe-core has nothing against the page with an answer, a thread, a menu and the traffic on it, in both themes."""
    ward = Ward(opens(width=width, height=740, dark=dark), rehearsal.address)
    assert [] == ward.complaints()
    ward.say("#oncology", f"/anc {SICK}")
    expect(ward.newest()).to_contain_text("EMERGENCY")
    ward.say("#oncology", f"@Nadir {SICK}")
    expect(ward.open_thread()).to_contain_text("EMERGENCY")
    assert [] == ward.complaints()
    assert [] == ward.outside()
    ward.page.keyboard.press("Escape")
    ward.page.get_by_label("Traffic inspector").first.click()
    ward.page.get_by_label("Requests, newest first").locator("summary").first.click()
    assert [] == ward.complaints()
    assert [] == ward.outside()


def test_every_block_is_drawn_as_slack_draws_it(specimen_ward: Ward) -> None:
    """Plain text letter by letter, mark-up where it holds, and a box for what is not drawn."""
    ward = specimen_ward
    ward.say("#oncology", "/kit all")
    body = ward.newest().locator(".body")

    expect(body.get_by_role("heading")).to_have_text("A <header> & no *mark-up*")
    expect(body.locator("strong").first).to_have_text("bold")
    expect(body.locator("em")).to_have_text("italic")
    expect(body.locator("s")).to_have_text("gone")
    expect(body.locator("code").first).to_have_text("code")
    expect(body).to_contain_text("2 * 3 <b>")
    expect(body).to_contain_text("- plain")
    expect(body.get_by_role("link")).to_have_attribute("href", "https://example.org")
    expect(body).to_contain_text("Block “table” is not drawn here")
    expect(body.locator(".rich li")).to_have_text("one")
    assert [] == ward.complaints()


def test_buttons_selects_and_choices_tell_the_app(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.say("#oncology", "/kit all")
    kit = ward.newest()
    kit.get_by_label("Audience").select_option("trainee")
    expect(ward.newest("select trainee")).to_be_visible()
    ward.messages().first.get_by_label("Fever").check()
    expect(ward.newest("checks fever")).to_be_visible()
    ward.messages().first.get_by_label("High").check()
    expect(ward.newest("radios high")).to_be_visible()
    ward.messages().first.get_by_label("More choices").click()
    ward.page.get_by_role("menuitem", name="Second").click()
    expect(ward.newest("overflow second")).to_be_visible()


def test_a_question_stands_before_a_dangerous_button(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.say("#oncology", "/kit all")
    ward.press(ward.messages().first, "Delete it")
    expect(ward.dialog()).to_contain_text("It cannot be undone.")
    ward.dialog().get_by_role("button", name="No, keep it").click()
    expect(ward.messages()).to_have_count(1)
    ward.press(ward.messages().first, "Delete it")
    ward.dialog().get_by_role("button", name="Do it").click()

    expect(ward.newest("sure")).to_be_visible()


def test_a_modal_tells_errors_by_field_and_keeps_what_was_typed(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.say("#oncology", "/kit all")
    ward.press(ward.messages().first, "Open modal")
    modal = ward.dialog()
    count = modal.get_by_label("Neutrophil count")
    expect(count).to_be_focused()
    modal.get_by_role("button", name="Work it out").click()
    expect(modal.locator("[data-block=anc]")).to_contain_text("Please complete this required field.")
    expect(modal.locator("[data-block=chills]")).to_contain_text("Please complete this required field.")
    expect(count).to_be_focused()
    count.fill("400")
    modal.get_by_label("Yes").check()
    modal.get_by_role("button", name="Work it out").click()
    expect(modal.locator("[data-block=anc]")).to_contain_text("That is no neutrophil count.")
    expect(count).to_have_attribute("aria-invalid", "true")
    assert [] == ward.complaints()
    modal.get_by_role("button", name="More").click()
    expect(modal).to_contain_text("added later")
    expect(count).to_have_value("400")
    expect(modal.get_by_label("Yes")).to_be_checked()
    count.fill("0.4")
    count.press("Enter")
    expect(modal).to_have_count(0)
    ward.go("Specimen")

    expect(ward.newest("ANC 0.4, chills yes")).to_be_visible()


def test_the_focus_stays_in_a_modal_and_comes_back(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.say("#oncology", "/kit all")
    ward.press(ward.messages().first, "Open modal")
    expect(ward.dialog()).to_be_visible()
    for _ in range(12):
        ward.page.keyboard.press("Tab")
        assert ward.page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    ward.page.keyboard.press("Escape")

    expect(ward.page.locator("dialog[open]")).to_have_count(0)
    assert "Open modal" == ward.page.evaluate("document.activeElement.textContent")
    ward.go("Specimen")
    expect(ward.newest("closed")).to_be_visible()


def test_the_home_tab_is_shown_and_used(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.go("Specimen")
    ward.page.get_by_role("tab", name="Home").click()
    home = ward.page.get_by_role("tabpanel")
    expect(home).to_contain_text("welcome")
    assert [] == ward.complaints()
    home.get_by_label("Wording").select_option("short")

    expect(home).to_contain_text("chosen: wording short")


def test_suggested_prompts_are_said_by_a_press(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.go("Specimen")
    ward.page.locator(".prompts").get_by_role("button", name="Help").click()

    expect(ward.messages().first).to_contain_text("help")


def test_messages_are_edited_deleted_and_looked_at_by_their_menu(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.say("#oncology", "ANC 0.4 & <b>")
    ward.menu(ward.newest(), "Look at it")
    expect(ward.newest("looked at: ANC 0.4 & <b>")).to_be_visible()
    mine = ward.messages().first
    ward.menu(mine, "Edit message")
    expect(mine.get_by_label("Edit message")).to_have_value("ANC 0.4 & <b>")
    mine.get_by_label("Edit message").fill("ANC 4.0")
    mine.get_by_label("Edit message").press("Enter")
    expect(mine).to_contain_text("ANC 4.0")
    expect(mine).to_contain_text("(edited)")
    ward.menu(mine, "Delete message")
    ward.dialog().get_by_role("button", name="Delete").click()

    expect(ward.messages()).to_have_count(1)


def test_what_is_typed_can_never_become_markup(specimen_ward: Ward) -> None:
    ward = specimen_ward
    ward.say("#oncology", "<img src=x onerror=alert(1)> <!channel> <https://example.org|x> &amp;")

    expect(ward.newest()).to_contain_text("<img src=x onerror=alert(1)> <!channel> <https://example.org|x> &amp;")
    expect(ward.newest().locator("img:not(.avatar), .mention")).to_have_count(0)
    expect(ward.newest().get_by_role("link")).to_have_text("https://example.org")


def test_pictures_of_the_app_are_shown_and_none_from_elsewhere(
    enter: Enter, backstage: Backstage, opens: "Callable[..., Page]"
) -> None:
    """An uploaded file is drawn in its message and in an image block; an address outside is told, never fetched."""
    rehearsal = enter(opened(specimen, SPECIMEN))
    ward = Ward(opens(), rehearsal.address)
    client = web_client(rehearsal.stage.token, f"{rehearsal.stage.url}/api/")
    shared = backstage.run(client.files_upload_v2(channel="C0ONCOLOGY", file=PIXEL, filename="trend.png"))
    own = {"type": "image", "slack_file": {"id": shared["files"][0]["id"]}, "alt_text": "Counts falling"}
    far = {"type": "image", "image_url": "https://example.org/x.png", "alt_text": "Far away"}
    backstage.run(client.chat_postMessage(channel="C0ONCOLOGY", text="two pictures", blocks=[own, far]))

    expect(ward.messages().first.get_by_role("img", name="trend.png")).to_be_visible()
    expect(ward.newest().get_by_role("img", name="Counts falling")).to_have_js_property("complete", value=True)
    expect(ward.newest()).to_contain_text("Far away (a picture from elsewhere")


def test_a_message_and_a_view_from_files_are_laid_out(
    enter: Enter, backstage: Backstage, opens: "Callable[..., Page]"
) -> None:
    """What a golden file holds is looked at as it would be drawn: a reply in the channel, a modal on top."""
    rehearsal = enter(opened(specimen, SPECIMEN))
    ward = Ward(opens(), rehearsal.address)

    async def laid_out() -> None:
        for exhibit in ({"text": "kit", "blocks": KIT}, MODAL):
            lay_out(rehearsal.stage, exhibit)

    backstage.run(laid_out())
    expect(ward.messages().locator(".rich")).to_contain_text("one")
    expect(ward.dialog()).to_contain_text("Neutrophil count")


def test_what_one_sends_or_asks_for_is_gone_to(ward: Ward) -> None:
    """Somebody who reads far above sees their own words in the thread, and what they alone are answered, at once."""
    ward.say("#oncology", f"@Nadir {SICK}")
    ward.open_thread()
    expect(ward.in_thread("To settle it")).to_be_visible()
    ward.reply("@Nadir BP 124/70")
    expect(ward.in_thread("@Nadir BP 124/70")).to_be_in_viewport()
    expect(ward.in_thread("SBP 124")).to_be_in_viewport()
    ward.press(ward.in_thread("SBP 124"), "Hand-off")

    expect(ward.in_thread("Situation").get_by_text("Only visible to you")).to_be_in_viewport()


def test_the_theme_is_chosen_and_kept(ward: Ward) -> None:
    ward.page.get_by_label("Dark theme").click()
    ward.page.reload()

    expect(ward.page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(ward.page.get_by_label("Dark theme")).to_have_attribute("aria-pressed", "true")


def test_suggestions_are_chosen_by_keyboard(ward: Ward) -> None:
    ward.composer().press_sequentially("@na")
    expect(ward.page.get_by_role("option")).to_have_count(1)
    ward.composer().press("Enter")
    expect(ward.composer()).to_have_value("@Nadir ")
    ward.composer().fill("")
    ward.composer().press_sequentially("/")
    ward.composer().press("Tab")
    expect(ward.composer()).to_have_value("/anc ")
    expect(ward.page.locator(".usage")).to_contain_text("/anc 0.4")
