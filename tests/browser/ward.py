"""A person at the page: says, presses and looks by what is written there, as somebody would who sees or hears it."""

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the tests of this folder are skipped where it is not installed
    from playwright.sync_api import FilePayload, Locator, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STEPS = 60  # presses of Tab after which what was looked for counts as out of reach


class Ward:
    """One person's page. `room` names are written as there: "#oncology", or the app's name for its direct messages."""

    def __init__(self, page: "Page", address: str) -> None:
        self.page, self.address = page, address
        page.goto(address)
        self.composer().wait_for()

    def go(self, room: str) -> None:
        """Open a room, by the drawer where the page is narrow."""
        entry = self._side(room.removeprefix("#"))
        if entry.get_attribute("aria-current") != "page":
            self._pick(entry)

    def act_as(self, role: str) -> None:
        """Become somebody else."""
        self._pick(self._side(role))
        self.page.locator('#sidebar [aria-pressed="true"]', has_text=role).wait_for(state="attached")

    def say(self, room: str, text: str) -> None:
        """Write in a room and send it; nothing can be typed below a form that is still closing."""
        self.dialog().wait_for(state="hidden")
        self.go(room)
        self.composer().fill(text)
        self.composer().press("Enter")

    def reply(self, text: str) -> None:
        """Write in the open thread and send it."""
        field = self.thread().get_by_label("Reply in thread", exact=True)
        field.fill(text)
        field.press("Enter")

    def composer(self) -> "Locator":
        return self.page.locator("#composer-text")

    def messages(self) -> "Locator":
        """The messages of the open room."""
        return self.page.locator("#room .message")

    def newest(self, words: str = "") -> "Locator":
        """The newest message of the open room; with *words*, the newest that has them."""
        found = self.messages().filter(has_text=words) if words else self.messages()
        return found.last

    def thread(self) -> "Locator":
        """The thread pane."""
        return self.page.locator("#thread")

    def open_thread(self) -> "Locator":
        """Open the thread of the newest message that has replies; its newest message."""
        self.page.locator("#room .replies").last.click()
        self.thread().wait_for()
        return self.in_thread()

    def in_thread(self, words: str = "") -> "Locator":
        """The newest message of the thread; with *words*, the newest that has them."""
        found = self.thread().locator(".message")
        return (found.filter(has_text=words) if words else found).last

    def press(self, message: "Locator", label: str, times: int = 1) -> None:
        """Press a button of a message; twice is a double click."""
        message.locator(".body").get_by_role("button").filter(
            has_text=re.compile(rf"^{re.escape(label)}$")
        ).first.click(click_count=times)

    def menu(self, message: "Locator", entry: str) -> None:
        """Choose from the menu of a message."""
        message.hover()
        message.get_by_label("More actions").click()
        self.page.get_by_role("menuitem", name=entry).click()

    def dialog(self) -> "Locator":
        """The modal or question that lies on top."""
        return self.page.locator("dialog[open]").last

    def submit(self, label: str) -> None:
        """Press a button of the modal or question on top."""
        self.dialog().get_by_role("button", name=label, exact=True).last.click()

    def item(self, question: str) -> "Locator":
        """The answers to a question of a form, by the beginning of the question."""
        return self.dialog().get_by_role("radiogroup", name=re.compile(f"^{re.escape(question)}"))

    def home(self) -> "Locator":
        """The Home tab of the app, opened."""
        self.go("Nadir")
        self.page.get_by_role("tab", name="Home").click()
        return self.page.get_by_role("tabpanel")

    def attach(self, name: str, kind: str) -> None:
        """Attach a file, and send it without a word."""
        file: FilePayload = {"name": name, "mimeType": kind, "buffer": b"nothing that can be read"}
        self.page.locator("input[type=file]").set_input_files(file)
        self.page.get_by_label(f"Remove {name}").wait_for()
        self.page.get_by_label("Send", exact=True).click()

    def edit(self, message: "Locator", text: str) -> None:
        """Put a message of one's own right."""
        self.menu(message, "Edit message")
        message.get_by_label("Edit message").fill(text)
        message.get_by_label("Edit message").press("Enter")

    def delete(self, message: "Locator") -> None:
        """Take a message of one's own away."""
        self.menu(message, "Delete message")
        self.submit("Delete")

    def step_to(self, label: str, *, back: bool = False) -> None:
        """Move the focus to what is called *label* by the Tab key alone."""
        for _ in range(STEPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate("document.activeElement.textContent") == label:
                return
        raise AssertionError(f"{label} is not reached by the Tab key")

    def complaints(self) -> list[Any]:
        """What axe-core finds against the page, each with the first place it was found in."""
        axe = import_module("axe_playwright_python.sync_playwright").Axe()
        found = axe.run(self.page, options=RULES).response["violations"]
        return [(one["id"], one["help"], one["nodes"][0]["html"][:200]) for one in found]

    def outside(self) -> list[str]:
        """What stands out of the screen at its right, or makes it scroll sideways."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('body *')].filter(one => one.checkVisibility({visibilityProperty: true})"
            " && !one.closest('.unseen, .skip, svg') && (one.getBoundingClientRect().right > innerWidth + 1"
            " || (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto')))"
            ".map(one => one.outerHTML.slice(0, 120))"
        )
        return found

    def _side(self, name: str) -> "Locator":
        return (
            self.page.locator("#sidebar button")
            .filter(has_text=re.compile(rf"^(\W|[A-Z]{{1,2}})?{re.escape(name)}"))
            .first
        )

    def _pick(self, entry: "Locator") -> None:
        drawer = self.page.get_by_label("Rooms and people", exact=True).and_(self.page.locator("button"))
        if drawer.is_visible():
            drawer.click()
        entry.click()
