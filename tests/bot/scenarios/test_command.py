"""`/anc` from the signed request to what the clinician sees. Sockets are refused: nothing but the answer leaves."""

import asyncio
import json
import logging
import re
from typing import Any

import pytest

from bot.store.sqlite import SqliteStore
from tests.bot.conftest import Bot, buttons
from tests.bot.payloads import command

SEPSIS = "ANC 0.3, T 38.5, breast cancer on AC-T, BP 84/50"


async def answered(bot: Bot, text: str) -> dict[str, Any]:
    """What `/anc` with *text* shows, over the whole web application."""
    response = await bot.post(command(text))
    assert 200 == response.status_code
    found: dict[str, Any] = response.json()
    return found


async def test_the_answer_is_in_the_acknowledgement_and_private(bot: Bot) -> None:
    """One round trip, seen by the asker alone, in words and in blocks."""
    found = await answered(bot, SEPSIS)

    assert "ephemeral" == found["response_type"]
    assert found["text"].startswith("EMERGENCY")
    assert "60 minutes" in found["text"]
    assert "EMERGENCY" in json.dumps(found["blocks"][0])


async def test_bolt_itself_answers_a_signed_request(bot: Bot) -> None:
    """The same through Bolt with its own signature check."""
    response = await bot.dispatch(command(SEPSIS))

    assert 200 == response.status
    assert json.loads(response.body)["text"].startswith("EMERGENCY")


async def test_bolt_refuses_a_wrong_signature_too(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """Behind the guard Bolt checks again, and its log of the whole body is withheld."""
    caplog.set_level(logging.DEBUG)
    body = command("ANC 0.3 ZXQ")
    request = bot.rooms.slack
    from slack_bolt.request.async_request import AsyncBoltRequest  # noqa: PLC0415 - used here alone

    forged = {"x-slack-signature": "v0=0", "x-slack-request-timestamp": "1", "content-type": "x"}
    response = await request.async_dispatch(AsyncBoltRequest(body=body, headers=dict(forged)))

    assert 401 == response.status
    assert "ZXQ" not in caplog.text


@pytest.mark.parametrize(
    "text", ["0.3 37.1", "0.9->0.3 T 37.1", " 300 37.1", ".3 T 37.1", "=0.3", "0.3 (0.9 yesterday)"]
)
async def test_the_first_number_behind_the_command_is_the_count(bot: Bot, text: str) -> None:
    """The command's name is the name of its number."""
    found = await answered(bot, text)

    assert "ANC 0.3" in found["text"]


@pytest.mark.parametrize("text", ["help", "", "   ", "HELP", "🙂", "qwerty uiop", "😀" * 500])
async def test_help_nothing_and_noise_print_the_usage(bot: Bot, text: str) -> None:
    """Whoever does not know what to type is told, with the ways to use it in Slack."""
    found = await answered(bot, text)

    assert "/anc and the values" in found["text"]
    assert "mention me" in found["text"]


async def test_each_command_opens_a_new_case(bot: Bot) -> None:
    """What one command said is not known to the next."""
    await answered(bot, "ANC 0.3 T 38.5")
    found = await answered(bot, "ANC 1.9")

    assert "38.5" not in found["text"]


async def test_the_same_request_fifty_times_at_once_is_one_case_and_one_answer(bot: Bot, store: SqliteStore) -> None:
    """A replay of a signed request inside its five minutes changes nothing and shows the same."""
    body = command(SEPSIS)
    answers = await asyncio.gather(*(bot.post(body) for _ in range(50)))

    assert {200} == {answer.status_code for answer in answers}
    assert 1 == len({answer.content for answer in answers})
    assert 1 == await _turns(store)


async def test_an_acknowledged_command_is_committed(bot: Bot, store: SqliteStore) -> None:
    """When the answer is out, its turn is on disk, sealed in the audit chain."""
    await answered(bot, SEPSIS)

    assert 1 == await _turns(store)
    assert () == await store.verify()


# What a button may say of itself, and the one piece of mark-up that is ours: when the first antibiotic is due.
WORDS = {"why", "plan", "sources", "handoff", "share", "agree", "differ", "report", "remind", "value", "mascc"}
OUR_CLOCK = re.compile(r"<!date\^\d+\^\{time\}\|\d\d:\d\d UTC>")


async def test_buttons_carry_nothing_clinical(bot: Bot) -> None:
    """A button holds an opaque key and numbers: no value, no name of a fact."""
    found = await answered(bot, "ANC 0.3, T 38.5, breast cancer on AC-T day 9")

    pressed = buttons(found["blocks"])
    assert pressed
    for button in pressed:
        key, *rest = button["value"].split(":")
        assert 32 == len(key)
        assert all(part.isdecimal() or part in WORDS for part in rest)
        assert 0 < len(button["accessibility_label"]) <= 75


@pytest.mark.parametrize(
    "attack",
    [
        "<!channel>",
        "<!here|x> ANC 0.3",
        "<!subteam^S1> T 38.5",
        "<@U0BOSS> ANC 0.4",
        "<http://evil.example|ANC 0.4>",
        "&lt;!everyone&gt; ANC 0.4",
        "<script>alert(1)</script> ANC 0.3 T 39",
        "*ANC* _0.3_ ~T~ `38.5`",
        "ANC\u202e 4.0 T 38.5",
        "ANC 0.4\u0000 T 38.5",
        "drug <!channel|dasatinib> ANC 0.4",
        "ANC <!date^1^{date}|0.4>",
        "https://evil.example/?ANC=0.3 ANC 0.4",
        ":rotating_light: ANC 0.3",
    ],
)
async def test_no_markup_can_be_injected(bot: Bot, attack: str) -> None:
    """Nothing typed comes back as a mention, a channel ping or a link."""
    response = await bot.post(command(attack))

    said = OUR_CLOCK.sub("", response.text.replace("\\u003c", "<"))
    assert "<!" not in said
    assert "<@" not in said
    assert "<http" not in said
    assert "evil.example" not in said
    assert "\\u202e" not in said


@pytest.mark.parametrize(
    "noise", ["NaN", "ANC NaN", "ANC 1e999", "ANC -1", "ANC 12 WBC 3", "ANC 99999999", "T 380", "(" * 8000, "a" * 8000]
)
async def test_bad_input_gets_a_plain_answer(bot: Bot, noise: str, caplog: pytest.LogCaptureFixture) -> None:
    """Impossible values and noise are answered, and nothing is raised on the way."""
    found = await answered(bot, noise)

    assert found["text"]
    assert "No recommendation was made" not in found["text"]
    assert "listener failed" not in caplog.text


async def test_no_word_of_a_request_is_logged(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG, through the whole path, no log record holds what was typed or answered."""
    caplog.set_level(logging.DEBUG)
    await answered(bot, "ANC 0.37 ZXQPATIENT T 38.51")
    await bot.post(command("ANC 0.37 ZXQPATIENT", command="/unknown"))

    assert caplog.records
    assert "ZXQ" not in caplog.text
    assert "0.37" not in caplog.text
    assert "38.51" not in caplog.text


async def test_no_word_of_a_request_is_stored(bot: Bot, store: SqliteStore, settings: Any) -> None:
    """The database and its log hold values, never the words around them."""
    await answered(bot, "ANC 0.37 ZXQPATIENT T 38.5, MRN 99118822")

    held = b"".join(path.read_bytes() for path in sorted(settings.database.parent.glob("nadir.sqlite3*")))
    assert b"0.37" in held
    assert b"ZXQPATIENT" not in held
    assert b"99118822" not in held


async def _turns(store: SqliteStore) -> int:
    return int(await store._run(lambda db: db.execute("SELECT count(*) FROM turns").fetchone()[0]))
