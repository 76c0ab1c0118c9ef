"""A person at the page: says, presses and looks by what is written there, as somebody would who sees or hears it."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the tests of this folder are skipped where it is not installed
    from playwright.sync_api import Locator, Page


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
        """Write in a room and send it."""
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

    def press(self, message: "Locator", label: str) -> None:
        """Press a button of a message."""
        message.locator(".body").get_by_role("button").filter(
            has_text=re.compile(rf"^{re.escape(label)}$")
        ).first.click()

    def menu(self, message: "Locator", entry: str) -> None:
        """Choose from the menu of a message."""
        message.hover()
        message.get_by_label("More actions").click()
        self.page.get_by_role("menuitem", name=entry).click()

    def dialog(self) -> "Locator":
        """The modal or question that lies on top."""
        return self.page.locator("dialog[open]").last

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
