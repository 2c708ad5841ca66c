"""The packaged model as sentence-transformers runs it, and its export to ONNX. The only importer of torch."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import EncoderError
from assistant.index.embedding import MOST_TOKENS, OUTPUTS, Reading, Vectors
from assistant.index.embedding.model import DIMENSION, MODEL_SHA256, checked_model

_OPSET = 17


class ReferenceEncoder:
    """all-MiniLM-L6-v2 by sentence-transformers: what every other way of running the model is checked against."""

    name = f"all-MiniLM-L6-v2 {MODEL_SHA256} sentence-transformers"
    dimension = DIMENSION

    def __init__(self, threads: int = 1) -> None:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.utils.logging.disable_progress_bar()
        torch.set_num_threads(threads)
        self._model = SentenceTransformer(str(checked_model()), device="cpu", local_files_only=True)
        self._model.max_seq_length = MOST_TOKENS

    def read(self, texts: Sequence[str]) -> list[Reading]:
        outputs = self._model.encode(list(texts), output_value=None, show_progress_bar=False) if texts else []
        return [self._reading(text, output) for text, output in zip(texts, outputs, strict=True)]

    def _reading(self, text: str, output: Mapping[str, Any]) -> Reading:
        encoded = self._model.tokenizer(
            text, truncation=True, max_length=MOST_TOKENS, return_offsets_mapping=True, return_special_tokens_mask=True
        )
        kept = np.flatnonzero(np.asarray(encoded["special_tokens_mask"]) == 0)
        rows = output["token_embeddings"].detach().numpy()[: len(encoded["special_tokens_mask"])][kept]
        spans = np.asarray(encoded["offset_mapping"], dtype=np.int32)[kept]
        return Reading(_unit(output["sentence_embedding"].detach().numpy()), _unit(rows), spans)

    def export(self, path: Path) -> None:
        """Writes the model, mean pooling and normalisation as one ONNX graph with the outputs ``OUTPUTS``.

        Raises EncoderError when the model cannot be exported.
        """
        import torch

        module = _graph(self._model)
        sample = torch.ones((2, 8), dtype=torch.int64)
        axes = {name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask", OUTPUTS[1])}
        axes[OUTPUTS[0]] = {0: "batch"}
        try:
            torch.onnx.export(
                module,
                (sample, sample),
                str(path),
                dynamo=False,
                opset_version=_OPSET,
                input_names=["input_ids", "attention_mask"],
                output_names=list(OUTPUTS),
                dynamic_axes=axes,
            )
        except (RuntimeError, OSError) as error:
            raise EncoderError(f"The embedding model could not be exported to {path}: {error}") from error


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


def _graph(model: Any) -> Any:
    """The transformer, mean pooling over its tokens, and vectors of length 1, as one torch module."""
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.transformer = model[0].auto_model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            hidden = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1), torch.nn.functional.normalize(hidden, dim=2)

    return Pooled().eval()
