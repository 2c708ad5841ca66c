"""A conversation from the asker's side: which earlier turns the last one leans on, and what it then asks for."""

from assistant.conversation.turns import JOIN, Turns, clean_turns, leans_back, resolve
from assistant.conversation.whole import Wanted, wanted
from assistant.corpus.glossary import in_documents_words as _in_documents_words

__all__ = ["JOIN", "Turns", "Wanted", "clean_turns", "leans_back", "resolve", "wanted"]


def retrieval_query(turns: Turns) -> str:
    return " ".join(turns[-3:])


def in_documents_words(question: str) -> str:
    return _in_documents_words(question, ())
