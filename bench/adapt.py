"""Learns the adapter, by which questions and the sentences that answer them come near to each other: ``adapter.npz``.

    python bench/adapt.py CORPUS --set QUESTIONS DOCUMENTS … [--own QUESTIONS DOCUMENTS …]

CORPUS is a folder like ``corpus/``, of which every wording in ``questions/`` should find the sentences of its answer
among all sentences and their passages among all passages (a softmax over their cosines, as in dense passage retrieval:
Karpukhin et al. 2020), and among the sentences nearest so far by late interaction (Khattab and Zaharia 2020, "ColBERT"). The ``--set``s
(the half "tune"), whose questions say where the answer stands, keep it from forgetting all other subjects; those of
``--own`` say in words what an answer holds. Questions that nothing answers, of the FAQ and of the sets, should be far from
every sentence: a logistic regression on the cosine of the nearest, or of the nearest right one, learned along with it, makes
that cosine say by itself whether there is an answer. Questions and texts go through the same adapted layers.
A step reads some passages anew that are about one thing, with questions that they answer, and others at random. Of what was
learned only a part is kept, as what lies between a model and its adaptation does better than either on subjects that it
was not adapted to (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"), and of every matrix the change of low
rank that is nearest. What the shared layers make of a text does not change and is made once.
The weights of ``bench/learn.py`` are learned with an adapter made from the FAQ alone, so that the questions that they are
learned on are new to it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from learn import Set, holds, open_sets, wanted_of
from tokenizers import Encoding, Tokenizer
from torch.nn import functional
from transformers import AutoModel

from assistant.corpus.faq import FOLDER, load_faq
from assistant.corpus.glossary import in_documents_words
from assistant.corpus.stored import StoredTexts
from assistant.evaluation.questions import Place, Question
from assistant.index.embedding import MOST_TOKENS, Reading
from assistant.index.embedding.adapter import FILE, PARTS, Factors, write
from assistant.index.embedding.hashing import HashingEncoder
from assistant.index.embedding.model import checked_model
from assistant.index.filling import opening
from assistant.index.question import asked_rows, weigh_pieces
from assistant.index.search import Index
from assistant.index.tokens import by_sentence
from assistant.text import asking_spans

LAYERS, RANK, DROPPED = 2, 128, 0.05
BATCH, AT_ONCE, TIMES = 96, 48, 3
ALIKE, PASSAGES = 24, 48
RATE, MATRIX_RATE, WARMING, DECAY, CALM = 2e-4, 1e-3, 0.05, 1e-2, 1e-2
SHARPNESS, STEEPNESS, NEAR = 3.0, 2.3, 0.5
RIVALS, LONGEST = 16, 48
KEPT = 0.85


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it comes to the adapted layers: ``hidden`` (tokens, d), which tokens are asked (tokens,), summing to 1,
    and what these weigh in late interaction, ``weights`` (tokens,), summing to 1."""

    hidden: torch.Tensor
    asked: torch.Tensor
    weights: torch.Tensor


@dataclass(frozen=True, slots=True)
class Texts:
    """All sentences of some documents: their places and texts, where their words stand, at most ``LONGEST``, as numbers of a
    reading and of a token there, ``words`` (tokens, 2), and in which passage each is, ``within``. Of each passage its vector
    before anything is learned, ``vectors`` (n, d), and the ``readings`` that hold it, the first of which gives its vector; of each
    reading how it comes to the adapted layers, ``hidden`` (tokens, d)."""

    places: list[tuple[Place, str]]
    words: list[torch.Tensor]
    within: list[int]
    vectors: torch.Tensor
    readings: list[list[int]]
    hidden: list[torch.Tensor]


