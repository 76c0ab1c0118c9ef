"""Slack's limits on blocks, as its Web API checks them: each fault in Slack's words, with the place as a JSON pointer.

They are written here a second time, apart from those by which our blocks are built, so that each checks the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_DRAWN = 13_200  # characters of the blocks of one message, as JSON: undocumented, found by others
LONGEST_ID, LONGEST_VALUE, LONGEST_URL, LONGEST_METADATA = 255, 2000, 3000, 3000
NOT_ON = {"modal": {"markdown", "table"}, "home": {"alert", "markdown"}, "message": {"alert"}}
OTHERS = {
    "alert", "card", "carousel", "container", "context_actions", "data_table", "data_visualization", "file",
    "markdown", "plan", "rich_text", "table", "task_card", "video",
}  # fmt: skip  # blocks that exist and are not looked into here

Check = Callable[[dict[str, Any], str], Iterator[str]]


def faults(blocks: Any, surface: Surface = "message", at: str = "/blocks") -> list[str]:
    """What Slack would say against *blocks*; nothing when it would draw them."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return [_said("must provide an array of objects", at)]
    found = [] if len(blocks) <= MOST_BLOCKS[surface] else [_most(MOST_BLOCKS[surface], at)]
    names = [block["block_id"] for block in blocks if block.get("block_id")]
    found += [_said("block_id already exists", at)] if len(names) != len(set(names)) else []
    for number, block in enumerate(blocks):
        found += _block(block, surface, f"{at}/{number}")
    return found


def too_long(blocks: Any) -> bool:
    """Whether a message's blocks hold more than Slack takes."""
    return len(json.dumps(blocks, ensure_ascii=False)) > MOST_DRAWN


