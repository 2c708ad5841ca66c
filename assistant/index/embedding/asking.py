"""A model in parts: the layers that all texts go through, and the last ones, of which questions have adapted ones of their
own. Imported with torch alone."""

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
    asking = deepcopy(own)
    for each in every:
        linear = asking[count - 1 - each.layer].get_submodule(each.part)
        linear.weight.data += torch.tensor(each.down.astype("f4") @ each.up.astype("f4")).T
    shared = Shared(bert.embeddings, bert.encoder.layer[:-count])
    pool = list(model)[1:]
    return shared.eval(), Last(own, pool).eval(), Last(asking, pool).eval()


class Shared(torch.nn.Module):  # type: ignore[misc]
    """From the ids of tokens (texts, tokens) to their vectors (texts, tokens, dimension) at the last layers."""

    def __init__(self, embeddings: Any, layers: Any) -> None:
        super().__init__()
        self.embeddings, self.layers = embeddings, layers

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return through(self.layers, self.embeddings(input_ids=input_ids), attention_mask)


class Last(torch.nn.Module):  # type: ignore[misc]
    """From there, through the modules that ``pool`` tokens, to a vector (texts, dimension) for each text and its tokens,
    each of length 1."""

    def __init__(self, layers: Any, pool: Sequence[Any]) -> None:
        super().__init__()
        self.layers, self.pool = layers, torch.nn.ModuleList(pool)
        self.register_buffer("nothing", torch.zeros(1))

    def forward(self, shared: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        # onnxruntime's optimizer knows attention by its mask, and where something, be it an addition of 0, comes before it.
        tokens = through(self.layers, shared + self.nothing, attention_mask)
        made = {"token_embeddings": tokens, "attention_mask": attention_mask}
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
