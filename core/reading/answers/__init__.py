"""Replies to what was asked, and what the words do with the case."""