def view_faults(view: Any) -> list[str]:
    """What Slack would say against a view."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return [_said("unsupported type", "/view/type")]
    found = faults(view.get("blocks"), view["type"], "/view/blocks")
    for name, most in (("private_metadata", LONGEST_METADATA), ("callback_id", LONGEST_ID)):
        found += _short(view.get(name, ""), most, f"/view/{name}")
    if view["type"] == "home":
        return found
    for name in ("title", "submit", "close"):
        if name == "title" or view.get(name):
            found += _text(view.get(name), 24, f"/view/{name}", plain=True)
    inputs = [block for block in view.get("blocks") or [] if isinstance(block, dict) and block.get("type") == "input"]
    if inputs and not view.get("submit"):
        found.append(_said("submit is required when an input block is used", "/view/submit"))
    return found


def _block(block: dict[str, Any], surface: Surface, at: str) -> Iterator[str]:
    kind = block.get("type")
    check = _BLOCKS.get(str(kind))
    if kind in NOT_ON[surface] or (check is None and kind not in OTHERS):
        yield _said(f"unsupported block: {kind}", f"{at}/type")
    elif check is not None:
        yield from check(block, at)
    yield from _short(block.get("block_id", ""), LONGEST_ID, f"{at}/block_id")


def _header(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from _text(block.get("text"), 150, f"{at}/text", plain=True)


def _section(block: dict[str, Any], at: str) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield _said("missing required field: text or fields", at)
    if "text" in block:
        yield from _text(block["text"], 3000, f"{at}/text")
    yield from _many(fields, 10, f"{at}/fields", least=0)
    for number, one in enumerate(fields):
        yield from _text(one, 2000, f"{at}/fields/{number}")
    if "accessory" in block:
        yield from _element(block["accessory"], f"{at}/accessory")


def _context(block: dict[str, Any], at: str) -> Iterator[str]:
    elements = block.get("elements", [])
    yield from _many(elements, 10, f"{at}/elements")
    for number, one in enumerate(elements):
        place = f"{at}/elements/{number}"
        yield from _image(one, place) if one.get("type") == "image" else _text(one, 2000, place)


def _actions(block: dict[str, Any], at: str) -> Iterator[str]:
    elements = block.get("elements", [])
    yield from _many(elements, 25, f"{at}/elements")
    names = [one["action_id"] for one in elements if one.get("action_id")]
    if len(names) != len(set(names)):
        yield _said("action_id already exists", f"{at}/elements")
    for number, one in enumerate(elements):
        yield from _element(one, f"{at}/elements/{number}")


def _image(block: dict[str, Any], at: str) -> Iterator[str]:
    if not block.get("alt_text"):
        yield _said("missing required field: alt_text", at)
    yield from _short(block.get("alt_text", ""), 2000, f"{at}/alt_text")
    if ("image_url" in block) == ("slack_file" in block):
        yield _said("must provide either image_url or slack_file", at)
    yield from _short(block.get("image_url", ""), LONGEST_URL, f"{at}/image_url")


def _input(block: dict[str, Any], at: str) -> Iterator[str]:
    yield from _text(block.get("label"), 2000, f"{at}/label", plain=True)
    if "hint" in block:
        yield from _text(block["hint"], 2000, f"{at}/hint", plain=True)
    yield from _element(block.get("element"), f"{at}/element")


def _nothing(_block: dict[str, Any], _at: str) -> Iterator[str]:
    return iter(())


def _element(element: Any, at: str) -> Iterator[str]:
    if not isinstance(element, dict) or element.get("type") not in _ELEMENTS:
        yield _said("unsupported element", f"{at}/type")
        return
    yield from _short(element.get("action_id", ""), LONGEST_ID, f"{at}/action_id")
    yield from _ELEMENTS[element["type"]](element, at)
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, f"{at}/placeholder", plain=True)
    if "confirm" in element:
        yield from _confirm(element["confirm"], f"{at}/confirm")


def _button(element: dict[str, Any], at: str) -> Iterator[str]:
    yield from _text(element.get("text"), 75, f"{at}/text", plain=True)
    for name, most in (("value", LONGEST_VALUE), ("url", LONGEST_URL), ("accessibility_label", 75)):
        yield from _short(element.get(name, ""), most, f"{at}/{name}")
    if element.get("style", "primary") not in ("primary", "danger"):
        yield _said("must be one of: primary, danger", f"{at}/style")


def _confirm(confirm: dict[str, Any], at: str) -> Iterator[str]:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if name in ("title", "text") or name in confirm:
            yield from _text(confirm.get(name), most, f"{at}/{name}", plain=name != "text")


def _choice(most: int, value: int = 150) -> Check:
    """The check of an element with at most *most* options."""

    def check(element: dict[str, Any], at: str) -> Iterator[str]:
        groups = element.get("option_groups")
        places = (
            [f"{at}/options"] if groups is None else [f"{at}/option_groups/{i}/options" for i in range(len(groups))]
        )
        lists = [element.get("options", [])] if groups is None else [group.get("options", []) for group in groups]
        for place, options in zip(places, lists, strict=True):
            yield from _many(options, most, place)
            for number, option in enumerate(options):
                yield from _text(option.get("text"), 75, f"{place}/{number}/text")
                yield from _short(option.get("value", ""), value, f"{place}/{number}/value")
        every = [option for options in lists for option in options]
        chosen = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
        if any(one not in every for one in chosen):
            yield _said("initial option is not among the options", at)

    return check


_BLOCKS: dict[str, Check] = {
    "actions": _actions, "context": _context, "divider": _nothing, "header": _header, "image": _image,
    "input": _input, "section": _section,
}  # fmt: skip
_ELEMENTS: dict[str, Check] = {
    "button": _button, "checkboxes": _choice(10), "datepicker": _nothing, "image": _image, "number_input": _nothing,
    "overflow": _choice(5), "plain_text_input": _nothing, "radio_buttons": _choice(10), "static_select": _choice(100),
    "multi_static_select": _choice(100), "timepicker": _nothing,
}  # fmt: skip


def _text(text: Any, most: int, at: str, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        yield _said("must provide an object with a text", at)
        return
    if text.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield _said("unsupported type", f"{at}/type")
    if not text["text"]:
        yield _said("must be more than 0 characters", f"{at}/text")
    yield from _short(text["text"], most, f"{at}/text")


def _short(text: Any, most: int, at: str) -> Iterator[str]:
    if len(text or "") > most:
        yield _said(f"must be less than {most + 1} characters", at)


def _many(found: list[Any], most: int, at: str, least: int = 1) -> Iterator[str]:
    if len(found) < least:
        yield _said(f"no fewer than {least} items allowed", at)
    if len(found) > most:
        yield _most(most, at)


def _most(most: int, at: str) -> str:
    return _said(f"no more than {most} items allowed", at)


def _said(problem: str, at: str) -> str:
    return f"{problem} [json-pointer:{at}]"
