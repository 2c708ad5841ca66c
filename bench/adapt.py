"""Learns the adapter, by which questions come near to the sentences that answer them: ``adapter.npz``.

    python bench/adapt.py CORPUS --set QUESTIONS DOCUMENTS … [--own QUESTIONS DOCUMENTS …]

CORPUS is a folder like ``corpus/``, of which every wording in ``questions/`` should find the sentences of its answer
among all sentences and their passages among all passages (a softmax over their cosines, as in dense passage retrieval:
Karpukhin et al. 2020), and among the sentences nearest so far by late interaction (Khattab and Zaharia 2020, "ColBERT"). The ``--set``s
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
from assistant.index.embedding import MOST_TOKENS, Encoder, Vectors, open_encoder
from assistant.index.embedding.adapter import FILE, PARTS, Factors, write
from assistant.index.embedding.asking import through
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.embedding.model import checked_model
from assistant.index.filling import opening
from assistant.index.question import asked_rows, weigh_pieces
from assistant.index.search import Index
from assistant.index.tokens import by_sentence
from assistant.settings import load_settings
from assistant.text import asking_spans

LAYERS, RANK, DROPPED = 2, 16, 0.1
EPOCHS, BATCH, AT_ONCE, TIMES = 2, 192, 48, 2
RATE, MATRIX_RATE, CALM = 1e-3, 2e-3, 1e-2
SHARPNESS, STEEPNESS, NEAR = 3.0, 2.3, 0.5
RIVALS, LONGEST = 24, 64
KEPT = 0.7


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes to the adapted layers: ``hidden`` (tokens, d), which tokens are asked (tokens,), summing to 1,
    and what these weigh in late interaction, ``weights`` (tokens,), summing to 1."""

    hidden: torch.Tensor
    asked: torch.Tensor
    weights: torch.Tensor


@dataclass(frozen=True, slots=True)
class Texts:
    """All sentences of some documents: their places and texts, mean token vectors ``means`` (m, d), ``tokens`` (m, at most
    ``LONGEST``, d) and how many these are, ``lengths`` (m,), the number of the passage each stands in, ``within`` (m,), and the
    ``vectors`` (n, d) of those."""

    places: list[tuple[Place, str]]
    means: torch.Tensor
    tokens: torch.Tensor
    lengths: torch.Tensor
    within: torch.Tensor
    vectors: torch.Tensor


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions, what they are asked of, and of each which sentences are right: none for one that nothing answers."""

    questions: list[Asked]
    texts: Texts
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
    def read(self, texts: Sequence[str], index: Index) -> list[Asked]:
        """Questions to an index as the shared layers leave them."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        found: dict[int, Asked] = {}
        for rows in _by_length([len(each.ids) for each in encodings], AT_ONCE):
            some = [torch.tensor(encodings[row].ids) for row in rows]
            ids, mask = _padded(some)
            hidden = through(self._model.encoder.layer[:-LAYERS], self._model.embeddings(input_ids=ids), mask)
            for row, made in zip(rows, hidden, strict=True):
                encoding, text = encodings[row], texts[row]
                asked, weights = torch.zeros(2, len(encoding.ids))
                inner = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
                places = [encoding.offsets[i] for i in inner]
                rows_asked = asked_rows(places, asking_spans(text))
                at = [inner[i] for i in rows_asked]
                asked[at] = 1 / max(1, len(at))
                weights[at] = torch.tensor(weigh_pieces(text, [places[i] for i in rows_asked], index.lexical)[2])
                found[row] = Asked(made[: len(encoding.ids)].half(), asked, weights)
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
        self.scales = torch.nn.Parameter(torch.tensor([SHARPNESS] * 3 + [STEEPNESS, NEAR] * 2))

    def loss(self, pool: Pool, rows: Sequence[int]) -> torch.Tensor:
        lengths = [len(pool.questions[row].asked) for row in rows]
        parts = [[rows[place] for place in some] for some in _by_length(lengths, AT_ONCE)]
        read = [self._read([pool.questions[row] for row in some]) for some in parts]
        means, vectors = (torch.cat(each) for each in list(zip(*read, strict=True))[:2])
        right = torch.zeros(len(rows), len(pool.texts.means), dtype=torch.bool)
        for number, row in enumerate(row for some in parts for row in some):
            right[number, pool.right[row]] = True
        near = self._mapped(means) @ self._mapped(pool.texts.means).T
        known = right.any(dim=1)
        holding = torch.zeros(len(rows), len(pool.texts.vectors)).index_add(1, pool.texts.within, right.float()) > 0
        rivals = near.detach().masked_fill(right, 2.0).topk(min(RIVALS, near.shape[1]), dim=1).indices
        met = [
            _late(tokens, weights, pool.texts.tokens[among], pool.texts.lengths[among])
            for (_, _, tokens, weights), among in zip(read, rivals.split([len(some) for some in parts]), strict=True)
        ]
        late, right_of_rivals = torch.cat(met), right.gather(1, rivals)
        told = [
            _told_apart(near[known] * self.scales[0].exp(), right[known]),
            _told_apart((vectors @ pool.texts.vectors.T)[known] * self.scales[1].exp(), holding[known]),
            _told_apart(late[known] * self.scales[2].exp(), right_of_rivals[known]),
        ]
        answered = _answered(near, right, self.scales[3:5]) + _answered(late, right_of_rivals, self.scales[5:7])
        return CALM * self.change.square().sum() + sum(told) / len(rows) + answered

    def factors(self) -> Iterator[Factors]:
        for (back, part), held in self.parts.items():
            yield Factors(back, part, *(each.detach().half().numpy() for each in (held.down, KEPT * held.up)))

    def _read(self, questions: Sequence[Asked]) -> tuple[torch.Tensor, ...]:
        """Means of the asked tokens, vectors of the whole, all tokens, and their weights."""
        hidden, mask = _padded([each.hidden.float() for each in questions])
        asked, weights = (_padded([getattr(each, name) for each in questions])[0] for name in ("asked", "weights"))
        states = through(self.layers, hidden, mask)
        vectors = functional.normalize((states * mask[:, :, None]).sum(dim=1), dim=1)
        tokens = functional.normalize(states, dim=-1)
        return (tokens * asked[:, :, None]).sum(dim=1), vectors, tokens, weights

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


