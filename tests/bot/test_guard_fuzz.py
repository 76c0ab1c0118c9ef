"""Whatever arrives, signed or not: never a 5xx, never a word of a body in the log; a replay changes nothing."""

import asyncio
import copy
import json
import logging
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse, Response

from bot.guard import LARGEST, Fields, Guard
from tests.bot.conftest import Bot
from tests.bot.payloads import FORM, JSON, SECRET, command, direct, headers, mention, press

CANARY = "ZXQCANARY"
FUZZ = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])

keys = st.sampled_from(
    ["type", "event", "payload", "command", "text", "team_id", "ssl_check", "challenge", "\ud800", "x"]
)
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(CANARY) | st.just("\udfff")
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=8
)
texts = values.map(json.dumps) | st.text(max_size=60) | st.just('{"a":' * 3000) | st.just('{"n": ' + "9" * 5000 + "}")
bodies = st.one_of(
    st.binary(max_size=80),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    texts.map(lambda text: urlencode({"payload": text}, errors="replace").encode()),
    st.dictionaries(keys, st.text(max_size=8), max_size=4).map(lambda form: urlencode(form, errors="replace").encode()),
    st.sampled_from([LARGEST, LARGEST + 1]).map(lambda size: b'{"text": "' + CANARY.encode() + b"a" * size + b'"}'),
)
odd = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=80)
changes = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from([FORM, JSON, f"{JSON}; charset=utf-16", "text/plain", "", "A/B;;=;"]) | odd,
        "x-slack-request-timestamp": st.sampled_from(["", "0", "-1", "1e9", "٣", "9" * 300]) | odd,
        "x-slack-signature": st.sampled_from(["", "v0=", "v0=" + "0" * 64, "v1=" + "f" * 64]) | odd,
        "content-length": st.sampled_from(["-1", "abc", "²", "9" * 40]),
    },
)


async def _admitted(fields: Fields) -> Response:
    """What stands behind the guard here: it can write down what it got, as the app must."""
    json.dumps(fields, ensure_ascii=False).encode()
    return PlainTextResponse("in")


@FUZZ
@given(body=bodies, changed=changes, method=st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "BREW"]))
def test_the_guard_answers_everything_with_in_or_a_refusal(
    caplog: pytest.LogCaptureFixture, body: bytes, changed: dict[str, str], method: str
) -> None:
    """200 for what is signed and whole, else a 4xx with one line in the log that holds nothing of the body."""
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    kind = FORM if b"=" in body[:9] else JSON
    sent = {**headers(body, kind=kind), **changed}

    status = run(Guard(_admitted, SECRET), method, body, sent)

    assert status == 200 or 400 <= status < 500
    assert CANARY not in logged(caplog)
    refusals = [record for record in caplog.records if record.getMessage() == "request refused"]
    assert (status != 200) == (len(refusals) == 1)
    if changed or method != "POST":
        assert status != 200 or set(changed) <= {"content-type", "content-length"}


def run(guard: Guard, method: str, body: bytes, sent: dict[str, str]) -> int:
    """One request, as a server hands it over; gives the status."""
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in sent.items()]
    scope = {"type": "http", "method": method, "path": "/slack/events", "headers": raw}
    answers: list[Any] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    asyncio.run(guard(scope, receive, send))  # type: ignore[arg-type] # plain dictionaries, as servers send them
    return int(answers[0]["status"])


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """All that was logged, with what hangs on each record."""
    return "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


@FUZZ
@given(body=bodies)
async def test_what_slack_signed_but_would_never_send_changes_nothing(
    bot: Bot, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    """The whole app, behind the guard: no 5xx, no canary in the log."""
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    kind = FORM if b"=" in body[:9] else JSON

    answer = await bot.client.post("/slack/events", content=body, headers=headers(body, kind=kind))

    assert answer.status_code < 500
    assert CANARY not in "\n".join(record.getMessage() for record in caplog.records)


@st.composite
def almost(draw: st.DrawFn) -> tuple[str, bytes]:
    """A payload of Slack's with one part of it changed or gone; a press names no address to tell it to."""
    whole: Any = draw(
        st.sampled_from(
            [
                json.loads(mention(CANARY, authorizations=[])),
                json.loads(direct(CANARY)),
                json.loads(dict(parse_qsl(press("a:0:0", url="")))["payload"]),
            ]
        )
    )
    whole = copy.deepcopy(whole)
    part = whole
    while True:
        name = draw(st.sampled_from(sorted(part)))
        if isinstance(part[name], dict) and part[name] and draw(st.booleans()):
            part = part[name]
            continue
        part[name] = draw(values)
        if draw(st.booleans()):
            del part[name]
        return JSON, json.dumps(whole).encode()


@FUZZ
@given(sent=almost())
async def test_a_payload_with_one_part_wrong_is_no_server_error(
    bot: Bot, caplog: pytest.LogCaptureFixture, sent: tuple[str, bytes]
) -> None:
    """Taken, told, or refused: sending it again would not mend it."""
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    kind, body = sent

    answer = await bot.client.post("/slack/events", content=body, headers=headers(body, kind=kind))

    assert answer.status_code < 500
    assert CANARY not in "\n".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    ("body", "waiting"),
    [
        (command("ANC 0.3 T 38.5"), 0),
        (mention("ANC 0.3 T 38.5"), 1),
        (direct("ANC 0.3 T 38.5"), 1),
        (press("nothing:0:0", url="https://hooks.slack.com/1"), 1),
    ],
    ids=["command", "mention", "direct message", "button"],
)
async def test_the_same_signed_request_fifty_times_is_taken_once(bot: Bot, body: str, waiting: int) -> None:
    """Its trigger or event is known: one message to send at most, and a command gets the answer it got."""
    answers = await asyncio.gather(*(bot.post(body) for _ in range(50)))

    assert {200} == {answer.status_code for answer in answers}
    assert 1 == len({answer.text for answer in answers})
    assert waiting == (await bot.rooms.store.backlog(0)).waiting
