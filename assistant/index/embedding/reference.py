"""A model as sentence-transformers runs it, and its export to ONNX. The only importer of torch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import EncoderError, MissingExtra
from assistant.index.embedding import MOST_TOKENS, Reading, Vectors
from assistant.index.embedding.adapter import adapter_sha256, factors
from assistant.index.embedding.exported import GRAPH, INPUTS, OUTPUTS, TOKENIZER
from assistant.index.embedding.model import MODEL_SHA256, PACKAGED, checked_model

_OPSET = 17
_MOST_TOKENS_OF_OTHERS = 512
_FAULTS = (RuntimeError, OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, NotImplementedError)


class ReferenceEncoder:
    """A model ("": the packaged one) by sentence-transformers: what every other way of running it is checked against.

    ``weights`` is the SHA-256 of the packaged model's file, or of all parameters of another; only the packaged one has an
    ``adapter``, named by its SHA-256, "" for none, of which it bears the changes. Prompts that some models
    want before a query or a passage are not put there.
    """

    def __init__(self, threads: int = 1, model: str = "") -> None:
        """Raises EncoderError when it cannot be loaded, MissingExtra without sentence-transformers."""
        if find_spec("sentence_transformers") is None:
            raise MissingExtra("sentence-transformers", "build", "Reading a model for the first time")
        import torch

        torch.set_num_threads(threads)
        self._given = model
        self._model = self._load()
        self.weights = _weights_sha256(self._model) if model else MODEL_SHA256
        self.adapter = "" if model else adapter_sha256()
        self.name = f"{model or PACKAGED} {self.weights} sentence-transformers"
        self.most_tokens = (
            min(self._model.max_seq_length or MOST_TOKENS, _MOST_TOKENS_OF_OTHERS) if model else MOST_TOKENS
        )
        self._model.max_seq_length = self.most_tokens
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        if not self.dimension or self.dimension % 8:
            raise EncoderError(f"{model} has {self.dimension} dimensions; a multiple of 8 is needed.")

    def _load(self, **options: Any) -> Any:
        os.environ.setdefault("HF_HUB_OFFLINE", "1") if not self._given else None
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.utils.logging.disable_progress_bar()
        place = self._given or str(checked_model())
        try:
            model = SentenceTransformer(place, device="cpu", local_files_only=not self._given, model_kwargs=options)
        except _FAULTS as error:
            raise EncoderError(
                f"The model {place!r} cannot be loaded by sentence-transformers ({error}). Give the folder or the hub's "
                "name of a model that is one."
            ) from error
        if not self._given:
            _adapt(model[0].auto_model.encoder.layer)
        return model

    def read(self, texts: Sequence[str]) -> list[Reading]:
        outputs = self._model.encode(list(texts), output_value=None, show_progress_bar=False) if texts else []
        return [self._reading(text, output) for text, output in zip(texts, outputs, strict=True)]

    def _reading(self, text: str, output: Mapping[str, Any]) -> Reading:
        encoded = self._model.tokenizer(
            text,
            truncation=True,
            max_length=self.most_tokens,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        kept = np.flatnonzero(np.asarray(encoded["special_tokens_mask"]) == 0)
        spans = np.asarray(encoded["offset_mapping"], dtype=np.int32)[kept]
        rows = output["token_embeddings"].detach().numpy()[kept]
        return Reading(_unit(output["sentence_embedding"].detach().numpy()), _unit(rows), spans)

    def export(self, folder: Path) -> None:
        """Puts the model into a folder: the tokenizer and, with pooling and normalisation, an ONNX graph. Its weights are a
        file beside it, which is mapped and not copied into memory.

        Attention is exported in its plain form, which onnxruntime's optimizer puts into one operator. Raises EncoderError
        when the model cannot be exported.
        """
        try:
            self._model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
            _write_graph(self._load(attn_implementation="eager"), folder / GRAPH)
        except _FAULTS as error:
            raise EncoderError(f"it cannot be exported to ONNX ({type(error).__name__}: {error})") from error


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


def _weights_sha256(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode() + tensor.detach().cpu().numpy().tobytes())
    return digest.hexdigest()


def _fuse(plain: Path, graph: Path, config: Any) -> None:
    """Attention, normalisation and activation each as one operator, where the model has them in a known form."""
    from onnxruntime.transformers import optimizer

    heads, size = (getattr(config, name, 0) for name in ("num_attention_heads", "hidden_size"))
    fused = optimizer.optimize_model(str(plain), model_type="bert", num_heads=heads, hidden_size=size, opt_level=0)
    fused.save_model_to_file(str(graph), use_external_data_format=True)


def _adapt(layers: Any) -> None:
    """Adds what was learned to the weights of a model's layers."""
    import torch

    for each in factors():
        linear = layers[-1 - each.layer].get_submodule(each.part)
        linear.weight.data += torch.tensor(each.down.astype("f4") @ each.up.astype("f4")).T


def _whole(model: Any) -> Any:
    import torch

    class Whole(torch.nn.Module):  # type: ignore[misc]
        """Every module of the model in order, then vectors of length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            found = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return tuple(torch.nn.functional.normalize(found[name], dim=-1) for name in OUTPUTS)

    return Whole().eval()


def _write_graph(model: Any, graph: Path) -> None:
    import torch

    ids, plain = torch.ones((2, 8), dtype=torch.int64), graph.with_name("plain.onnx")
    torch.onnx.export(
        _whole(model),
        (ids, ids),
        str(plain),
        dynamo=False,
        opset_version=_OPSET,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes={
            name: {0: "batch"} if name == OUTPUTS[0] else {0: "batch", 1: "tokens"} for name in (*INPUTS, *OUTPUTS)
        },
    )
    _fuse(plain, graph, model[0].auto_model.config)
    plain.unlink()
