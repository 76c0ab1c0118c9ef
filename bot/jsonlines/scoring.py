"""What a reading got right, missed, got wrong or made up, against the labels of one line. Pure.

Two forms of labels: messages (one value a key, closed world, values that must be asked) and passages of reports
(lists of neutral and of forbidden values, only the drugs ruled on).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TP, FN, WRONG, FP = "tp", "fn", "wrong", "fp"
DANGER, ASK_MISSED, ASK_EXTRA = "dangerous", "ask_missed", "ask_extra"

# How far a number may be from its label: half of what is printed; of any other key half a unit.
TOLERANCE = {
    "anc": 0.0006,
    "anc_below": 0.0006,
    "anc_derived": 0.006,
    "wbc": 0.006,
    "wbc_below": 0.006,
    "temp_c": 0.06,
    "temp_max_c": 0.06,
    "hgb": 0.06,
    "lactate": 0.06,
}
ELSE = 0.5
MESSAGE_KEYS = frozenset(
    {"anc", "anc_below", "anc_derived", "wbc", "platelets", "hgb", "neutrophils_pct", "bands_pct", "temp_c"}
    | {"temp_max_c", "fever_denied", "age_years", "sbp", "hr", "spo2_pct", "lactate", "drugs", "malignancy", "mascc"}
    | {"two_patients", "phi"}
)
# Judged and listed, but in no figure: a message is exact without them.
BESIDE = frozenset({"temp_sustained", "fever_reported", "regimen", "map_mmhg", "wbc_below", "age_under_60"})
PASSAGE_KEYS = (
    *("anc", "anc_derived", "wbc", "neutrophils_pct", "bands_pct", "temp_c", "age_years", "sbp", "platelets", "hgb"),
    *("drugs", "fever_denied"),
)
DECIDES = frozenset({"anc", "anc_derived", "wbc", "temp_c"})  # any wrong value of these is dangerous in a passage
DEGREE = 0.05  # a temperature of a passage, an age in years
SHARE = 0.01  # of the label, for every other number of a passage
DUST = 1e-9  # what binary arithmetic adds to a decimal limit
NAMES = ("drugs", "regimen")


@dataclass(frozen=True, slots=True)
class Event:
    """One judgement on one key: what the label says and what was read; None when there is nothing."""

    kind: str
    key: str
    want: object = None
    got: object = None

    @property
    def field(self) -> str:
        """The key without the name of a list."""
        return self.key.partition(":")[0]

    @property
    def beside(self) -> bool:
        """Whether it is judged apart."""
        return self.field in BESIDE


def judge_message(gold: Mapping[str, Any], state: Mapping[str, Any], asked: Sequence[str]) -> list[Event]:
    """Every judgement on one message; a value that the label forbids is dangerous."""
    expect, allow = _flat(gold["expect"]), _flat(gold.get("allow") or {})
    got = _flat({key: value for key, value in state.items() if key in MESSAGE_KEYS | BESIDE})
    events = [_expected(gold, key, value, got, expect, allow) for key, value in expect.items()]
    for key, value in got.items():
        if _forbidden(key, value, gold.get("forbid") or {}):
            events.append(Event(DANGER, key, expect.get(key), value))
        if key not in expect and not _allowed(key, value, allow):
            events.append(Event(FP, key, None, value))
    wanted, put = set(gold.get("ask") or ()), set(asked)
    events += [Event(ASK_MISSED, key, "to be asked", got.get(key)) for key in sorted(wanted - put)]
    events += [Event(ASK_EXTRA, key, expect.get(key), "asked") for key in sorted(put - wanted)]
    return events


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """MASCC items beside the others, and the names of a list one by one."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if key == "mascc":
            flat.update({f"mascc.{name}": inner for name, inner in value.items()})
        elif key in NAMES:
            flat.update({f"{key}:{name}": True for name in value})
        else:
            flat[key] = value
    return flat


