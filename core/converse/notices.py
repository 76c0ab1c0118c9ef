"""What a reply says of the message itself: which way it was taken, what was set aside, how to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from core.converse import intent as intents
from core.converse.fold import FEVER_FROM, Case
from core.converse.plain import earlier_notices, words, worst_notices
from core.converse.same import is_old
from core.converse.turn import Remarks, Turn
from core.facts import Facts
from core.guideline import Handbook
from core.reply.words import echo

SEVERAL = 2  # answers to several questions could belong to others of them


def read_notices(remarks: Remarks, intent: str, handbook: Handbook) -> tuple[str, ...]:
    """What was noticed in the words: identifiers to remove, a text cut short; and the wording chosen."""
    said = [words(handbook, name) for name in remarks.notices]
    if remarks.chosen:
        said.append(words(handbook, f"audience.chosen.{remarks.chosen}"))
        if intent == "audience":
            said.append(words(handbook, "audience.change"))
    return tuple(said)


def notices(before: Case, case: Case, turn: Turn, handbook: Handbook) -> tuple[str, ...]:
    """Which way a message was taken when there were two, and how to take it back."""
    return (
        *_edited(before.facts, case, turn, handbook),
        *turn.remarks.unplaced,
        *_which_case(before, case, turn, handbook),
        *_taken(before, case, turn, handbook),
        *(worst_notices(before.facts, case.facts, handbook) if not turn.new_case else ()),
        *earlier_notices(turn.remarks.earlier, case.facts, handbook),
    )


def _edited(before: Facts, case: Case, turn: Turn, handbook: Handbook) -> Iterator[str]:
    """What an edit or a deletion changed of the case; nothing for any other turn."""
    if not turn.replaces:
        return
    changed = " · ".join(_changed(before, case.facts, handbook))
    name = "deleted" if turn.intent == intents.DELETED else "edited"
    yield words(handbook, name if changed else f"{name}.same", changed=changed)


def _changed(before: Facts, after: Facts, handbook: Handbook) -> Iterator[str]:
    """Each fact that is another now: the old value and the new one, in the chart's order."""
    for key in handbook.items:
        was, now = _told(before, key, handbook), _told(after, key, handbook)
        if was != now:
            yield words(handbook, "edited.value", was=was or "—", now=now or "—")


def _told(facts: Facts, key: str, handbook: Handbook) -> str:
    one = facts.stated.get(key)
    return echo(Facts.of([replace(one, note="", printed="")]), handbook) if one else ""


def _which_case(before: Case, case: Case, turn: Turn, handbook: Handbook) -> Iterator[str]:
    if turn.intent == intents.RETRACT and (before.facts, before.doubted) == (case.facts, case.doubted):
        yield words(handbook, "unplaced.not-known")
    if turn.new_case and not before.empty:
        yield words(handbook, "new_case")
    elif is_old(before, turn.at):
        yield words(handbook, "same_patient")
    if before.last is not None and before.last.edition not in ("", turn.edition):
        yield words(handbook, "edition_changed", was=before.last.edition, now=turn.edition)
    if turn.intent == intents.CORRECT and _fever_corrected_away(before.facts, case.facts, handbook):
        yield words(handbook, "fever_corrected", was=str(before.facts.number("temp_c")))


def _taken(before: Case, case: Case, turn: Turn, handbook: Handbook) -> Iterator[str]:
    """Answers taken by their place, values put right or taken back: what they became, and how to undo it."""
    if turn.new_case:
        return
    placed = turn.remarks.placed
    if turn.intent == intents.ANSWER and len(before.asked) >= SEVERAL and placed:
        yield from _said("taken.placed", echo(_only(case.facts, placed), handbook), handbook)
    if turn.intent == intents.CORRECT:
        yield from _said("taken.corrected", " · ".join(_put_right(before.facts, case.facts, turn, handbook)), handbook)
    gone = [key for key in turn.retracted if key in before.facts and key not in case.facts]
    yield from _said("taken.retracted", echo(_only(before.facts, gone), handbook), handbook)


def _said(name: str, values: str, handbook: Handbook) -> Iterator[str]:
    if values:
        yield words(handbook, name, values=values)


def _put_right(before: Facts, after: Facts, turn: Turn, handbook: Handbook) -> Iterator[str]:
    """Each value that a correction replaced: the old one and the new one."""
    for key in dict.fromkeys(one.key for one in turn.stated):
        was, now = before.stated.get(key), after.stated.get(key)
        if was is not None and now is not None and was.value != now.value:
            yield f"{echo(_only(before, [key]), handbook)} → {echo(_only(after, [key]), handbook)}"


def _only(facts: Facts, keys: Iterable[str]) -> Facts:
    return Facts.of(replace(facts.stated[key], note="", printed="") for key in keys if key in facts)


def _fever_corrected_away(before: Facts, after: Facts, handbook: Handbook) -> bool:
    """Whether a correction replaced a temperature that may be a fever by one that is none."""
    was, now, fever_from = before.number("temp_c"), after.number("temp_c"), handbook.number(FEVER_FROM)
    below: Decimal | None = now if was is not None and was >= fever_from else None
    return below is not None and below < fever_from
