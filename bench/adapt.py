"""Learns the adapter, by which questions come near to the sentences that answer them: ``adapter.npz``.

    python bench/adapt.py CORPUS --set QUESTIONS DOCUMENTS … [--own QUESTIONS DOCUMENTS …]

CORPUS is a folder like ``corpus/``, of which every wording in ``questions/`` should find the sentences of its answer
among all sentences (a softmax over their cosines, as in dense passage retrieval: Karpukhin et al. 2020). The ``--set``s
(the half "tune"), whose questions say where the answer stands, keep it from forgetting all other subjects; those of
``--own`` say in words what an answer holds. Questions that nothing answers, of the FAQ and of the sets, should be far from
every sentence: a logistic regression on the cosine of the nearest, or of the nearest right one, learned along with it, makes
that cosine say by itself whether there is an answer. Of what was learned only a part is kept, as what lies between a model
and its adaptation does better than either on subjects that it was not adapted to (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models"). What the shared layers make of a question does not change and is made once.
The weights of ``bench/learn.py`` are learned with an adapter made from the FAQ alone, so that the questions that they are
learned on are new to it.
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from learn import Set, holds, open_sets, wanted_of
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModel

from assistant.corpus.faq import FOLDER, load_faq
from assistant.corpus.glossary import in_documents_words
from assistant.corpus.stored import StoredTexts
from assistant.evaluation.questions import Place, Question
from assistant.index.embedding import MOST_TOKENS, Encoder, open_encoder
from assistant.index.embedding.adapter import FILE, PARTS, Factors, write
from assistant.index.embedding.asking import through
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.embedding.model import checked_model
from assistant.index.filling import opening
from assistant.index.question import asked_rows
from assistant.index.tokens import sentence_means
from assistant.settings import load_settings
from assistant.text import asking_spans

LAYERS, RANK, DROPPED = 2, 16, 0.1
EPOCHS, BATCH, AT_ONCE, TIMES = 2, 192, 48, 2
RATE, MATRIX_RATE, CALM = 1e-3, 2e-3, 1e-2
SHARPNESS, STEEPNESS, NEAR = 3.0, 2.3, 0.5
KEPT = 0.7


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes to the adapted layers: ``hidden`` (tokens, d), and which tokens are asked (tokens,)."""

    hidden: torch.Tensor
    asked: torch.Tensor


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions, the mean token vectors (m, d) of all sentences of their documents, and of each which are right: none
    for a question that nothing answers."""

    questions: list[Asked]
    sentences: torch.Tensor
    right: list[list[int]]


class LowRank(torch.nn.Module):  # type: ignore[misc]
    """A linear layer with what is learned on top of it; nothing at first."""

    def __init__(self, linear: torch.nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.down = torch.nn.Parameter(torch.randn(linear.in_features, RANK) / math.sqrt(linear.in_features))
        self.up = torch.nn.Parameter(torch.zeros(RANK, linear.out_features))
        self.dropout = torch.nn.Dropout(DROPPED)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return self.linear(rows) + self.dropout(rows) @ self.down @ self.up


class Reader:
    """The model: its tokenizer, what its shared layers make of texts, and its last layers, to be adapted."""

    def __init__(self) -> None:
        folder = checked_model()
        self._model = AutoModel.from_pretrained(folder, attn_implementation="sdpa").eval().requires_grad_(False)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self.layers = self._model.encoder.layer[-LAYERS:]

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def read(self, texts: Sequence[str]) -> list[Asked]:
        """Questions as the shared layers leave them."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        found: dict[int, Asked] = {}
        for rows in _by_length([len(each.ids) for each in encodings], AT_ONCE):
            some = [torch.tensor(encodings[row].ids) for row in rows]
            ids, mask = _padded(some)
            hidden = through(self._model.encoder.layer[:-LAYERS], self._model.embeddings(input_ids=ids), mask)
            for row, made in zip(rows, hidden, strict=True):
                encoding = encodings[row]
                asked = torch.zeros(len(encoding.ids))
                inner = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
                places = [encoding.offsets[i] for i in inner]
                asked[[inner[i] for i in asked_rows(places, asking_spans(texts[row]))]] = 1
                found[row] = Asked(made[: len(encoding.ids)].half(), asked)
        return [found[row] for row in range(len(texts))]


class Learner(torch.nn.Module):  # type: ignore[misc]
    """What is learned: the low-rank parts of the last layers, by how much the matrix differs from the identity, how
    sharply cosines are told apart, and from which on, how steeply, they speak of an answer."""

    def __init__(self, layers: Any, width: int) -> None:
        super().__init__()
        self.layers = layers
        self.parts: dict[tuple[int, str], LowRank] = {}
        for back, layer in enumerate(reversed(layers)):
            for part in PARTS:
                held = self.parts[back, part] = LowRank(layer.get_submodule(part))
                layer.set_submodule(part, held)
        self.change = torch.nn.Parameter(torch.zeros(width, width))
        self.scales = torch.nn.Parameter(torch.tensor([SHARPNESS, STEEPNESS, NEAR]))

    def loss(self, pool: Pool, rows: Sequence[int]) -> torch.Tensor:
        lengths = [len(pool.questions[row].asked) for row in rows]
        parts = [[rows[place] for place in some] for some in _by_length(lengths, AT_ONCE)]
        asked = torch.cat([self._asked([pool.questions[row] for row in some]) for some in parts])
        right = torch.zeros(len(rows), len(pool.sentences), dtype=torch.bool)
        for number, row in enumerate(row for some in parts for row in some):
            right[number, pool.right[row]] = True
        near = self._mapped(asked) @ self._mapped(pool.sentences).T
        known = right.any(dim=1)
        chance = (near * self.scales[0].exp()).log_softmax(dim=1)[known]
        told = chance.masked_fill(~right[known], -torch.inf).logsumexp(dim=1)
        best = near.masked_fill(known[:, None] & ~right, -1.0).amax(dim=1)
        answered = functional.binary_cross_entropy_with_logits(
            (best - self.scales[2]) * self.scales[1].exp(), known.float()
        )
        return CALM * self.change.square().sum() - told.sum() / len(rows) + answered

    def factors(self) -> Iterator[Factors]:
        for (back, part), held in self.parts.items():
            yield Factors(back, part, *(each.detach().half().numpy() for each in (held.down, KEPT * held.up)))

    def _asked(self, questions: Sequence[Asked]) -> torch.Tensor:
        hidden, mask = _padded([each.hidden.float() for each in questions])
        weights, _ = _padded([each.asked for each in questions])
        tokens = functional.normalize(through(self.layers, hidden, mask), dim=-1)
        return (tokens * weights[:, :, None]).sum(dim=1) / weights.sum(dim=1, keepdim=True)

    def _mapped(self, vectors: torch.Tensor) -> torch.Tensor:
        return functional.normalize(vectors + vectors @ self.change, dim=1)


