"""What a message asks of the conversation itself: a hand-off, why, the course of a count, other wording."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.guideline import AUDIENCES, Handbook
from core.lexicon import fold

HANDOFF, WHY, MEANING, COURSE, AUDIENCE = "handoff", "why", "meaning", "course", "audience"
WISHES = (HANDOFF, WHY, MEANING, COURSE)
LONGEST = 80  # letters of a message that is nothing but a wish
PHRASES = "wish.{name}"  # where in content/phrases.yaml the words of a wish stand, parted by semicolons


@dataclass(frozen=True, slots=True)
class Wish:
    """`kind` when the message is that wish and nothing else; `chosen` is the wording asked for, anywhere in it."""

    kind: str = ""
    chosen: str = ""


def wished(text: str, handbook: Handbook) -> Wish:
    """What a message wishes of the conversation; most wish nothing."""
    for name in WISHES:
        if is_said(text, name, handbook):
            return Wish(name)
    for audience in AUDIENCES:
        if is_said(text, f"{AUDIENCE}.{audience}", handbook):
            return Wish(AUDIENCE, audience)
    return Wish(chosen=_chosen_beside(_plain(text), handbook))


def is_said(text: str, name: str, handbook: Handbook) -> bool:
    """Whether a message is, as a whole and without what is only polite, one of the phrases listed under a name."""
    if len(text) > LONGEST:
        return False
    polite = _listed("polite", handbook)
    bare = _bare(_plain(text), polite)
    return bool(bare) and bare in _bared(_listed(name, handbook), polite)


def is_newer(text: str, handbook: Handbook) -> bool:
    """Whether the words say that what is told is a newer value: "repeat", "now", "latest"."""
    return any(_holds(_plain(text), words) for words in _listed("newer", handbook))


def _chosen_beside(said: str, handbook: Handbook) -> str:
    """The wording asked for beside other things: "I'm a medical student. ANC 0.4"."""
    for audience in AUDIENCES:
        if any(_holds(said, words) for words in _listed(f"{AUDIENCE}.{audience}.beside", handbook)):
            return audience
    return ""


def _holds(said: str, words: str) -> bool:
    return f" {words} " in f" {said} "


def _plain(text: str) -> str:
    """The words alone, in small letters, without marks.

    >>> _plain("I’m a Trainee!")
    'im a trainee'
    """
    kept = fold(text).replace("’", "").replace("'", "")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


def _bare(said: str, polite: frozenset[str]) -> str:
    """The words without what is only polite: "please give me the hand-off" is "hand off"."""
    return " ".join(word for word in said.split() if word not in polite)


@lru_cache(maxsize=64)
def _bared(phrases: frozenset[str], polite: frozenset[str]) -> frozenset[str]:
    return frozenset(_bare(one, polite) for one in phrases)


def _listed(name: str, handbook: Handbook) -> frozenset[str]:
    return _parted(handbook.phrases.get(PHRASES.format(name=name), ""))


@lru_cache(maxsize=64)
def _parted(phrases: str) -> frozenset[str]:
    return frozenset(_plain(one) for one in phrases.split(";") if one.strip())
