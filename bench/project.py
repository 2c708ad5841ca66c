"""Learns the projection under which questions come near to the sentences that answer them: ``projection.npy``.

    python bench/project.py CORPUS [--own QUESTIONS DOCUMENTS …] [--work DIR]

CORPUS is a folder like ``corpus/``, of which every wording in ``questions/`` should find the sentences of its answer
among all sentences (a softmax over their cosines, as in dense passage retrieval: Karpukhin et al. 2020). The questions
given with ``--own`` say in words what an answer holds, and count twice. The weights of ``bench/learn.py`` are learned
with a projection made without ``--own``, so that the questions that they are learned on are new to it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from learn import Set, holds, open_sets, read

from assistant.corpus.faq import FOLDER, load_faq
from assistant.corpus.glossary import in_documents_words
from assistant.corpus.stored import StoredTexts
from assistant.index.embedding import Encoder, open_encoder
from assistant.index.filling import opening
from assistant.index.projection import FILE
from assistant.index.tokens import sentence_means
from assistant.settings import load_settings

CALM, EPOCHS, RATE, BATCH, OWN_COUNTS = 1e-2, 6, 2e-3, 256, 2


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions (n, d), the sentences (m, d) of their documents, and which of them are right (n, m)."""

    questions: torch.Tensor
    sentences: torch.Tensor
    right: torch.Tensor


def main() -> None:
    """Writes the file anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--own", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), default=[])
    parser.add_argument("--work", type=Path, help="where the sets' indexes are kept for another time")
    options = parser.parse_args()
    encoder = open_encoder("onnx", load_settings().cache, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch:
        (about,) = open_sets([], [options.corpus], (options.work or Path(scratch)) / "faq", encoder)
        pools = [_faq(options.corpus, about, encoder)]
        own = open_sets(options.own, [], (options.work or Path(scratch)) / "own", encoder)
        pools += [pool for each in own for pool in [_told(each, encoder)] * OWN_COUNTS]
    change = _learn(pools)
    np.save(FILE, change.numpy().astype(np.float16))
    print(f"{FILE.name}: {sum(len(pool.questions) for pool in pools):,} questions, length {float(change.norm()):.2f}")


def _sentences(each: Set, encoder: Encoder) -> tuple[list[tuple[str, int, str]], torch.Tensor]:
    """Document, start and text of every sentence, and their mean vectors."""
    places, means = [], []
    for name in each.index.document_ids():
        document, passages = each.index.document(name), each.index.passages_of(name)
        means.append(sentence_means(encoder, passages, [opening(document, passage) for passage in passages]))
        places += [(name, s.start, document.text[s.start : s.end]) for p in passages for s in p.sentences]
    return places, torch.tensor(np.concatenate(means))


def _faq(corpus: Path, each: Set, encoder: Encoder) -> Pool:
    places, sentences = _sentences(each, encoder)
    row = {(document, start): number for number, (document, start, _) in enumerate(places)}
    entries = [entry for entry in load_faq(corpus / FOLDER, StoredTexts(corpus)) if entry.answer]
    asked = [(wording, entry) for entry in entries for wording in entry.asked]
    texts = [in_documents_words(wording, each.index.facts.glossary) for wording, _ in asked]
    right = torch.zeros(len(asked), len(places), dtype=torch.bool)
    for number, (_, entry) in enumerate(asked):
        right[number, [row[sentence.document, sentence.start] for sentence in entry.answer]] = True
    return Pool(torch.tensor(np.array(list(_means(texts, encoder)))), sentences, right)


def _means(texts: list[str], encoder: Encoder) -> Iterator[np.ndarray]:
    for first in range(0, len(texts), 1000):
        yield from (reading.tokens.mean(axis=0) for reading in encoder.read(texts[first : first + 1000]))


def _told(each: Set, encoder: Encoder) -> Pool:
    places, sentences = _sentences(each, encoder)
    asked = [question for question in each.questions if question.answerable and question.expects]
    right = torch.tensor([[holds(question, text) for _, _, text in places] for question in asked])
    questions = torch.tensor(np.array([read(question, each.index).plain for question in asked]))
    found = right.any(dim=1)
    return Pool(questions[found], sentences, right[found])


def _learn(pools: list[Pool]) -> torch.Tensor:
    """By how much the matrix differs from the identity (d, d)."""
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count() or 1)
    width = pools[0].questions.shape[1]
    change = torch.zeros(width, width, requires_grad=True)
    sharpness = torch.tensor(3.0, requires_grad=True)
    descent = torch.optim.Adam([change, sharpness], lr=RATE)

    def mapped(vectors: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.normalize(vectors + vectors @ change, dim=1)

    for _ in range(EPOCHS):
        batches = [(pool, rows) for pool in pools for rows in torch.randperm(len(pool.questions)).split(BATCH)]
        for number in torch.randperm(len(batches)).tolist():
            pool, rows = batches[number]
            chance = (mapped(pool.questions[rows]) @ mapped(pool.sentences).T * sharpness.exp()).log_softmax(dim=1)
            told = chance.masked_fill(~pool.right[rows], -torch.inf).logsumexp(dim=1)
            loss = CALM * change.square().sum() - told.mean()
            descent.zero_grad()
            loss.backward()
            descent.step()
    return change.detach()


if __name__ == "__main__":
    main()