def _expected(
    gold: Mapping[str, Any],
    key: str,
    value: object,
    got: Mapping[str, Any],
    expect: Mapping[str, Any],
    allow: Mapping[str, Any],
) -> Event:
    """The judgement on one label; a zero count and a single temperature may be read under either of two keys."""
    if key in got:
        return Event(TP if _near(key, value, got[key]) else WRONG, key, value, got[key])
    zero = "qualitative_zero" in gold.get("tags", ()) and key in ("anc", "anc_below")
    if zero and got.keys() & {"anc", "anc_below"}:
        return Event(TP, key, value, got.get("anc", got.get("anc_below")))
    if key == "temp_max_c" and "temp_c" not in expect and "temp_c" in allow and "temp_c" in got:
        return Event(TP, key, value, got["temp_c"])
    return Event(FN, key, value)


def _near(key: str, left: Any, right: Any) -> bool:
    if isinstance(left, bool | str) or isinstance(right, bool | str):
        return bool(left == right)
    return bool(abs(left - right) <= TOLERANCE.get(key, ELSE))


def _allowed(key: str, value: object, allow: Mapping[str, Any]) -> bool:
    return key in allow and any(_near(key, one, value) for one in _many(allow[key]))


def _forbidden(key: str, value: object, forbid: Mapping[str, Any]) -> bool:
    """Whether the label forbids this value; "*" forbids any."""
    kind, _, name = key.partition(":")
    if name:
        return kind in forbid and (forbid[kind] == "*" or name in forbid[kind])
    return key in forbid and (forbid[key] == "*" or any(_near(key, one, value) for one in _many(forbid[key])))


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def judge_passage(gold: Mapping[str, Any], state: Mapping[str, Any]) -> list[Event]:
    """Every judgement on one passage: a wrong count or temperature is dangerous, and any value that is forbidden."""
    expect = gold["expect"]
    got = {key: value for key, value in state.items() if key in PASSAGE_KEYS and value not in (None, [], False)}
    derived = "anc_derived" in expect and "anc_derived" not in got and "anc" in got and "anc" not in expect
    if derived and _alike("anc", got["anc"], expect["anc_derived"]):
        got["anc_derived"] = got.pop("anc")
    events: list[Event] = []
    for key in PASSAGE_KEYS:
        events.extend(_names(gold, got) if key == "drugs" else _passage_value(gold, key, got))
    return events


def _passage_value(gold: Mapping[str, Any], key: str, got: Mapping[str, Any]) -> Iterator[Event]:
    want, allow = gold["expect"].get(key), _many((gold.get("allow") or {}).get(key))
    if key not in got:
        if key in gold["expect"]:
            yield Event(FN, key, want)
        return
    value = got[key]
    if key in gold["expect"] and _alike(key, value, want):
        yield Event(TP, key, want, value)
    elif not any(_alike(key, value, one) for one in allow):
        yield Event(WRONG if key in gold["expect"] else FP, key, want, value)
        forbidden = any(_alike(key, value, one) for one in _many((gold.get("forbid") or {}).get(key)))
        if key in DECIDES or forbidden:
            yield Event(DANGER, key, want, value)


def _names(gold: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[Event]:
    """Drugs one by one, those that somebody has ruled on."""
    want = set(_many(gold["expect"].get("drugs")))
    allow, forbid = (set(_many((gold.get(part) or {}).get("drugs"))) for part in ("allow", "forbid"))
    found = set(_many(got.get("drugs"))) & (want | allow | forbid)
    yield from (Event(TP, f"drugs:{name}", True, True) for name in sorted(found & want))
    yield from (Event(FN, f"drugs:{name}", True) for name in sorted(want - found))
    yield from (Event(FP, f"drugs:{name}", None, True) for name in sorted(found - want - allow))
    if found & forbid:
        yield Event(DANGER, "drugs", None, ", ".join(sorted(found & forbid)))


def _alike(key: str, left: Any, right: Any) -> bool:
    if key == "fever_denied":
        return bool(left) == bool(right)
    try:
        one, two = float(left), float(right)
    except (TypeError, ValueError):
        return bool(left == right)
    if key in ("temp_c", "age_years") and abs(one - two) <= DEGREE + DUST:
        return True
    return key != "temp_c" and abs(one - two) <= SHARE * abs(two) + DUST / 1000
