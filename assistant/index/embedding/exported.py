"""The exported model run by onnxruntime: the same vectors as sentence-transformers without loading torch."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import numpy as np

from assistant.index.embedding import Encoder, Reading
from assistant.index.embedding.adapter import adapter_sha256
from assistant.index.embedding.model import MODEL_SHA256, PACKAGED, file_sha256

FORMAT = 6
GRAPH, TOKENIZER, DESCRIPTION = "model.onnx", "tokenizer.json", "encoder.json"
INPUTS, OUTPUTS = ("input_ids", "attention_mask"), ("sentence_embedding", "token_embeddings")
BESIDE = "encoder"
_TOKENS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Export:
    """What was exported: the ``model`` as the setting names it, the SHA-256 of its ``weights`` and of the ``adapter``
    ("" for none), its ``source`` (sizes and times of a local folder's files), the export's ``files`` with size
    and SHA-256, or why it was ``refused``."""

    model: str
    weights: str
    adapter: str
    source: str
    dimension: int
    most_tokens: int
    refused: str
    files: Mapping[str, tuple[int, str]]
    format: int = FORMAT


def read_export(folder: Path, model: str, *, whole: bool = False) -> Export | None:
    """The description of an export of that model, None when it is absent, damaged, of another model or of one that has
    changed since. Files are proven by their size, with ``whole`` by their hash."""
    try:
        about = Export(**json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
        paths = [(folder / name, size, digest) for name, (size, digest) in about.files.items()]
        same = all(p.stat().st_size == size and (not whole or file_sha256(p) == digest) for p, size, digest in paths)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    changed = source_of(model) not in ("", about.source)
    packaged = model or (about.weights, about.adapter) == (MODEL_SHA256, adapter_sha256())
    return about if same and packaged and not changed and (about.model, about.format) == (model, FORMAT) else None


def put_beside(encoder: Encoder, index: Path) -> None:
    """An exported encoder next to the index that was made with it, so that the index's folder is all that serving needs."""
    if not isinstance(encoder, ExportedEncoder):
        return
    place = index / BESIDE
    if encoder.folder == place or read_export(place, encoder.about.model, whole=True) == encoder.about:
        return
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in (*encoder.about.files, DESCRIPTION):
        try:
            os.link(encoder.folder / name, place / name)
        except OSError:
            shutil.copyfile(encoder.folder / name, place / name)


def source_of(model: str) -> str:
    """Sizes and times of the files of a model that is a local folder, as a hash; "" for any other."""
    folder = Path(model)
    if not model or not folder.is_dir():
        return ""
    stamps = sorted(
        (p.relative_to(folder).as_posix(), p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*")
    )
    return sha256(repr(stamps).encode()).hexdigest()


class ExportedEncoder:
    """A model as an ONNX graph. Deterministic: a text's vector does not depend on the texts beside it by more than
    float32 rounding."""

    def __init__(self, folder: Path, about: Export, threads: int = 1) -> None:
        self.folder, self.about = folder, about
        self.name, self.dimension = f"{about.model or PACKAGED} {about.weights} onnx", about.dimension
        self._loading: Future[_Loaded] = Future()
        Thread(target=self._load, args=(threads,)).start()

    def _load(self, threads: int) -> None:
        """Tokenizer and graph, loaded while the rest starts; an answer that needs neither does not wait."""
        try:
            from tokenizers import Tokenizer

            session = _session(self.folder / GRAPH, threads)
            tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER))
            tokenizer.enable_truncation(self.about.most_tokens)
            tokenizer.no_padding()
            self._loading.set_result(_Loaded(tokenizer, session))
        except BaseException as error:  # noqa: BLE001 (it is raised where the result is asked for)
            self._loading.set_exception(error)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        loaded = self._loading.result()
        encodings = loaded.tokenizer.encode_batch(list(texts))
        found: dict[int, Reading] = {}
        for rows in _batches([len(encoding.ids) for encoding in encodings]):
            found.update(zip(rows, loaded.read([encodings[row] for row in rows]), strict=True))
        return [found[row] for row in range(len(texts))]


class _Loaded(NamedTuple):
    tokenizer: Any
    session: Any

    def read(self, encodings: Sequence[Any]) -> Iterator[Reading]:
        """Readings of tokenized texts, the longest last."""
        ids = np.zeros((len(encodings), len(encodings[-1].ids)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        vectors, tokens = self.session.run(OUTPUTS, dict(zip(INPUTS, (ids, mask), strict=True)))
        for row, encoding in enumerate(encodings):
            kept = np.flatnonzero(np.asarray(encoding.special_tokens_mask) == 0)
            yield Reading(vectors[row], tokens[row][kept], np.asarray(encoding.offsets, dtype=np.int32)[kept])


def _session(graph: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Texts of like length, so that little is padding, and few enough for what the layers pass on to stay near."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if batch and (len(batch) + 1) * lengths[row] > _TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
