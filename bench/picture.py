"""Draws what ``compare.py`` measured as an SVG picture: start to first answer and resident memory, a bar a contender.

python bench/picture.py measured.json bench/compare.svg
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from contenders import OURS

PANELS = (("start to first answer, seconds", "first", 1.0, "{:.1f}"), ("resident memory, MB", "rss", 1e-6, "{:.0f}"))
WIDTH, BAR, GAP, NAMES, HEAD = 400, 14, 6, 110, 48
INK, PALE, STRONG = "#222", "#b8c0cc", "#1b5e9b"


def picture(rows: Sequence[dict[str, Any]], about: str) -> str:
    """The picture; contenders without a figure are left out of its panel."""
    height = HEAD + len(rows) * (BAR + GAP)
    parts = [part for number, panel in enumerate(PANELS) for part in _panel(rows, *panel, left=number * WIDTH)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {height + 20}" role="img" font-family="sans-serif">',
            f"<title>{escape(about)}</title>",
            f'<rect width="{2 * WIDTH}" height="{height + 20}" fill="#fff"/>',
            *parts,
            f'<text x="0" y="{height + 12}" font-size="11" fill="{INK}">{escape(about)}</text>',
            "</svg>\n",
        ]
    )


def _panel(
    rows: Sequence[dict[str, Any]], title: str, key: str, scale: float, form: str, *, left: int
) -> Iterator[str]:
    values = {row["contender"]: row[key] * scale for row in rows if row.get(key)}
    most = max(values.values())
    yield f'<text x="{left}" y="20" font-size="14" font-weight="bold" fill="{INK}">{escape(title)}</text>'
    for place, (name, value) in enumerate(sorted(values.items(), key=lambda each: each[1])):
        top, width = HEAD - 14 + place * (BAR + GAP), (WIDTH - NAMES - 60) * value / most
        weight = "bold" if name == OURS else "normal"
        yield f'<text x="{left}" y="{top + 11}" font-size="12" font-weight="{weight}" fill="{INK}">{escape(name)}</text>'
        fill = STRONG if name == OURS else PALE
        yield f'<rect x="{left + NAMES}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{fill}"/>'
        yield f'<text x="{left + NAMES + width + 5:.1f}" y="{top + 11}" font-size="12" fill="{INK}">{form.format(value)}</text>'


def main() -> None:
    """Reads the JSON of ``compare.py`` and writes the picture of its smallest size."""
    source, target = map(Path, sys.argv[1:3])
    rows = json.loads(source.read_text(encoding="utf-8"))["rows"]
    size = min(row["passages"] for row in rows)
    about = f"{size:,} passages, all-MiniLM-L6-v2, two cores; bm25s reads words only. Made by bench/picture.py."
    target.write_text(picture([row for row in rows if row["passages"] == size], about), encoding="utf-8")


if __name__ == "__main__":
    main()
