"""Counts over time as a picture (PNG): values as points, the handbook's limits as lines, told apart without colour.

matplotlib is an extra (`trends`) and is imported only when a picture is drawn.
"""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from core.reply.parts import Course

# Okabe and Ito's colours, which people with any colour vision can tell apart; shapes and dashes say the same again.
INK, LINES = "#0072B2", ("#D55E00", "#E69F00", "#009E73")
DASHES = ("-", "--", ":")
WIDTH, HEIGHT, DOTS = 6.4, 2.8, 150  # inches a course, and dots an inch: sharp on a phone
HEAD_ROOM = 1.15  # the share of the height that the highest value leaves free for its number


def missing() -> bool:
    """Whether matplotlib is not installed here."""
    return importlib.util.find_spec("matplotlib") is None


def draw(courses: Sequence[Course]) -> bytes:
    """One picture of every course, under each other; the same courses give the same picture."""
    canvas = import_module("matplotlib.backends.backend_agg").FigureCanvasAgg
    figure = import_module("matplotlib.figure").Figure(
        figsize=(WIDTH, HEIGHT * len(courses)), dpi=DOTS, layout="constrained"
    )
    for place, course in enumerate(courses, 1):
        _draw_course(figure.add_subplot(len(courses), 1, place), course)
    written = io.BytesIO()
    alt = " ".join(course.alt for course in courses)
    canvas(figure).print_png(written, metadata={"Software": None, "Description": alt})
    return written.getvalue()


def _draw_course(axes: Any, course: Course) -> None:
    values = [float(value) for value, _ in course.points]
    places = list(range(len(values)))
    top = max(values) * HEAD_ROOM or 1.0
    axes.plot(places, values, color=INK, marker="o", linewidth=2)
    for place, value in zip(places, values, strict=True):
        axes.annotate(_shown(course.points[place][0]), (place, value), xytext=(0, 7), textcoords="offset points")
    for number, (_, limit) in enumerate(one for one in course.limits if float(one[1]) <= top):
        colour, dash = LINES[number % len(LINES)], DASHES[number % len(DASHES)]
        axes.axhline(float(limit), color=colour, linestyle=dash, linewidth=1)
        axes.annotate(_shown(limit), (1.0, float(limit)), xycoords=("axes fraction", "data"), color=colour, va="center")
    axes.set_xticks(places, [when or "earlier" for _, when in course.points], fontsize="small")
    axes.set_ylim(0, top)
    axes.set_xmargin(0.08)
    axes.set_title(f"{course.label} ({course.unit}), lowest {_shown(course.lowest)}", loc="left", fontsize="medium")


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"
