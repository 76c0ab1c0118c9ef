"""Quantities as they are printed: decimal numbers, units, conversion, and how they are shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache

GRAIN = Decimal("0.0001")  # what a conversion keeps; finer than any laboratory prints
BEYOND = 12  # digits before the point that no measurement has
FAHRENHEIT = "fahrenheit"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit and its spellings' meaning: the factor to the canonical unit, for each family of measurements.

    `g/L` is giga per litre for cells and gram per litre for haemoglobin: the family decides, never the case
    of the letter. `counted` units print whole cells, so "1.200" before them is one thousand two hundred.
    """

    name: str
    factors: Mapping[str, Decimal | str] = field(default_factory=dict)
    counted: bool = False

    def measures(self, family: str) -> bool:
        """Whether a measurement of *family* may be printed in this unit."""
        return family in self.factors

    def convert(self, value: Decimal, family: str) -> Decimal:
        """*value* in the canonical unit of *family*, unrounded where the factor is exact.

        >>> Unit("/uL", {"cells": Decimal("0.001")}).convert(Decimal(350), "cells")
        Decimal('0.350')
        >>> Unit("F", {"temperature": FAHRENHEIT}).convert(Decimal("100.4"), "temperature")
        Decimal('38.0')
        """
        factor = self.factors[family]
        if isinstance(factor, str):
            return _celsius(value)
        return value * factor


def _celsius(fahrenheit: Decimal) -> Decimal:
    exact = (fahrenheit - 32) * 5 / 9
    short = rounded(exact, Decimal("0.1"))
    return short if short == exact else rounded(exact, GRAIN)


def rounded(value: Decimal, grain: Decimal) -> Decimal:
    """*value* to the next *grain*, ties to even; a number beyond all measure is left as it is."""
    return value.quantize(grain, ROUND_HALF_EVEN) if value.adjusted() < BEYOND else value


def factor(text: str) -> Decimal | str:
    """A factor as content writes it: a number, a fraction such as 1/12, or the word fahrenheit.

    >>> factor("1/12").quantize(GRAIN)
    Decimal('0.0833')
    """
    if text == FAHRENHEIT:
        return text
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below) if below else Decimal(above)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as typed. `grouped` is its value if the separator marks thousands, when it may.

    `step` is the last digit printed: 0.4 is known to 0.1, 350 to 1.
    """

    value: Decimal
    grouped: Decimal | None = None
    step: Decimal = Decimal(1)


@lru_cache(maxsize=4096)
def parse(text: str) -> Printed | None:
    """Read a number with either decimal sign; None when it is none.

    >>> parse("0,4").value, parse("1,200").value, parse("1.200").value, parse("1.200").grouped
    (Decimal('0.4'), Decimal('1200'), Decimal('1.200'), Decimal('1200'))
    """
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        joined = text[:last].replace(",", "").replace(".", "") + "." + text[last + 1 :]
        return _printed(joined, None)
    if text.count(",") > 1 or text.count(".") > 1:
        return _printed(text.replace(",", "").replace(".", ""), None)
    mark = "," if "," in text else "." if "." in text else ""
    if not mark:
        return _printed(text, None)
    whole, _, rest = text.partition(mark)
    if len(rest) != 3 or whole in ("", "0") or len(whole) > 3:
        return _printed(f"{whole or 0}.{rest}", None)
    if mark == ",":  # "1,200": a comma before three digits groups, unless the unit says otherwise
        plain = _printed(whole + rest, None)
        return plain and Printed(plain.value, plain.value, plain.step)
    return _printed(f"{whole}.{rest}", whole + rest)


def _printed(text: str, grouped: str | None) -> Printed | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return None
    return Printed(value, Decimal(grouped) if grouped else None, Decimal(1).scaleb(exponent))


def show(value: Decimal, places: int = 3) -> str:
    """A number for the reader: no trailing zeros, at most *places* decimals.

    >>> show(Decimal("0.400")), show(Decimal("38.2778"), 2), show(Decimal(1200))
    ('0.4', '38.28', '1200')
    """
    text = f"{rounded(value, Decimal(1).scaleb(-places)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
