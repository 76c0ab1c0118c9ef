"""Modals and Home tabs."""

from __future__ import annotations

import json
from typing import Any

from bot.rehearsal import limits
from bot.rehearsal.screens import Screen, described
from bot.rehearsal.stage import Refused, Stage, refused_blocks
from bot.rehearsal.ward import Json

LARGEST = 250_000  # characters of a view


def open_view(stage: Stage, args: Json) -> Json:
    """views.open: a modal for whoever pressed something less than three seconds ago."""
    view = modal(stage, args.get("view"))
    return _shown(stage.screens.open(_user(stage, args), view))


def push(stage: Stage, args: Json) -> Json:
    """views.push: a modal on top of an open one, three at most."""
    view = modal(stage, args.get("view"))
    screen = stage.screens.push(_user(stage, args), view)
    if screen is None:
        raise Refused("push_limit_reached")
    return _shown(screen)


def update(stage: Stage, args: Json) -> Json:
    """views.update: another content for an open view."""
    screen = stage.screens.find(str(args.get("view_id") or ""), str(args.get("external_id") or ""))
    if screen is None:
        raise Refused("not_found")
    if args.get("hash") and args["hash"] != screen.hash:
        raise Refused("hash_conflict")
    return _shown(stage.screens.replace(screen, checked(args.get("view"), screen.body["type"])))


def publish(stage: Stage, args: Json) -> Json:
    """views.publish: somebody's Home tab."""
    if not stage.app.home:
        raise Refused("not_enabled")
    user = str(args.get("user_id") or "")
    if user not in stage.ward.people:
        raise Refused("user_not_found")
    home = stage.screens.homes.get(user)
    if args.get("hash") and (home is None or args["hash"] != home.hash):
        raise Refused("hash_conflict")
    return _shown(stage.screens.publish(user, checked(args.get("view"), "home")))


def modal(stage: Stage, view: Any) -> Json:
    """A modal that Slack would draw."""
    found = checked(view, "modal")
    if found.get("external_id") and stage.screens.find("", found["external_id"]):
        raise Refused("duplicate_external_id")
    return found


def checked(view: Any, kind: str) -> Json:
    """A view of this kind that Slack would draw."""
    found = limits.view_faults(view)
    if found or view["type"] != kind:
        raise refused_blocks(found or ["unsupported type [json-pointer:/view/type]"], "invalid_arguments")
    if len(json.dumps(view)) > LARGEST:
        raise Refused("view_too_large")
    return dict(view)


def _user(stage: Stage, args: Json) -> str:
    user, error = stage.tickets.exchange(str(args.get("trigger_id") or ""))
    if error:
        raise Refused(error)
    return user


def _shown(screen: Screen) -> Json:
    return {"ok": True, "view": described(screen)}
