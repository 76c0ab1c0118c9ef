"""What stands before Bolt: whatever Slack did not sign is refused with a 4xx and not logged."""

import logging
import time
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse, Response

from bot.guard import LARGEST, Fields, Guard
from tests.bot.conftest import Bot
from tests.bot.payloads import FORM, JSON, SECRET, command, direct, headers

SECRET_WORDS = "ZXQ-PATIENT"


async def test_a_signed_command_is_let_in(bot: Bot) -> None:
    """What Slack signed is answered."""
    assert 200 == (await bot.post(command("help"))).status_code


async def test_the_url_challenge_is_answered(bot: Bot) -> None:
    """Slack's check of the address gets its challenge back."""
    answer = await bot.post('{"type": "url_verification", "challenge": "c-1"}')

    assert (200, {"challenge": "c-1"}) == (answer.status_code, answer.json())


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"x-slack-signature": "v0=" + "0" * 64}, 401),
        ({"x-slack-signature": ""}, 401),
        ({"x-slack-signature": "v0=é"}, 401),
        ({"x-slack-request-timestamp": "abc"}, 401),
        ({"x-slack-request-timestamp": ""}, 401),
        ({"x-slack-request-timestamp": "1.0"}, 401),
        ({"x-slack-request-timestamp": "9" * 5000}, 401),
        ({"x-slack-request-timestamp": "١٧٦٣٨٠٠٠٠٠"}, 401),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": ""}, 415),
        ({"content-type": "multipart/form-data; boundary=x"}, 415),
        ({"content-length": str(LARGEST + 1)}, 413),
        ({"content-length": "-1"}, 413),
        ({"content-length": "many"}, 413),
    ],
)
async def test_a_request_that_is_not_right_is_refused(bot: Bot, changed: dict[str, str], status: int) -> None:
    """Each broken header gets its own answer, never a 500."""
    body = command(SECRET_WORDS).encode()
    sent = [(name.encode(), value.encode()) for name, value in {**headers(body), **changed}.items()]

    answer = await bot.client.post("/slack/events", content=body, headers=sent)

    assert status == answer.status_code


@pytest.mark.parametrize(("seconds", "status"), [(-299, 200), (-301, 401), (301, 401)])
async def test_an_old_request_is_refused(bot: Bot, seconds: int, status: int) -> None:
    """A signature is good for five minutes."""
    body = command("help")

    answer = await bot.client.post("/slack/events", content=body, headers=headers(body, at=time.time() + seconds))

    assert status == answer.status_code


@pytest.mark.parametrize(
    "body",
    [
        b"payload=not-json",
        b"payload=%5B1%5D",
        b"payload=" + b"%5B" * 5000,
        b'{"type": "event_callback"',
        b"[1]",
        b"\xff\xfe",
        b"&".join(b"a%d=1" % number for number in range(200)),
    ],
)
async def test_signed_garbage_is_refused(bot: Bot, body: bytes) -> None:
    """Even with a signature, what is not an object is a 4xx."""
    for kind in (FORM, JSON):
        answer = await bot.client.post("/slack/events", content=body, headers=headers(body, kind=kind))
        assert 400 <= answer.status_code < 500


async def test_a_command_may_speak_of_a_payload(bot: Bot) -> None:
    """The word "payload" in a command is a word: Bolt's own reader would drop the whole command."""
    answer = await bot.post(command("ANC 1.9, antibody with a payload"))

    assert 200 == answer.status_code
    assert "1.9" in answer.json()["text"]


async def test_too_much_is_refused_without_being_read(bot: Bot) -> None:
    """A large body is refused by its declared size, and one that hides its size by what arrives."""
    large = b"text=" + b"a" * LARGEST

    async def parts() -> AsyncIterator[bytes]:  # a body sent in parts declares no size
        for _ in range(200):
            yield large[:1000]

    assert 413 == (await bot.post(large)).status_code
    answer = await bot.client.post("/slack/events", content=parts(), headers=headers(b"x", kind=FORM))
    assert 413 == answer.status_code


async def test_other_paths_and_methods_are_refused(bot: Bot) -> None:
    """There is one address, and it takes POST."""
    assert 404 == (await bot.client.post("/slack/other", content=b"x")).status_code
    assert 405 == (await bot.client.get("/slack/events")).status_code
    assert 405 == (await bot.client.put("/slack/events", content=b"x")).status_code


async def test_a_refused_body_is_never_logged(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """The log says that a request was refused, why and how large it was, and no word of it."""
    caplog.set_level(logging.DEBUG)
    body = command(SECRET_WORDS)

    await bot.client.post(
        "/slack/events", content=body, headers={**headers(body), "x-slack-signature": "v0=" + "1" * 64}
    )
    await bot.client.post(
        "/slack/events", content=b"payload=" + body.encode(), headers=headers(b"payload=" + body.encode())
    )

    assert "request refused" in caplog.text
    assert SECRET_WORDS not in caplog.text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode), st.just(direct("hi").encode())),
    stamp=st.one_of(st.none(), st.text(max_size=20)),
    signature=st.one_of(st.none(), st.text(max_size=70)),
    kind=st.sampled_from([FORM, JSON, "", "text/html"]),
    signed=st.booleans(),
)
async def test_no_garbage_makes_a_server_error(
    bot: Bot, body: bytes, stamp: str | None, signature: str | None, kind: str, signed: bool
) -> None:
    """Whatever is sent, signed or not, the answer is never a 5xx."""
    good = headers(body, kind=kind) if signed else {"content-type": kind}
    changed = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
    raw = {**good, **{name: value for name, value in changed.items() if value is not None}}
    sent = [(name.encode(), value.encode("utf-8", "replace")) for name, value in raw.items()]

    answer = await bot.client.post("/slack/events", content=body, headers=sent)

    assert answer.status_code < 500


async def _answer(guard: Guard, body: str) -> tuple[int, bytes]:
    sent: list[dict[str, object]] = []
    raw = [(name.encode(), value.encode()) for name, value in headers(body).items()]
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": raw}

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body.encode()}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    await guard(scope, receive, send)  # type: ignore[arg-type] # plain dictionaries, as servers send them
    status, content = sent[0]["status"], sent[1]["body"]
    assert isinstance(status, int)
    assert isinstance(content, bytes)
    return status, content


async def _fails(_fields: Fields) -> Response:
    raise ZeroDivisionError(SECRET_WORDS)


async def _gives_up(_fields: Fields) -> Response:
    return PlainTextResponse("no", 500)


async def test_the_last_word_is_a_plain_answer(caplog: pytest.LogCaptureFixture) -> None:
    """When everything behind the guard fails, a command still says that nothing was recommended."""
    status, content = await _answer(Guard(_fails, SECRET), command("ANC 0.3"))

    assert 200 == status
    assert b"No recommendation was made" in content
    assert SECRET_WORDS not in caplog.text


async def test_an_event_that_failed_is_asked_for_again() -> None:
    """When everything behind the guard fails, Slack is told to send the event again."""
    assert 503 == (await _answer(Guard(_fails, SECRET), direct("ANC 0.3")))[0]
    assert 503 == (await _answer(Guard(_gives_up, SECRET), direct("ANC 0.3")))[0]
