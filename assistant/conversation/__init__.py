"""A conversation from the asker's side: which earlier turns the last one leans on, and what it then asks for."""

from assistant.conversation.turns import JOIN, Turns, clean_turns, leans_back, resolve, turns_away
from assistant.conversation.whole import Wanted, wanted

__all__ = ["JOIN", "Turns", "Wanted", "clean_turns", "leans_back", "resolve", "turns_away", "wanted"]
