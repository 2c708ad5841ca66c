"""A model in parts: the layers that everything goes through, and the last ones, as they are and adapted. Imported with torch
alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

import torch

from assistant.index.embedding.adapter import Factors

Parts = tuple["Shared", "Last", "Last"]


def parts(model: Any, adapted: Iterable[Factors]) -> Parts:
    """Of a sentence-transformers model what is shared, what reads texts, and what reads questions."""
    every, bert = list(adapted), model[0].auto_model
    count = 1 + max(each.layer for each in every)
    own = bert.encoder.layer[-count:]
    changed = deepcopy(own)
    for each in every:
        linear = changed[count - 1 - each.layer].get_submodule(each.part)
        linear.weight.data += torch.tensor(each.down.astype("f4") @ each.up.astype("f4")).T
    shared = Shared(bert.embeddings, bert.encoder.layer[:-count])
    pool = list(model)[1:]
    return shared.eval(), Last(own, changed, pool).eval(), Last(changed, changed, pool).eval()


class Shared(torch.nn.Module):  # type: ignore[misc]
    """From the ids of tokens (texts, tokens) to their vectors (texts, tokens, dimension) at the last layers."""

    def __init__(self, embeddings: Any, layers: Any) -> None:
        super().__init__()
        self.embeddings, self.layers = embeddings, layers

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return through(self.layers, self.embeddings(input_ids=input_ids), attention_mask)


class Last(torch.nn.Module):  # type: ignore[misc]
    """From there to a vector (texts, dimension) for each text, by the layers ``of_all`` and the modules that ``pool`` tokens, and
    to its tokens, by those ``of_each``, all of length 1."""

    def __init__(self, of_all: Any, of_each: Any, pool: Sequence[Any]) -> None:
        super().__init__()
        self.of_all, self.of_each, self.pool = of_all, of_each, torch.nn.ModuleList(pool)
        self.register_buffer("nothing", torch.zeros(1))
        self.register_buffer("nothing_else", torch.zeros(1, 1))

    def forward(self, shared: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        # onnxruntime's optimizer knows attention by its mask, and where something, be it an addition of 0, comes before it
        # that goes nowhere else.
        states = tokens = through(self.of_all, shared + self.nothing, attention_mask)
        if self.of_each is not self.of_all:
            tokens = through(self.of_each, shared + self.nothing_else, attention_mask)
        made = {"token_embeddings": states, "attention_mask": attention_mask}
        for module in self.pool:
            made = module(made)
        return tuple(torch.nn.functional.normalize(each, dim=-1) for each in (made["sentence_embedding"], tokens))


def through(layers: Iterable[Any], hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
    """Texts (n, tokens, dimension) after the layers; the mask (n, tokens) is 1 where a token is."""
    given = attention_mask[:, None, None, :].expand(-1, 1, hidden.shape[1], -1)
    left_out = 1.0 - given.float()
    left_out = left_out.masked_fill(left_out.bool(), torch.finfo(torch.float32).min)
    for layer in layers:
        found = layer(hidden, left_out)
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden
