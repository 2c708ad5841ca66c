"""The README says what is so: its examples are run, its tables are the program's own.

``python -m tests.test_readme`` writes them anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.frontends.cli import _COMMANDS
from assistant.settings import ROWS
from tests.conftest import ROOT

README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)
_SETTINGS = re.compile(r"(\| setting \| default \| meaning \|\n\|---\|---\|---\|\n)((?:\|.*\n)*)")


def output(command: str) -> str:
    """What a command of the README prints, on the fixed date."""
    program = f'"{sys.executable}" -m assistant '
    done = subprocess.run(
        re.sub(r"(?<!\S)assistant ", lambda _: program, command),
        shell=True,
        cwd=ROOT,
        env={**os.environ, "ASSISTANT_TODAY": "2026-11-23"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def settings_rows() -> str:
    return "".join(
        f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |\n" for name, default, meaning in ROWS
    )


def rewritten(text: str) -> str:
    """The README with its examples run and its settings listed."""
    text = _BLOCK.sub(lambda block: f"```console\n$ {block[1]}\n{output(block[1])}```", text)
    return _SETTINGS.sub(lambda table: table[1] + settings_rows(), text)


def blocks() -> Iterator[tuple[str, str]]:
    for block in _BLOCK.finditer(README.read_text(encoding="utf-8")):
        yield block[1], block[2]


@pytest.mark.model
@pytest.mark.parametrize(("command", "expected"), list(blocks()))
def test_the_examples_are_real_output(command: str, expected: str) -> None:
    assert output(command) == expected != ""


def test_every_setting_is_in_the_table() -> None:
    table = _SETTINGS.search(README.read_text(encoding="utf-8"))
    assert table
    assert table[2] == settings_rows()


def test_every_command_is_in_the_table() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(f"| `assistant {name}" in text for name, *_ in _COMMANDS)


def test_the_readme_is_short_and_shows_an_answer_early() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    assert any("[1]" in line for line in lines[:30])


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_local_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert Path(ROOT, link).exists()


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
