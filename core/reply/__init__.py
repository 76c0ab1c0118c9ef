"""A decision put into words: structure first, then plain text. No Slack."""

from core.reply.compose import compose
from core.reply.parts import CitedSource, Difference, Line, Option, Question, Reply, Titles
from core.reply.plain import plain, summary

__all__ = ["CitedSource", "Difference", "Line", "Option", "Question", "Reply", "Titles", "compose", "plain", "summary"]
