"""Which encoder runs a model: its export beside the index or in the cache, made where there is none, or the model itself."""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path

from assistant.index.embedding import Encoder
from assistant.index.embedding.exported import BESIDE, FORMAT, ExportedEncoder, read_export
from assistant.index.embedding.model import MODEL_SHA256, PACKAGED


def open_exported(model: str, cache: Path, threads: int = 1, index: Path | None = None) -> Encoder:
    """The encoder that was put beside an ``index`` or is in ``cache``; exported first where there is none.

    Without a usable export of another model, the model itself, and that is said. Raises EncoderError.
    """
    kept = cache / f"{_slug(model)}-{FORMAT}"
    for folder in ([index / BESIDE] if index else []) + [kept]:
        if (about := read_export(folder, model)) and not about.refused:
            return ExportedEncoder(folder, about, threads)
    from assistant.index.embedding.exporting import export
    from assistant.index.embedding.reference import ReferenceEncoder

    about = read_export(kept, model)
    if about is None:
        export(model, kept)
        about = read_export(kept, model)
    if about and about.refused:
        told = f"{model} is run by sentence-transformers, slower to start and larger: {about.refused}."
        print(told, file=sys.stderr)
        return ReferenceEncoder(threads, model)
    return ExportedEncoder(kept, about, threads) if about else ReferenceEncoder(threads, model)


def _slug(model: str) -> str:
    if not model:
        return f"{PACKAGED}-{MODEL_SHA256[:12]}"
    return f"{re.sub('[^A-Za-z0-9]+', '-', Path(model).name)}-{sha256(model.encode()).hexdigest()[:12]}"
