"""The branch of a model that reads questions: its last layers once more, adapted. Imported with torch alone."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import torch

from assistant.index.embedding.adapter import Factors


class Asking(torch.nn.Module):  # type: ignore[misc]
    """The adapted layers behind those that they share with the model. Called after the model, it reads what came to
    the first of the layers it stands beside."""

    def __init__(self, bert: Any, adapted: Iterable[Factors]) -> None:
        super().__init__()
        every = list(adapted)
        count = 1 + max(each.layer for each in every)
        own = bert.encoder.layer[-count:]
        self.layers = deepcopy(own)
        for each in every:
            linear = self.layers[count - 1 - each.layer].get_submodule(each.part)
            linear.weight.data += torch.tensor(each.down.astype("f4") @ each.up.astype("f4")).T
        own[0].register_forward_pre_hook(self._keep, with_kwargs=True)

    def _keep(self, _: Any, came: tuple[Any, ...], named: dict[str, Any]) -> None:
        self._came, self._named = came, named

    def forward(self) -> torch.Tensor:
        """Tokens of length 1 (texts, tokens, dimension)."""
        hidden, *rest = self._came
        for layer in self.layers:
            found = layer(hidden, *rest, **self._named)
            hidden = found[0] if isinstance(found, tuple) else found
        return torch.nn.functional.normalize(hidden, dim=-1)
