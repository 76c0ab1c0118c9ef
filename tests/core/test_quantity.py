"""Numbers and units as they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.quantity import FAHRENHEIT, Unit, factor, parse, show


@pytest.mark.parametrize(
    ("text", "value", "grouped"),
    [
        ("0.4", "0.4", None),
        ("0,4", "0.4", None),
        (".2", "0.2", None),
        ("350", "350", None),
        ("1,200", "1200", "1200"),
        ("1.200", "1.200", "1200"),
        ("0.999", "0.999", None),
        ("12,345", "12345", "12345"),
        ("1,234.5", "1234.5", None),
        ("1.234,5", "1234.5", None),
        ("1,234,567", "1234567", None),
        ("3,75,000", "375000", None),
        ("38,60", "38.60", None),
    ],
)
def test_a_number_is_read_with_either_decimal_sign(text: str, value: str, grouped: str | None) -> None:
    printed = parse(text)
    assert printed is not None
    assert printed.value == Decimal(value)
    assert printed.grouped == (Decimal(grouped) if grouped else None)


@pytest.mark.parametrize("text", ["", "x", "1.2.3.x", "nan", "inf"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse(text) is None


def test_the_last_digit_printed_is_kept() -> None:
    steps = [printed.step for printed in map(parse, ("4", "0.40", "350")) if printed]
    assert steps == [1, Decimal("0.01"), 1]


@pytest.mark.parametrize(
    ("fahrenheit", "celsius"), [("100.4", "38.0"), ("101", "38.3333"), ("100.9", "38.2778"), ("98.6", "37.0")]
)
def test_fahrenheit_is_not_rounded_up_to_a_fever(fahrenheit: str, celsius: str) -> None:
    assert Unit("°F", {"temperature": FAHRENHEIT}).convert(Decimal(fahrenheit), "temperature") == Decimal(celsius)


def test_one_unit_may_mean_two_things_by_family() -> None:
    litre = Unit("G/L", {"cells": factor("1"), "haemoglobin": factor("0.1")})
    assert litre.convert(Decimal(81), "haemoglobin") == Decimal("8.1")
    assert litre.convert(Decimal("0.8"), "cells") == Decimal("0.8")
    assert not litre.measures("pressure")


def test_a_number_is_shown_without_needless_zeros() -> None:
    assert [show(Decimal(text)) for text in ("0.400", "1200", "0.4995")] == ["0.4", "1200", "0.5"]
    assert show(Decimal("38.2778"), 2) == "38.28"
