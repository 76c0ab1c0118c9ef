"""What every store must do."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.store.port import Address, Case, Delivery, Fate, Made, Opinion, Reader, Reminder, Store
from core.converse.turn import Turn
from core.facts import Stated
from core.reply.parts import Option, Question, Reply

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CASE = Case("c1", "T1", "C1", "1.1")
POST = Address("post", "C1", "1.1")


def made(event: str, anc: str = "0.4", at: datetime = NOON, *to: Address, author: str = "U1") -> Made:
    """A turn that states an ANC, its reply, and where it goes."""
    said = Stated("anc", Decimal(anc), f"ANC {anc}")
    turn = Turn(event, at, author, "report", (said,), edition="e1", reply_id=f"r-{event}")
    question = Question("mascc.copd", "Active COPD?", options=(Option("No", "false"), Option("Yes", "true")))
    reply = Reply(f"ANC {anc}", questions=(question,), reply_id=f"r-{event}")
    return Made(reply, turn, tuple(Delivery(address) for address in to))


async def take(store: Store, event: str, anc: str = "0.4", at: datetime = NOON, *to: Address) -> None:
    """Take one event that states *anc*."""
    await store.take(event, CASE, lambda _turns: made(event, anc, at, *to), NOON)


async def judge(store: Store, event: str, opinion: Opinion) -> None:
    """Somebody says what they think of a reply."""
    await store.take(event, CASE, lambda _turns: Made(opinion=opinion), NOON)


async def values(store: Store, conversation: str = "c1") -> list[Decimal]:
    """The counts of a conversation in the order in which they fold."""
    return [Decimal(str(turn.stated[0].value)) for turn in await store.turns(conversation)]


async def test_a_turn_comes_back_as_it_went_in(store: Store) -> None:
    """Every digit and field of a turn survives storage."""
    await take(store, "e1", "0.40")

    assert (made("e1", "0.40").turn,) == await store.turns("c1")


async def test_a_reply_comes_back_as_it_went_in(store: Store) -> None:
    """A stored reply is the reply given, with the case it belongs to."""
    await take(store, "e1")

    stored = await store.reply("e1")

    assert stored is not None
    assert (made("e1").reply, CASE) == (stored.reply, stored.case)


async def test_the_same_event_is_taken_once(store: Store) -> None:
    """A duplicate gets the first reply, is not thought about, and queues nothing."""
    await take(store, "e1", "0.4", NOON, POST)

    again = await store.take("e1", CASE, lambda _turns: pytest.fail("thought twice"), NOON)

    assert (False, "ANC 0.4") == (again.fresh, again.reply.headline if again.reply else "")
    assert 1 == (await store.backlog(0)).waiting


async def test_any_order_of_arrival_ends_in_one_state(store: Store) -> None:
    """Turns fold by the time of the message, then by event, however late one arrives."""
    await take(store, "e3", "0.3", NOON + timedelta(seconds=2))
    await take(store, "e2", "0.2", NOON + timedelta(seconds=1))
    await take(store, "e1", "0.1", NOON + timedelta(seconds=1))

    assert [Decimal("0.1"), Decimal("0.2"), Decimal("0.3")] == await values(store)


async def test_when_thinking_fails_nothing_is_kept_and_the_event_may_come_again(store: Store) -> None:
    """A failure inside the unit of work leaves no trace."""
    with pytest.raises(ZeroDivisionError):
        await store.take("e1", CASE, lambda _turns: made(str(1 // 0)), NOON)
    assert () == await store.turns("c1")

    await take(store, "e1")

    assert [Decimal("0.4")] == await values(store)


async def test_eight_writers_on_one_thread_lose_nothing(store: Store) -> None:
    """Each of 8 x 50 messages sees all turns before it: replies of one conversation are made one at a time."""
    seen: list[int] = []

    def think(event: str, turns: Sequence[Turn]) -> Made:
        seen.append(len(turns))
        return made(event)

    async def writer(name: int) -> None:
        for number in range(50):
            event = f"w{name}-{number}"
            await store.take(event, CASE, lambda turns, event=event: think(event, turns), NOON)  # type: ignore[misc] # a default argument binds the loop's value

    await asyncio.gather(*(writer(name) for name in range(8)))

    assert list(range(400)) == seen
    assert 400 == len(await store.turns("c1"))


async def test_conversations_do_not_see_each_other(store: Store) -> None:
    """A turn belongs to one conversation."""
    await take(store, "e1")
    other = Case("c2", "T1", "C2")
    await store.take("e2", other, lambda turns: made("e2", str(len(turns))), NOON)

    assert [Decimal(0)] == await values(store, "c2")


async def test_a_reply_is_found_by_the_id_printed_under_it(store: Store) -> None:
    """Whoever has a reply id can find the conversation to replay."""
    await take(store, "e1")

    assert "c1" == await store.conversation_of("r-e1")
    assert await store.conversation_of("r-none") is None


async def test_a_lane_is_sent_in_order_and_one_at_a_time(store: Store) -> None:
    """Of two messages to a channel the second waits for the first; another channel does not."""
    await take(store, "e1", "0.1", NOON, POST)
    await take(store, "e2", "0.2", NOON, POST)
    await take(store, "e3", "0.3", NOON, Address("post", "C2"))
    now = NOON.timestamp()

    first = await store.claim(now, ())
    await store.settle(first[0].id, Fate("sent", message="1.2"), now)
    second = await store.claim(now, ("C2",))

    assert ["ANC 0.1", "ANC 0.3"] == [row.reply.headline for row in first]
    assert ["ANC 0.2"] == [row.reply.headline for row in second]


async def test_a_deferred_message_is_not_overtaken(store: Store) -> None:
    """A message that Slack refused for now keeps its place until it is due."""
    await take(store, "e1", "0.1", NOON, POST)
    await take(store, "e2", "0.2", NOON, POST)
    now = NOON.timestamp()
    [row] = await store.claim(now, ())
    await store.settle(row.id, Fate("pending", due=now + 30, error="ratelimited"), now)

    assert () == await store.claim(now + 29, ())
    [again] = await store.claim(now + 30, ())
    assert ("ANC 0.1", 2, False) == (again.reply.headline, again.attempts, again.repeat)


async def test_a_claim_that_was_never_settled_is_a_possible_repeat(store: Store) -> None:
    """What a crash left in the act of sending may have been shown: it is due again, and says so."""
    await take(store, "e1", "0.1", NOON, POST)
    await store.claim(NOON.timestamp(), ())

    assert 1 == await store.recover()
    [row] = await store.claim(NOON.timestamp(), ())
    assert row.repeat


async def test_a_lost_sender_loses_its_lease(store: Store) -> None:
    """A row claimed more than a minute ago is taken by the next sender, as a possible repeat."""
    await take(store, "e1", "0.1", NOON, POST)
    now = NOON.timestamp()
    await store.claim(now, ())

    assert () == await store.claim(now + 59, ())
    [row] = await store.claim(now + 61, ())
    assert row.repeat


async def test_expiry_deletes_a_case_nobody_continued(store: Store) -> None:
    """Its turns, replies and deliveries go together; another conversation stays."""
    await take(store, "e1", "0.1", NOON, POST)
    late = NOON + timedelta(hours=73)
    await store.take("e2", Case("c2", "T1", "C2"), lambda _turns: made("e2", "0.2", late), late)

    assert 1 == await store.purge(NOON + timedelta(hours=72))
    assert [] == await values(store)
    assert [Decimal("0.2")] == await values(store, "c2")
    assert await store.reply("e1") is None
    assert 0 == (await store.backlog(0)).waiting


async def test_expiry_never_leaves_half_a_case(store: Store) -> None:
    """A case still spoken of keeps its first count: without it an emergency would look like no count at all."""
    await take(store, "e1", "0.1")
    late = NOON + timedelta(hours=71)
    await store.take("e2", CASE, lambda _turns: made("e2", "0.2", late), late)

    assert 0 == await store.purge(NOON + timedelta(hours=2))
    assert [Decimal("0.1"), Decimal("0.2")] == await values(store)


async def test_expiry_deletes_the_patient_before_the_present_one(store: Store) -> None:
    """In one conversation the case that a new patient closed goes, the new one stays."""
    await take(store, "e1", "0.1")
    late = NOON + timedelta(hours=71)
    fresh = made("e2", "0.2", late)
    assert fresh.turn is not None
    opened = replace(fresh, turn=replace(fresh.turn, new_case=True))
    await store.take("e2", CASE, lambda _turns: opened, late)

    assert 1 == await store.purge(NOON + timedelta(hours=2))
    assert [Decimal("0.2")] == await values(store)


async def test_an_expired_event_is_still_known(store: Store) -> None:
    """After expiry the same event is still a duplicate: Slack may send it again for a day."""
    await take(store, "e1")
    await store.purge(NOON + timedelta(hours=72))

    again = await store.take("e1", CASE, lambda _turns: pytest.fail("thought twice"), NOON)

    assert (False, None) == (again.fresh, again.reply)


async def test_a_person_can_be_forgotten(store: Store) -> None:
    """Their private cases go whole, and their turns in a shared case; the others' stay."""
    private = Case("c2", "T1", "C1", user="U1")
    await store.take("e1", private, lambda _turns: made("e1"), NOON)
    await store.take("e2", CASE, lambda _turns: made("e2", author="U1"), NOON)
    await store.take("e3", CASE, lambda _turns: made("e3", "0.3", author="U2"), NOON)

    assert 2 == await store.forget(user="U1")
    assert [Decimal("0.3")] == await values(store)
    assert () == await store.turns("c2")


async def test_a_conversation_can_be_forgotten(store: Store) -> None:
    """One conversation goes, another stays."""
    await take(store, "e1")
    await store.take("e2", Case("c2", "T1", "C2"), lambda _turns: made("e2"), NOON)

    assert 1 == await store.forget(conversation="c1")
    assert (0, 1) == (len(await store.turns("c1")), len(await store.turns("c2")))


async def test_the_audit_chain_holds_after_expiry(store: Store) -> None:
    """Hashes remain when turns are gone, and still chain."""
    await take(store, "e1")
    await take(store, "e2")
    await store.purge(NOON + timedelta(hours=1))
    await take(store, "e3")

    assert () == await store.verify()


async def test_the_wording_a_person_reads_is_remembered(store: Store) -> None:
    """By workspace and person; that somebody was asked never takes their choice away."""
    assert await store.reader("T1", "U1") is None
    await store.remember(Reader("T1", "U1", "trainee"))
    await store.remember(Reader("T1", "U1", ""))

    assert Reader("T1", "U1", "trainee") == await store.reader("T1", "U1")
    assert await store.reader("T2", "U1") is None


async def test_a_wording_chosen_in_a_message_is_kept_with_its_turn(store: Store) -> None:
    """In the same transaction: what was acknowledged is remembered."""
    chosen = replace(made("e1"), reader=Reader("T1", "U1", "patient"))
    await store.take("e1", CASE, lambda _turns: chosen, NOON)

    assert Reader("T1", "U1", "patient") == await store.reader("T1", "U1")


async def test_forgetting_a_person_forgets_their_wording(store: Store) -> None:
    """Nothing of what somebody chose is left; other people's choices stay."""
    await store.remember(Reader("T1", "U1", "trainee"))
    await store.remember(Reader("T1", "U2", "patient"))
    await store.forget(user="U1")

    assert await store.reader("T1", "U1") is None
    assert Reader("T1", "U2", "patient") == await store.reader("T1", "U2")


async def test_a_reminder_is_kept_until_it_is_settled(store: Store) -> None:
    """It comes due at its time, with its case and address; asking twice is one; settled it is gone."""
    asked = Reminder("press-1", CASE, 100.0, POST)
    await take(store, "e1")
    await store.take("press-1", CASE, lambda _turns: Made(reminder=asked), NOON)
    await store.take("press-1", CASE, lambda _turns: Made(reminder=asked), NOON)

    assert () == await store.due(99.0)
    assert (asked,) == await store.due(100.0)

    await store.reminded("press-1")
    assert () == await store.due(1000.0)


async def test_of_opinions_the_last_word_of_each_person_counts(store: Store) -> None:
    """Counts of verdicts, no words; who is forgotten has none."""
    await take(store, "e1")
    await judge(store, "o1", Opinion("e1", "U1", "agree"))
    await judge(store, "o2", Opinion("e1", "U2", "differ"))
    await judge(store, "o3", Opinion("e1", "U1", "report"))

    assert {"differ": 1, "report": 1} == await store.opinions()

    await store.forget(user="U2")
    assert {"report": 1} == await store.opinions()


async def test_a_case_that_is_forgotten_takes_its_reminders_with_it(store: Store) -> None:
    """Nobody is reminded of a case that is no longer kept."""
    await take(store, "e1")
    await store.take("press-1", CASE, lambda _turns: Made(reminder=Reminder("press-1", CASE, 1.0, POST)), NOON)

    await store.forget(conversation="c1")

    assert () == await store.due(1000.0)
