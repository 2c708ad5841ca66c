"""Policy Desk: answers over retirement-policy documents, each sentence a quote and each number proven."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.engine import Assistant

__version__ = "0.1.0"

# What numpy multiplies for a question is small: a second thread gains nothing, and waits where others are busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def open_assistant(corpus: str | None = None, index: str | None = None) -> Assistant:
    """The desk over a corpus folder and its index (default: the settings), built first when it has to be."""
    from assistant.engine import open_desk
    from assistant.settings import load_settings

    return open_desk(load_settings({"corpus": corpus, "index": index}))
