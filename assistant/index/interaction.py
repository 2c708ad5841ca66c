"""Late interaction (Khattab and Zaharia 2020, "ColBERT"): each piece of a question with the nearest token of a text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.index.question import Question
from assistant.index.tokens import TokenCodes, similarities
from assistant.types import SentenceMatch

Match = tuple[float, tuple[SentenceMatch, ...]]


def interact(question: Question, texts: Sequence[TokenCodes]) -> list[Match]:
    """For each text the mean cosine of the question's pieces, weighted by rarity, and how each of its sentences meets
    the question. At least one text."""
    counts, norms, factors, bits = (
        np.concatenate([getattr(each, part) for each in texts]) for part in ("counts", "norms", "factors", "codes")
    )
    length = max(float(np.linalg.norm(question.fit)), 1e-6)
    near = similarities(np.vstack([question.tokens, question.fit / length]), bits, factors)
    tokens_before = np.cumsum(counts, dtype=np.intp) - counts
    pieces = np.maximum.reduceat(near[:, :-1], tokens_before, axis=0)
    fits = np.add.reduceat(near[:, -1], tokens_before) / counts * length / norms
    rare, even = question.rare.astype(np.float64), question.even.astype(np.float64)
    columns = (pieces, pieces @ rare, pieces @ even, fits)
    rows, *others = (column.tolist() for column in columns)
    matches = list(map(SentenceMatch, map(tuple, rows), *others))
    ends = np.cumsum([len(each.counts) for each in texts])
    starts = [0, *ends[:-1].tolist()]
    best = (np.maximum.reduceat(pieces, starts, axis=0) @ rare).tolist()
    return [(*found, tuple(matches[a:b])) for *found, a, b in zip(best, starts, ends.tolist(), strict=True)]