@dataclass(frozen=True, slots=True)
class Read:
    """Some sentences as the adapted layers read them, by their ``numbers`` (m,): ``tokens`` (m, at most ``LONGEST``, d), how many
    these are, ``lengths`` (m,), and their ``means`` (m, d); the ``vectors`` (n, d) of the passages, and in which of them each
    sentence is, ``within`` (m,)."""

    numbers: list[int]
    tokens: torch.Tensor
    lengths: torch.Tensor
    means: torch.Tensor
    vectors: torch.Tensor
    within: torch.Tensor


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions, what they are asked of, and of each which sentences are right: none for one that nothing answers."""

    questions: list[Asked]
    texts: Texts
    right: list[list[int]]

    def batches(self) -> Iterator[tuple[list[int], list[int]]]:
        """All questions in parts, each with passages to be read: ``ALIKE`` that are like each other and answer the part's questions,
        and others, ``PASSAGES`` in all where there are so many."""
        about = self.texts.vectors
        left = {self.texts.within[number] for rows in self.right for number in rows} or {0}
        group, groups = {}, 0
        while left:
            some = torch.tensor(sorted(left))
            near = about[some] @ about[some[torch.randint(len(some), (1,))[0]]]
            alike = some[near.topk(min(ALIKE, len(some))).indices].tolist()
            group.update(dict.fromkeys(alike, groups))
            groups += 1
            left -= set(alike)
        chosen = [
            group[self.texts.within[rows[int(torch.randint(len(rows), (1,)))]]]
            if rows
            else int(torch.randint(groups, (1,)))
            for rows in self.right
        ]
        for number in range(groups):
            here = [passage for passage, which in group.items() if which == number]
            others = [n for n in torch.randperm(len(about)).tolist() if group.get(n) != number]
            drawn = sorted([*here, *others[: max(0, PASSAGES - len(here))]])
            asked = torch.tensor([row for row, which in enumerate(chosen) if which == number], dtype=torch.long)
            parts = asked[torch.randperm(len(asked))].split(BATCH)
            yield from ((some.tolist(), drawn) for some in parts if len(some))

    def right_among(self, rows: Sequence[int], numbers: Sequence[int]) -> torch.Tensor:
        """Which of some sentences are right, for each of those questions (len(rows), len(numbers))."""
        column = {number: place for place, number in enumerate(numbers)}
        right = torch.zeros(len(rows), len(numbers), dtype=torch.bool)
        for place, row in enumerate(rows):
            right[place, [column[number] for number in self.right[row] if number in column]] = True
        return right


class Reader:
    """The model: its tokenizer, what its shared layers make of texts, and its last ``layers``, to be adapted."""

    def __init__(self) -> None:
        folder = checked_model()
        self._model = AutoModel.from_pretrained(folder, attn_implementation="sdpa").eval().requires_grad_(False)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self.layers = self._model.encoder.layer[-LAYERS:]
        self.dimension = int(self._model.config.hidden_size)

    def read(self, texts: Sequence[str], index: Index) -> list[Asked]:
        """Questions to an index as the shared layers leave them."""
        made = zip(texts, self.states(texts), strict=True)
        return [_asked(text, encoding, hidden, index) for text, (encoding, hidden) in made]

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def states(self, texts: Sequence[str]) -> list[tuple[Encoding, torch.Tensor]]:
        """The tokens of texts and what the shared layers make of them (tokens, d)."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        found: dict[int, torch.Tensor] = {}
        for rows in _by_length([len(each.ids) for each in encodings], AT_ONCE):
            ids, mask = _padded([torch.tensor(encodings[row].ids) for row in rows])
            hidden = _through(self._model.encoder.layer[:-LAYERS], self._model.embeddings(input_ids=ids), mask)
            found |= {row: made[: len(encodings[row].ids)].half() for row, made in zip(rows, hidden, strict=True)}
        return [(encoding, found[row]) for row, encoding in enumerate(encodings)]


class Places:
    """An encoder of which a token's vector says where its state is kept: the number of the reading and of the token."""

    name, dimension = "places", 2

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.hidden: list[torch.Tensor] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        found = []
        for encoding, states in self._reader.states(texts):
            inner = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
            spans = np.array([encoding.offsets[i] for i in inner], dtype=np.int32)
            at = np.array([(len(self.hidden), i) for i in inner], dtype=np.float32)
            found.append(Reading(np.array([len(self.hidden)], dtype=np.float32), at, spans))
            self.hidden.append(states)
        return found


