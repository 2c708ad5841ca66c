"""A model as sentence-transformers runs it, and its export to ONNX. With ``asking`` the only importer of torch."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import EncoderError, MissingExtra
from assistant.index.embedding import MOST_TOKENS, Reading, Vectors
from assistant.index.embedding.adapter import adapter_sha256, factors
from assistant.index.embedding.exported import GRAPHS, INPUTS, OUTPUTS, STATES, TEXTS, TOKENIZER
from assistant.index.embedding.model import MODEL_SHA256, PACKAGED, checked_model

_OPSET = 17
_MOST_TOKENS_OF_OTHERS = 512
_FAULTS = (RuntimeError, OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, NotImplementedError)


class ReferenceEncoder:
    """A model ("": the packaged one) by sentence-transformers: what every other way of running it is checked against.

    ``weights`` is the SHA-256 of the packaged model's file, or of all parameters of another; only the packaged one has an
    ``adapter``, named by its SHA-256, "" for none. Prompts that some models
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
        self._parts = _parts(self._model) if self.adapter else None
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
            return SentenceTransformer(place, device="cpu", local_files_only=not self._given, model_kwargs=options)
        except _FAULTS as error:
            raise EncoderError(
                f"The model {place!r} cannot be loaded by sentence-transformers ({error}). Give the folder or the hub's "
                "name of a model that is one."
            ) from error

    def read(self, texts: Sequence[str]) -> list[Reading]:
        if self._parts:
            shared, telling, _ = self._parts
            return [self._in_parts(text, shared, telling) for text in texts]
        outputs = self._model.encode(list(texts), output_value=None, show_progress_bar=False) if texts else []
        return [self._reading(text, output) for text, output in zip(texts, outputs, strict=True)]

    def read_questions(self, texts: Sequence[str]) -> list[Reading]:
        if not self._parts:
            return self.read(texts)
        shared, _, asking = self._parts
        return [self._in_parts(text, shared, asking) for text in texts]

    def _in_parts(self, text: str, shared: Any, last: Any) -> Reading:
        import torch

        kept, spans = self._words(text)
        ids = torch.tensor([self._model.tokenizer(text, truncation=True, max_length=self.most_tokens)["input_ids"]])
        with torch.inference_mode():
            vectors, tokens = last(shared(ids, torch.ones_like(ids)), torch.ones_like(ids))
        return Reading(vectors[0].numpy(), tokens[0].numpy()[kept], spans)

    def _words(self, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
        """Which tokens of a text are not special ones, and where each of those stands."""
        encoded = self._model.tokenizer(
            text,
            truncation=True,
            max_length=self.most_tokens,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        kept = np.flatnonzero(np.asarray(encoded["special_tokens_mask"]) == 0)
        return kept, np.asarray(encoded["offset_mapping"], dtype=np.int32)[kept]

    def _reading(self, text: str, output: Mapping[str, Any]) -> Reading:
        kept, spans = self._words(text)
        rows = output["token_embeddings"].detach().numpy()[kept]
        return Reading(_unit(output["sentence_embedding"].detach().numpy()), _unit(rows), spans)

    def export(self, folder: Path) -> None:
        """Puts the model into a folder: the tokenizer and, with pooling and normalisation, ONNX graphs. A model with an
        adapter is cut into ``GRAPHS``, as onnxruntime runs a graph always whole. The weights of a graph are a file beside
        it, which is mapped and not copied into memory.

        Attention is exported in its plain form, which onnxruntime's optimizer puts into one operator. Raises EncoderError
        when the model cannot be exported.
        """
        try:
            self._model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
            model = self._load(attn_implementation="eager")
            if not self.adapter:
                _write_graph(_whole(model), INPUTS, OUTPUTS, folder / TEXTS, model)
                return
            for module, (graph, (inputs, outputs)) in zip(_parts(model), GRAPHS.items(), strict=True):
                _write_graph(module, inputs, outputs, folder / graph, model)
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


def _parts(model: Any) -> Any:
    from assistant.index.embedding.asking import parts

    return parts(model, factors())


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


def _write_graph(module: Any, inputs: Sequence[str], outputs: Sequence[str], path: Path, model: Any) -> None:
    import torch

    config = model[0].auto_model.config
    ids, hidden = torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8, getattr(config, "hidden_size", 1)))
    plain = path.with_name("plain.onnx")
    torch.onnx.export(
        module,
        tuple(hidden if name == STATES else ids for name in inputs),
        str(plain),
        dynamo=False,
        opset_version=_OPSET,
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={
            name: {0: "batch"} if name == OUTPUTS[0] else {0: "batch", 1: "tokens"} for name in (*inputs, *outputs)
        },
    )
    _fuse(plain, path, config)
    plain.unlink()