def _told_apart(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Minus the logarithm of the probability that a softmax over each row gives to the right ones, summed."""
    return -scores.log_softmax(dim=1).masked_fill(~right, -torch.inf).logsumexp(dim=1).sum()


def _answered(scores: torch.Tensor, right: torch.Tensor, curve: torch.Tensor) -> torch.Tensor:
    """The logistic loss of telling by the best score, or the best right one, whether there is an answer."""
    known = right.any(dim=1)
    best = scores.masked_fill(known[:, None] & ~right, -1.0).amax(dim=1)
    logits = (best - curve[1]) * curve[0].exp()
    return functional.binary_cross_entropy_with_logits(logits, known.float())


def _late(tokens: torch.Tensor, weights: torch.Tensor, texts: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """For each question and each of its rivals the mean cosine of its tokens with the nearest there, by weight."""
    near = torch.einsum("qtd,qrld->qrtl", tokens, texts[:, :, : int(lengths.max())].float())
    beyond = torch.arange(near.shape[3]) >= lengths[:, :, None, None]
    return (near.masked_fill(beyond, -1.0).amax(dim=3) * weights[:, None, :]).sum(dim=2)


def _texts(each: Set, encoder: Encoder) -> Texts:
    places: list[tuple[Place, str]] = []
    tokens: list[torch.Tensor] = []
    within: list[int] = []
    vectors: list[Vectors] = []
    for name in each.index.document_ids():
        document, passages = each.index.document(name), each.index.passages_of(name)
        read = by_sentence(encoder, passages, [opening(document, passage) for passage in passages])
        for passage, (vector, found) in zip(passages, read, strict=True):
            spans = [(sentence.start, sentence.end) for sentence in passage.sentences]
            places += [(Place(name, start, end), document.text[start:end]) for start, end in spans]
            within += [len(vectors)] * len(spans)
            vectors.append(vector)
            tokens += [torch.tensor(each) for each in found]
    padded, _ = _padded([each[:LONGEST].half() for each in tokens])
    lengths = torch.tensor([min(len(each), LONGEST) for each in tokens])
    means = torch.stack([each.mean(dim=0) for each in tokens])
    return Texts(places, means, padded, lengths, torch.tensor(within), torch.tensor(np.stack(vectors)))


def _faq(corpus: Path, each: Set, encoder: Encoder, reader: Reader) -> Pool:
    texts = _texts(each, encoder)
    row = {(place.document, place.start): number for number, (place, _) in enumerate(texts.places)}
    entries = load_faq(corpus / FOLDER, StoredTexts(corpus))
    asked = [(wording, entry) for entry in entries for wording in entry.asked]
    read = reader.read([in_documents_words(wording, each.index.facts.glossary) for wording, _ in asked], each.index)
    return Pool(read, texts, [[row[said.document, said.start] for said in entry.answer] for _, entry in asked])


def _told(each: Set, encoder: Encoder, reader: Reader) -> Pool:
    texts = _texts(each, encoder)
    right = [[n for n, (place, text) in enumerate(texts.places) if _is_right(q, place, text)] for q in each.questions]
    told = zip(each.questions, right, strict=True)
    known = [(question, rows) for question, rows in told if rows or not question.answerable]
    wants = [wanted_of(question, each.index) for question, _ in known]
    return Pool(reader.read([want.text for want in wants], each.index), texts, [rows for _, rows in known])


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
