"""What was measured, as Markdown. A ratio is the contender's value through the base's, from the same minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from contenders.measures import Row

Column = tuple[str, str, Callable[[Any], str]]


def _milliseconds(value: float) -> str:
    return f"{value * 1000:.1f}"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.1f}"


def _seconds(value: float) -> str:
    return f"{value:.2f}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"


def _yes(value: bool) -> str:
    return "yes" if value else "NO"


ANSWERING: tuple[Column, ...] = (
    ("start to first answer, s", "first", _seconds),
    ("ratio", "first_ratio", _seconds),
    ("p50, ms", "p50", _milliseconds),
    ("ratio", "p50_ratio", _seconds),
    ("p95, ms", "p95", _milliseconds),
    ("ratio", "p95_ratio", _seconds),
    ("8 threads, q/s", "at_once", _whole),
    ("ratio", "at_once_ratio", _seconds),
    ("RSS, MB", "rss", _megabytes),
    ("ratio", "rss_ratio", _seconds),
    ("PSS, MB", "pss", _megabytes),
    ("ratio", "pss_ratio", _seconds),
    ("of the base's top 5", "agreement", _share),
)
BUILDING: tuple[Column, ...] = (
    ("loading the model, s", "ready", _seconds),
    ("building, s", "build", _seconds),
    ("passages/s", "rate", _whole),
    ("on disk, MB", "disk", _megabytes),
    ("adding ten, ms", "add", _milliseconds),
    ("embedding ten, ms", "embed", _milliseconds),
    ("ratio", "add_ratio", _seconds),
    ("there after a new load", "kept", _yes),
)


def table(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """A line a contender; what was not measured is a dash, and a contender without any figure is left out."""
    lines = ["| contender | " + " | ".join(title for title, _, _ in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for row in rows:
        cells = [show(row[key]) if row.get(key) is not None else "–" for _, key, show in columns]
        if cells != ["–"] * len(cells):
            lines.append(f"| {row['contender']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def report(rows: Sequence[Row]) -> str:
    """Both tables of a size, and a line for each contender that failed."""
    failed = [f"| {row['contender']} | {row['failed']} |" for row in rows if row.get("failed")]
    parts = [table(ANSWERING, rows), table(BUILDING, rows)]
    if failed:
        parts.append("\n".join(["| contender | failed |", "|---|---|", *failed]))
    return "\n\n".join(parts)
