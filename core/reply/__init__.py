"""A decision put into words: structure first, then plain text. No Slack."""

from core.reply.compose import compose
from core.reply.parts import CitedSource, Course, Difference, Line, Option, Question, Reply, Section, Titles
from core.reply.plain import plain, summary

__all__ = [
    "CitedSource",
    "Course",
    "Difference",
    "Line",
    "Option",
    "Question",
    "Reply",
    "Section",
    "Titles",
    "compose",
    "plain",
    "summary",
]
