"""What the handbook has on a question."""

from core.passages.ranking import Found, question_terms, rank

__all__ = ["Found", "question_terms", "rank"]
