"""What a printed number amounts to: its value in the fact's unit, or the readings it may have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, final

from core.facts import Value
from core.lexicon import Lexicon, Measure
from core.quantity import Unit
from core.reading.printed.items import Number

ONE_CELL: Final = Decimal(1).scaleb(-3)  # one in a microlitre
PER_ML: Final = "/mL"
POINTLESS: Final = re.compile(r"0\d{1,3}")  # "neut 02": the point was lost


@final
class Amount:
    """One value, or several possible readings and why; `step` is the last digit printed, in the same unit."""

    __slots__ = ("note", "readings", "step", "value", "why")

    def __init__(
        self,
        value: Decimal | None,
        readings: tuple[Decimal, ...] = (),
        why: str = "",
        note: str = "",
        step: Decimal = Decimal(0),
    ) -> None:
        self.value = value
        self.readings = readings
        self.why = why
        self.note = note
        self.step = step


def amount(key: str, number: Number, lexicon: Lexicon) -> Amount:
    """Read a number by what is printed; by its size only when no unit is printed.

    A range and an ambiguous size are asked. A printed unit that no laboratory can report is a mistake:
    mended when exactly one reading is left and the measure allows it, otherwise asked.
    """
    measure = lexicon.measures[key]
    if number.high is not None:
        ends = [number.end_of_range(one) for one in (number.value, number.high)]
        readings = {one for end in ends for one in _possible(amount(key, end, lexicon))}
        return Amount(None, tuple(sorted(readings)), "a range")
    unit = number.unit if number.unit and number.unit.measures(measure.family) else None
    if measure.family == "cells" and POINTLESS.fullmatch(number.printed.split(" ")[0]):
        tenths = Decimal(f"0.{number.printed.split(' ')[0][1:]}")
        return Amount(None, tuple(sorted({tenths, *_readings(number, measure)})), "a point may be missing")
    if unit is None and measure.family == "temperature" and number.whole:
        tenth = _bare(number.but(value=number.value.scaleb(-1)), measure)
        if tenth is not None and tenth.value is not None and _bare(number, measure) is None:
            return Amount(None, (tenth.value,), "a point may be missing")
    if unit is None:
        why = "the unit is not printed and the size does not tell it"
        return _bare(number, measure) or Amount(None, _readings(number, measure), why)
    return _by_unit(number, unit, measure)


def bounded(key: str, value: Decimal, limits: Mapping[str, str], *, below: bool) -> tuple[str, Value] | None:
    """What a bound says: of a count its upper limit, of pressure and age on which side of MASCC's line they are."""
    if key in ("anc", "wbc") and below:
        return f"{key}_below", value
    if key == "sbp" and (value <= Decimal(limits["hypotension"])) == below:
        return "mascc.hypotension", below
    if key == "age_years" and value == Decimal(limits["young"]):
        return "age_under_60", below
    return None


def fits_scale(key: str, number: Number, lexicon: Lexicon) -> bool:
    """Whether a bare number can be a value of this measure: its unit, its decimals and its size."""
    measure = lexicon.measures[key]
    unit = number.unit
    if unit is not None and not unit.measures(measure.family) and not (key == "age_years" and number.loose):
        return False
    least = lexicon.tables["least_whole"].get(key)
    if least is not None and (not number.whole or number.value < Decimal(least)):
        return False
    return number.high is None and number.other is None and not number.mask


def _possible(read: Amount) -> tuple[Decimal, ...]:
    return read.readings if read.value is None else (read.value,)


def _by_unit(number: Number, unit: Unit, measure: Measure) -> Amount:
    printed = number.grouped if unit.counted and number.grouped is not None else number.value
    value = unit.convert(printed, measure.family)
    if unit.name == PER_ML and value and (meant := _per_microlitre(number, value, measure)) is not None:
        return meant
    if value == 0 or (measure.low <= value <= measure.high and not _half_cells(number, unit, measure)):
        return Amount(value, step=unit.convert(number.step, measure.family))
    if not unit.counted and number.grouped is not None and number.grouped == number.value:  # "1,200 x10^9/L" is 1.2
        value = unit.convert(number.value / 1000, measure.family)
        if measure.low <= value <= measure.high and value < 100:
            return Amount(value, note="comma read as the decimal sign", step=number.step / 1000)
    readings = _readings(number, measure)
    if measure.mend and len(readings) == 1:
        return Amount(readings[0], note=f"{number.printed} cannot be: read as {readings[0].normalize():f}")
    if measure.family == "cells" and 0 < value < measure.low and value % ONE_CELL == 0:
        return Amount(None, tuple(sorted({*readings, value})), f"{number.printed} is less than a laboratory reports")
    return Amount(None, readings, f"{number.printed} cannot be")


def _per_microlitre(number: Number, value: Decimal, measure: Measure) -> Amount | None:
    """Cells "per mL" as they are meant, per microlitre: no laboratory reports them per mL; None when it would.

    Asked where the measure is never mended, and where either reading is one that patients have.
    """
    meant = value * 1000
    whole = meant / ONE_CELL
    if not any(rule.unit.counted and rule.low <= whole < rule.high for rule in measure.bare):
        return None
    note = f"no laboratory reports {number.printed}: read as {meant.normalize():f}"
    likely = any(rule.low <= meant < rule.high and not rule.unit.counted for rule in measure.bare)
    if measure.mend and (likely or value < measure.low):
        return Amount(meant, note=note, step=number.step / 1000)
    readings = (value, meant) if value >= ONE_CELL else (meant,)
    return Amount(None, readings, f"no laboratory reports {number.printed}")


def _half_cells(number: Number, unit: Unit, measure: Measure) -> bool:
    """Whether single cells are printed with decimals although the number alone reads as thousands: 14.5 /uL."""
    if not unit.counted or number.whole or number.grouped is not None:
        return False
    return any(rule.low <= number.value < rule.high and not rule.unit.counted for rule in measure.bare)


def _bare(number: Number, measure: Measure) -> Amount | None:
    for rule in measure.bare:
        if rule.low <= number.value < rule.high:
            value, step = (rule.unit.convert(one, measure.family) for one in (number.value, number.step))
            return Amount(value, step=step)
    return None


def _readings(number: Number, measure: Measure) -> tuple[Decimal, ...]:
    """Every value the number may stand for that can be reported, smallest first."""
    values = {
        rule.unit.convert(number.value, measure.family)
        for rule in measure.bare
        if number.whole or not rule.unit.counted  # nobody counts half a cell
    }
    return tuple(sorted(value for value in values if measure.low <= value <= measure.high))
