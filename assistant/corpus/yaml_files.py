"""YAML as this project writes it; the only importer of ``yaml``.

Numbers are exact: ``0.1`` becomes ``Decimal("0.1")`` and never passes through a float. Dates stay the text that was
written. ``yes``, ``0x1f``, ``1:30`` and ``010`` are words, not surprises. A key given twice is a mistake.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import yaml

from assistant.errors import DataError

LARGEST, DEEPEST = 4_000_000, 50  # characters, and levels: the parser in C overflows the stack on deep nesting
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"^(?:~|null|Null|NULL|)$")
_FORMS = (
    ("null", _NULL, "~nN\0"),
    ("bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), "tTfF"),
    ("int", re.compile(r"^[-+]?(?:0|[1-9][0-9_]{0,60})$"), "-+0123456789"),
    ("float", re.compile(r"^[-+]?(?:0|[1-9][0-9_]{0,60})(?:\.[0-9]{1,60})(?:[eE][-+]?[0-9]{1,2})?$"), "-+0123456789"),
)


class _Strict(_BASE):  # type: ignore[misc]
    """Plain words and nulls; a repeated key is refused."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


class _Data(_Strict):
    """Adds truth values and exact numbers."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    """The mapping with every value complete; ConstructorError for a repeated or compound key."""
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, (str, int)) or key in seen:
            problem = "a key must be one word or number"
            if isinstance(key, (str, int)):
                problem = f"the key {key!r} stands here a second time"
            raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _integer(loader: _Data, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


def _decimal(loader: _Data, node: yaml.ScalarNode) -> Decimal:
    return Decimal(format(Decimal(str(loader.construct_scalar(node))), "f"))


def _prepare() -> None:
    _Strict.add_implicit_resolver("tag:yaml.org,2002:null", _NULL, [*"~nN\0", ""])
    for tag, form, first in _FORMS:
        _Data.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", form, [*first, ""] if tag == "null" else [*first])
    _Strict.add_constructor("tag:yaml.org,2002:map", _mapping)
    _Data.add_constructor("tag:yaml.org,2002:map", _mapping)
    _Data.add_constructor("tag:yaml.org,2002:int", _integer)
    _Data.add_constructor("tag:yaml.org,2002:float", _decimal)


_prepare()


def _check_depth(text: str, loader: Any) -> None:
    depth = 0
    events: Any = yaml.parse(text, Loader=loader)
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise yaml.composer.ComposerError(None, None, f"more than {DEEPEST} levels deep", event.start_mark)


def _parse(text: str, path: str | Path, loader: Any, first_line: int) -> Any:
    if len(text) > LARGEST:
        raise DataError(path, "size", f"more than {LARGEST:,} characters; split it into several files")
    try:
        _check_depth(text, loader)
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise DataError(path, f"line {line}", f"not valid YAML: {problem}") from error


def parse_data(text: str, path: str | Path) -> Any:
    """The YAML ``text`` with integers and Decimals; DataError names ``path`` and the line of a mistake."""
    return _parse(text, path, _Data, 1)


def parse_words(text: str, path: str | Path, first_line: int = 1) -> Any:
    """The YAML ``text`` with every value as the words written, or None. Lines are counted from ``first_line``."""
    return _parse(text, path, _Strict, first_line)


def read_data(path: Path) -> Any:
    """The content of a UTF-8 YAML file (see ``parse_data``)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, "file", f"cannot be read as UTF-8 text: {error}") from error
    return parse_data(text, path)