class Learner(torch.nn.Module):  # type: ignore[misc]
    """What is learned: the linear parts of the last layers, by how much the matrix differs from the identity, how sharply
    cosines are told apart, and from which on, how steeply, they speak of an answer."""

    def __init__(self, layers: Any, width: int) -> None:
        super().__init__()
        self.layers = deepcopy(layers)
        self.parts: dict[tuple[int, str], torch.nn.Linear] = {}
        for back, layer in enumerate(reversed(self.layers)):
            self.parts.update({(back, part): layer.get_submodule(part) for part in PARTS})
        self.before = {name: linear.weight.detach().clone() for name, linear in self.parts.items()}
        for linear in self.parts.values():
            linear.weight.requires_grad_(True)
        self.change = torch.nn.Parameter(torch.zeros(width, width))
        self.scales = torch.nn.Parameter(torch.tensor([SHARPNESS] * 3 + [STEEPNESS, NEAR] * 2))

    def loss(self, pool: Pool, rows: Sequence[int], passages: Sequence[int]) -> torch.Tensor:
        lengths = [len(pool.questions[row].asked) for row in rows]
        parts = [[rows[place] for place in some] for some in _by_length(lengths, AT_ONCE)]
        asked = [self._asked([pool.questions[row] for row in some]) for some in parts]
        means, vectors = (torch.cat(each) for each in list(zip(*asked, strict=True))[:2])
        told = self._told(pool.texts, passages)
        right = pool.right_among([row for some in parts for row in some], told.numbers)
        near = self._mapped(means) @ self._mapped(told.means).T
        known = right.any(dim=1)
        holding = torch.zeros(len(rows), len(told.vectors)).index_add(1, told.within, right.float()) > 0
        rivals = near.detach().masked_fill(right, 2.0).topk(min(RIVALS, near.shape[1]), dim=1).indices
        met = [
            _late(tokens, weights, told.tokens[among], told.lengths[among])
            for (_, _, tokens, weights), among in zip(asked, rivals.split([len(some) for some in parts]), strict=True)
        ]
        late, right_of_rivals = torch.cat(met), right.gather(1, rivals)
        apart = [
            _told_apart(near[known] * self.scales[0].exp(), right[known]),
            _told_apart((vectors @ told.vectors.T)[known] * self.scales[1].exp(), holding[known]),
            _told_apart(late[known] * self.scales[2].exp(), right_of_rivals[known]),
        ]
        answered = _answered(near, right, self.scales[3:5]) + _answered(late, right_of_rivals, self.scales[5:7])
        return CALM * self.change.square().sum() + sum(apart) / len(rows) + answered

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def factors(self) -> Iterator[Factors]:
        """The change of each matrix, by its largest singular values (Eckart and Young 1936)."""
        for (back, part), linear in self.parts.items():
            left, sizes, right = torch.linalg.svd(
                KEPT * (linear.weight - self.before[back, part]).T, full_matrices=False
            )
            roots = sizes[:RANK].sqrt()
            down, up = left[:, :RANK] * roots, roots[:, None] * right[:RANK]
            yield Factors(back, part, down.half().numpy(), up.half().numpy())

    def _asked(self, questions: Sequence[Asked]) -> tuple[torch.Tensor, ...]:
        """Means of the asked tokens, vectors of the whole, all tokens, and their weights."""
        states, vectors = _read([each.hidden for each in questions], self.layers)
        asked, weights = (_padded([getattr(each, name) for each in questions])[0] for name in ("asked", "weights"))
        tokens = functional.normalize(states, dim=-1)
        return (tokens * asked[:, :, None]).sum(dim=1), vectors, tokens, weights

    def _told(self, texts: Texts, passages: Sequence[int]) -> Read:
        readings = [reading for passage in passages for reading in texts.readings[passage]]
        states: list[torch.Tensor] = []
        vectors: dict[int, torch.Tensor] = {}
        start: dict[int, int] = {}
        total = 0
        for some in _by_length([len(texts.hidden[reading]) for reading in readings], AT_ONCE):
            made, whole = _read([texts.hidden[readings[place]] for place in some], self.layers)
            vectors |= {readings[place]: whole[row] for row, place in enumerate(some)}
            start |= {readings[place]: total + row * made.shape[1] for row, place in enumerate(some)}
            total += len(some) * made.shape[1]
            states.append(made.flatten(0, 1))
        row = {passage: number for number, passage in enumerate(passages)}
        numbers = [number for number, passage in enumerate(texts.within) if passage in row]
        places = [torch.tensor([start[reading] + at for reading, at in texts.words[n].tolist()]) for n in numbers]
        lengths = torch.tensor([len(each) for each in places])
        padded, mask = _padded(places)
        tokens = functional.normalize(torch.cat(states)[padded], dim=-1)
        means = (tokens * mask[:, :, None]).sum(dim=1) / lengths[:, None]
        within = torch.tensor([row[texts.within[n]] for n in numbers])
        whole = torch.stack([vectors[texts.readings[passage][0]] for passage in passages])
        return Read(numbers, tokens, lengths, means, whole, within)

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
    reader = Reader()
    with tempfile.TemporaryDirectory() as scratch:
        cut = HashingEncoder()  # indexes are only to cut the texts and to resolve follow-ups here
        (about,) = open_sets([], [options.corpus], Path(scratch) / "faq", cut)
        pools = [_faq(options.corpus, about, reader)]
        for each in open_sets([*options.set, *options.own], [], Path(scratch) / "sets", cut):
            pools += [_set(each, reader)] * TIMES
    learner = Learner(reader.layers, reader.dimension)
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


