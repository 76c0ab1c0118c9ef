"""What the handbook has on a question."""

from core.passages.ranking import Found, index_of, question_terms, rank, terms_in

__all__ = ["Found", "index_of", "question_terms", "rank", "terms_in"]