def main() -> None:
    """Writes the file anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--set", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), default=[])
    parser.add_argument("--own", action="append", nargs=2, metavar=("QUESTIONS", "DOCUMENTS"), default=[])
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count() or 1)
    encoder, reader = open_encoder("onnx", load_settings().cache, os.cpu_count() or 1), Reader()
    with tempfile.TemporaryDirectory() as scratch:
        cut = HashingEncoder()  # indexes are only to cut the texts and to resolve follow-ups here
        (about,) = open_sets([], [options.corpus], Path(scratch) / "faq", cut)
        pools = [_faq(options.corpus, about, encoder, reader)]
        for each in open_sets([*options.set, *options.own], [], Path(scratch) / "sets", cut):
            pools += [_told(each, encoder, reader)] * TIMES
    learner = Learner(reader.layers, encoder.dimension)
    _learn(learner, [pool for pool in pools if pool.questions])
    write(learner.factors(), KEPT * learner.change.detach().numpy())
    print(f"{FILE.name}: {sum(len(pool.questions) for pool in pools):,} questions")


def _padded(rows: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of different length as one tensor, and a mask, 1 where they hold something."""
    lengths = torch.tensor([len(row) for row in rows])
    padded = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    return padded, (torch.arange(padded.shape[1])[None, :] < lengths[:, None]).long()


def _by_length(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lambda row: lengths[row])
    yield from (order[first : first + size] for first in range(0, len(order), size))


def _sentences(each: Set, encoder: Encoder) -> tuple[list[tuple[Place, str]], torch.Tensor]:
    """Place and text of every sentence, and their mean vectors."""
    places, means = [], []
    for name in each.index.document_ids():
        document, passages = each.index.document(name), each.index.passages_of(name)
        means.append(sentence_means(encoder, passages, [opening(document, passage) for passage in passages]))
        spans = [(sentence.start, sentence.end) for passage in passages for sentence in passage.sentences]
        places += [(Place(name, start, end), document.text[start:end]) for start, end in spans]
    return places, torch.tensor(np.concatenate(means))


def _faq(corpus: Path, each: Set, encoder: Encoder, reader: Reader) -> Pool:
    places, sentences = _sentences(each, encoder)
    row = {(place.document, place.start): number for number, (place, _) in enumerate(places)}
    entries = load_faq(corpus / FOLDER, StoredTexts(corpus))
    asked = [(wording, entry) for entry in entries for wording in entry.asked]
    read = reader.read([in_documents_words(wording, each.index.facts.glossary) for wording, _ in asked])
    return Pool(read, sentences, [[row[said.document, said.start] for said in entry.answer] for _, entry in asked])


def _told(each: Set, encoder: Encoder, reader: Reader) -> Pool:
    places, sentences = _sentences(each, encoder)
    right = [[n for n, (place, text) in enumerate(places) if _is_right(q, place, text)] for q in each.questions]
    told = zip(each.questions, right, strict=True)
    known = [(question, rows) for question, rows in told if rows or not question.answerable]
    wants = [wanted_of(question, each.index) for question, _ in known]
    asked = reader.read([want.text for want in wants])
    return Pool(asked, sentences, [rows for _, rows in known])


def _is_right(question: Question, place: Place, text: str) -> bool:
    return question.answerable and (holds(question, text) or any(place.overlaps(span) for span in question.spans))


def _learn(learner: Learner, pools: list[Pool]) -> None:
    low_rank = [each for part in learner.parts.values() for each in (part.down, part.up)]
    slow, fast = {"params": low_rank, "lr": RATE}, {"params": [learner.change, learner.scales], "lr": MATRIX_RATE}
    descent = torch.optim.Adam([slow, fast])
    steps = EPOCHS * sum(math.ceil(len(pool.questions) / BATCH) for pool in pools)
    cooling = torch.optim.lr_scheduler.LinearLR(descent, 1.0, 1 / steps, steps)
    learner.train()
    for _ in range(EPOCHS):
        batches = [(pool, rows) for pool in pools for rows in torch.randperm(len(pool.questions)).split(BATCH)]
        for number in torch.randperm(len(batches)).tolist():
            pool, rows = batches[number]
            loss = learner.loss(pool, rows.tolist())
            descent.zero_grad()
            loss.backward()
            descent.step()
            cooling.step()


if __name__ == "__main__":
    main()