def _asked(text: str, encoding: Encoding, hidden: torch.Tensor, index: Index) -> Asked:
    asked, weights = torch.zeros(2, len(encoding.ids))
    inner = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
    places = [encoding.offsets[i] for i in inner]
    rows_asked = asked_rows(places, asking_spans(text))
    at = [inner[i] for i in rows_asked]
    asked[at] = 1 / max(1, len(at))
    weights[at] = torch.tensor(weigh_pieces(text, [places[i] for i in rows_asked], index.lexical)[2])
    return Asked(hidden, asked, weights)


def _through(layers: Any, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Texts (n, tokens, d) after some layers; the mask (n, tokens) is 1 where a token is."""
    left_out = (1.0 - mask[:, None, None, :].float()).expand(-1, 1, hidden.shape[1], -1)
    for layer in layers:
        found = layer(hidden, left_out.masked_fill(left_out.bool(), torch.finfo(torch.float32).min))
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden


def _read(hidden: Sequence[torch.Tensor], layers: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """What some layers make of texts (n, tokens, d), and the vectors of the whole (n, d)."""
    rows, mask = _padded([each.float() for each in hidden])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = _through(layers, functional.dropout(rows, DROPPED, torch.is_grad_enabled()), mask)
    states = states.float()
    return states, functional.normalize((states * mask[:, :, None]).sum(dim=1), dim=1)


def _texts(each: Set, reader: Reader) -> Texts:
    encoder = Places(reader)
    places: list[tuple[Place, str]] = []
    words: list[torch.Tensor] = []
    within: list[int] = []
    readings: list[list[int]] = []
    for name in each.index.document_ids():
        document, passages = each.index.document(name), each.index.passages_of(name)
        read = by_sentence(encoder, passages, [opening(document, passage) for passage in passages])
        for passage, (vector, found) in zip(passages, read, strict=True):
            spans = [(sentence.start, sentence.end) for sentence in passage.sentences]
            places += [(Place(name, start, end), document.text[start:end]) for start, end in spans]
            words += [torch.tensor(some[:LONGEST]).long() for some in found]
            within += [len(readings)] * len(spans)
            first = int(vector[0])
            readings.append([first, *sorted({int(each) for some in found for each in some[:, 0]} - {first})])
    firsts = [first for first, *_ in readings]
    vectors = torch.zeros(len(firsts), reader.dimension)
    for rows in _by_length([len(encoder.hidden[first]) for first in firsts], AT_ONCE):
        with torch.no_grad():
            vectors[rows] = _read([encoder.hidden[firsts[row]] for row in rows], reader.layers)[1]
    return Texts(places, words, within, vectors, readings, encoder.hidden)


def _faq(corpus: Path, each: Set, reader: Reader) -> Pool:
    texts = _texts(each, reader)
    row = {(place.document, place.start): number for number, (place, _) in enumerate(texts.places)}
    entries = load_faq(corpus / FOLDER, StoredTexts(corpus))
    asked = [(wording, entry) for entry in entries for wording in entry.asked]
    read = reader.read([in_documents_words(wording, each.index.facts.glossary) for wording, _ in asked], each.index)
    return Pool(read, texts, [[row[said.document, said.start] for said in entry.answer] for _, entry in asked])


def _set(each: Set, reader: Reader) -> Pool:
    texts = _texts(each, reader)
    right = [[n for n, (place, text) in enumerate(texts.places) if _is_right(q, place, text)] for q in each.questions]
    told = zip(each.questions, right, strict=True)
    known = [(question, rows) for question, rows in told if rows or not question.answerable]
    wants = [wanted_of(question, each.index) for question, _ in known]
    return Pool(reader.read([want.text for want in wants], each.index), texts, [rows for _, rows in known])


def _is_right(question: Question, place: Place, text: str) -> bool:
    return question.answerable and (holds(question, text) or any(place.overlaps(span) for span in question.spans))


def _learn(learner: Learner, pools: list[Pool]) -> None:
    matrices = [linear.weight for linear in learner.parts.values()]
    slow = {"params": matrices, "lr": RATE, "weight_decay": DECAY}
    fast = {"params": [learner.change, learner.scales], "lr": MATRIX_RATE, "weight_decay": 0.0}
    descent = torch.optim.AdamW([slow, fast])
    steps = [(pool, *batch) for pool in pools for batch in pool.batches()]
    warm = WARMING * len(steps)
    rate = torch.optim.lr_scheduler.LambdaLR(descent, lambda n: min(1, (n + 1) / warm) * (1 - n / len(steps)))
    for number in torch.randperm(len(steps)).tolist():
        loss = learner.loss(*steps[number])
        descent.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(matrices, 1.0)
        descent.step()
        rate.step()


if __name__ == "__main__":
    main()
