"""The facts of a corpus together: parameters, figures, successions and glossary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.corpus.figures import load_figures
from assistant.corpus.glossary_file import load_glossary
from assistant.corpus.parameters import load_parameters
from assistant.corpus.stored import StoredTexts
from assistant.corpus.successions import load_successions
from assistant.types import Facts


def load_facts(corpus_dir: Path, texts: Mapping[str, str] | None = None) -> Facts:
    """Every parameter, figure, succession and glossary entry of the corpus; empty when it has no such files.

    ``texts`` maps document ids to stored texts (default: read from ``documents/`` as needed). DataError names the
    file and field of the first mistake; a quote that does not stand in its document is one.
    """
    known = StoredTexts(corpus_dir) if texts is None else texts
    return Facts(
        parameters=load_parameters(corpus_dir / "parameters", known),
        figures=load_figures(corpus_dir / "figures", known),
        successions=load_successions(corpus_dir / "successions.yaml", known),
        glossary=load_glossary(corpus_dir / "glossary.yaml", known),
    )
