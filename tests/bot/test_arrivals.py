"""Slack's payloads as the desk understands them."""

import json
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from pydantic import ValidationError

from bot import arrivals, presses
from bot.store.port import Address
from tests.bot import payloads


def form(body: str) -> dict[str, str]:
    """The fields of a form body."""
    return dict(parse_qsl(body, keep_blank_values=True))


def test_a_case_id_says_nothing_of_where_it_is_held() -> None:
    """No team, channel, user or time can be read from it."""
    arrival = arrivals.from_command(form(payloads.command("ANC 0.3")))

    for known in (payloads.TEAM, payloads.CHANNEL, payloads.USER):
        assert known not in arrival.case.id + arrival.key


def test_two_commands_are_two_cases_and_one_twice_is_one() -> None:
    """The trigger makes the case; the same delivery makes the same one."""
    first, second = (form(payloads.command("ANC 0.3")) for _ in range(2))

    assert arrivals.from_command(first).case != arrivals.from_command(second).case
    assert arrivals.from_command(first) == arrivals.from_command(first)


def test_a_command_without_a_trigger_is_still_taken() -> None:
    """A server that sends neither trigger nor response address gets an answer each time."""
    fields = form(payloads.command("ANC 0.3", trigger_id="", response_url=""))

    assert arrivals.from_command(fields).key != arrivals.from_command(fields).key


def test_a_mention_is_freed_of_our_name_once() -> None:
    """The name at the start is ours; a later one belongs to the text."""
    arrival = arrivals.from_mention(json.loads(payloads.mention("ANC 0.3 <@U0BOSS>")))

    assert arrival is not None
    assert "ANC 0.3 <@U0BOSS>" == arrival.text.strip()


def test_the_time_of_a_message_is_slacks() -> None:
    """To the microsecond, in UTC."""
    arrival = arrivals.from_direct_message(json.loads(payloads.direct("hi", ts="1763800000.123456")))

    assert arrival is not None
    assert arrival.at is not None
    assert "2025-11-22T08:26:40.123456+00:00" == arrival.at.isoformat()


@pytest.mark.parametrize("ts", ["", "abc", "1.2.3", "9" * 40, "-1", "1e5", "١"])
def test_a_time_that_is_none_is_refused(ts: str) -> None:
    """The fault is typed, and tells no text."""
    with pytest.raises(ValidationError) as fault:
        arrivals.from_direct_message(json.loads(payloads.direct("ZXQ", ts=ts)))
    assert "ZXQ" not in str(fault.value)


def test_a_private_press_is_answered_by_its_response_address() -> None:
    """Nobody but Slack's response address can replace a private message."""
    press = presses.from_press(json.loads(form(payloads.press("k:0:1", url="https://hooks.slack.com/a"))["payload"]))

    assert press is not None
    assert (0, 1, None) == (press.question, press.option, press.view)
    to = Address("respond", payloads.CHANNEL, url="https://hooks.slack.com/a", replace=True)
    assert replace(to, team=payloads.TEAM, person=payloads.USER) == press.update
    assert not press.aside.replace


def test_a_posted_message_is_updated_by_its_own_address() -> None:
    """However old it is: a response address lives half an hour."""
    body = payloads.press("k:why", url="https://hooks.slack.com/a", ephemeral=False, message="1.5")
    press = presses.from_press(json.loads(form(body)["payload"]))

    assert press is not None
    to = Address("update", payloads.CHANNEL, message="1.5", team=payloads.TEAM, person=payloads.USER)
    assert ("why", to) == (press.view, press.update)
