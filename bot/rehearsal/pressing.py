"""What people do with what is drawn: press, choose, submit, close, use a shortcut, open the app's Home."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rehearsal import limits, payloads
from bot.rehearsal.line import Line
from bot.rehearsal.screens import Screen, described
from bot.rehearsal.stage import Refused, Stage
from bot.rehearsal.ward import Json, Said, direct

CHOSEN = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
    "number_input": "value",
}
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Pressing:
    """The fingers of everybody on *stage*; *line* leads to the bot."""

    stage: Stage
    line: Line

    async def on_message(self, user: str, room: str, ts: str, action: Json, values: Json) -> str:
        """Somebody uses an element of a message; returns what went wrong, if anything."""
        said = self._seen(user, room, ts)
        element = _element(list(said.blocks), action)
        hook = self.stage.hook(user, room, said.ts, said.thread)
        more = payloads.on_message(self.stage.ward, said, _answers(list(said.blocks), values), hook)
        return await self._act(user, action, element, more)

    async def on_view(self, user: str, view: str, action: Json, values: Json) -> str:
        """Somebody uses an element of a modal or of the Home tab."""
        screen = self._screen(user, view)
        blocks = screen.body["blocks"]
        screen.values = _answers(blocks, values)
        return await self._act(user, action, _element(blocks, action), payloads.on_view(screen))

    async def submit(self, user: str, view: str, values: Json) -> Json:
        """Somebody submits a modal; returns the errors by block, or what went wrong."""
        screen = self._screen(user, view)
        screen.values = _answers(screen.body["blocks"], values)
        more = {"view": described(screen), "response_urls": []}
        person = self.stage.ward.people[user]
        answer = await self.line.interact(
            payloads.interaction("view_submission", person, self.stage.tickets.trigger(user), **more)
        )
        if not answer.well:
            return {"problem": TROUBLE}
        return self._followed(screen, answer.object)

    async def close(self, user: str, view: str, *, whole: bool) -> None:
        """Somebody closes a modal, or all of them; the app is told where it asked to be."""
        screen = self._screen(user, view)
        self.stage.screens.close(screen, whole=whole or bool(screen.body.get("clear_on_close")))
        if screen.body.get("notify_on_close"):
            person, trigger = self.stage.ward.people[user], self.stage.tickets.trigger(user)
            more = {"view": described(screen), "is_cleared": whole}
            await self.line.interact(payloads.interaction("view_closed", person, trigger, **more))

    async def shortcut(self, user: str, room: str, ts: str, callback_id: str) -> str:
        """Somebody uses a shortcut of the app on a message."""
        said = self._seen(user, room, ts)
        if callback_id not in {one.callback_id for one in self.stage.app.shortcuts}:
            raise Refused("unknown_shortcut")
        hook = self.stage.hook(user, room, said.ts, said.thread)
        more = payloads.on_shortcut(self.stage.ward, said, callback_id, hook)
        person, trigger = self.stage.ward.people[user], self.stage.tickets.trigger(user)
        answer = await self.line.interact(payloads.interaction("message_action", person, trigger, **more))
        return "" if answer.well else TROUBLE

    def open_app(self, user: str, tab: str) -> None:
        """Somebody looks at a tab of the app."""
        if "app_home_opened" not in self.stage.app.events:
            return
        ward, home = self.stage.ward, self.stage.screens.homes.get(user)
        event = payloads.home_opened(ward, user, direct(user), tab, home if tab == "home" else None)
        self.line.deliver(payloads.envelope(ward, event))

    async def _act(self, user: str, action: Json, element: Json, more: Json) -> str:
        pressed = {**_pressed(element, action), "action_ts": self.stage.ward.stamp()}
        person, trigger = self.stage.ward.people[user], self.stage.tickets.trigger(user)
        answer = await self.line.interact(
            payloads.interaction("block_actions", person, trigger, actions=[pressed], **more)
        )
        return "" if answer.well else TROUBLE

    def _followed(self, screen: Screen, told: Json) -> Json:
        """Do what the answer to a submission asks for."""
        match told.get("response_action"):
            case "errors":
                return {"errors": told.get("errors", {})}
            case "update" | "push" as what:
                if limits.view_faults(told.get("view")):
                    return {"problem": TROUBLE}
                if what == "update":
                    self.stage.screens.replace(screen, told["view"])
                elif self.stage.screens.push(screen.user, told["view"]) is None:
                    return {"problem": TROUBLE}
            case "clear":
                self.stage.screens.close(screen, whole=True)
            case _:
                self.stage.screens.close(screen)
        return {}

    def _seen(self, user: str, room: str, ts: str) -> Said:
        said = self.stage.ward.find(room, ts)
        if said is None or said.only not in ("", user) or user not in self.stage.ward.rooms[room].members:
            raise Refused("message_not_found")
        return said

    def _screen(self, user: str, view: str) -> Screen:
        screen = self.stage.screens.find(view)
        if screen is None or screen.user != user:
            raise Refused("not_found")
        return screen


def _elements(block: Json) -> list[Json]:
    return [one for one in (*block.get("elements", ()), block.get("accessory"), block.get("element")) if one]


def _element(blocks: list[Json], action: Json) -> Json:
    for block in blocks:
        for element in _elements(block) if block["block_id"] == action.get("block_id") else ():
            if element.get("action_id") == action.get("action_id"):
                return element
    raise Refused("action_not_found")


def _pressed(element: Json, action: Json) -> Json:
    """An action as Slack describes it: what the element is, and what was chosen of it."""
    kind = element["type"]
    found: Json = {"type": kind, "action_id": element["action_id"], "block_id": action["block_id"]}
    if kind == "button":
        return {**found, **{name: element[name] for name in ("text", "value", "style", "url") if name in element}}
    shown: Json = {name: element[name] for name in ("placeholder", "initial_option") if name in element}
    return {**found, **shown, CHOSEN[kind]: action.get("chosen")}


def _answers(blocks: list[Json], values: Json) -> Json:
    """The state of every input on a surface, by block and action; *values* holds what was chosen there."""
    found: Json = {}
    for block in blocks:
        for element in _elements(block):
            kind, name = element.get("type", ""), element.get("action_id", "")
            if kind in CHOSEN and kind != "overflow" and block["type"] in ("input", "section", "actions"):
                chosen = values.get(block["block_id"], {}).get(name, _initial(element))
                found.setdefault(block["block_id"], {})[name] = {"type": kind, CHOSEN[kind]: chosen}
    return found


def _initial(element: Json) -> object:
    names = ("initial_option", "initial_options", "initial_value", "initial_date", "initial_time")
    found = next((element[name] for name in names if name in element), None)
    return [] if found is None and element["type"] in ("checkboxes", "multi_static_select") else found
