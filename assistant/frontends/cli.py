"""The command line: ``assistant COMMAND``. Results go to stdout, everything said about them to stderr."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.errors import BadRequest, PolicyDeskError
from assistant.settings import ROWS, Settings, load_settings

if TYPE_CHECKING:
    from assistant.engine import Assistant
    from assistant.index.build import BuildReport
    from assistant.types import Hit

_UNPROVEN, _MISUSED = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status: 0 done, 1 not proven or failed, 2 wrong input or set-up."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its matrices are small: threads would wait for each other
    parsed = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        return int(parsed.run(parsed, _settings(parsed)))
    except PolicyDeskError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return _MISUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f": {error.filename}. --corpus, --index and --cache name other folders" if error.filename else ""
        print(f"assistant: {error.strerror or error}{place}.", file=sys.stderr)
        return _MISUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant", description="Answers over retirement-policy documents, proven quote by quote."
    )
    parser.add_argument("--version", action="version", version=f"assistant {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, run, told, configure in _COMMANDS:
        command = commands.add_parser(name, help=told, description=told)
        command.set_defaults(run=run)
        configure(command)
        for option, _, meaning in ROWS:
            if option in ("corpus", "index", "encoder", "model", "cache"):
                metavar = "NAME" if option in ("encoder", "model") else "DIR"
                command.add_argument(f"--{option}", metavar=metavar, help=meaning)
    return parser


def _settings(parsed: argparse.Namespace) -> Settings:
    names = {name for name, _, _ in ROWS}
    return load_settings({name: value for name, value in vars(parsed).items() if name in names})


def _desk(settings: Settings) -> Assistant:
    from assistant.index.embedding import open_encoder

    encoder = open_encoder(settings.encoder, settings.cache, model=settings.model, index=settings.index)
    from assistant.engine import open_desk  # while the encoder loads

    with _Progress() as progress:
        return open_desk(settings, progress, encoder)


class _Progress:
    """A bar on stderr once a build takes longer than two seconds; none where stderr is not a terminal."""

    def __enter__(self) -> Callable[[str, int], None]:
        self._bar: Any = None
        return self._advance

    def _advance(self, document: str, passages: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(desc="Reading documents", unit=" passages", delay=2, disable=None, leave=False)
        self._bar.set_postfix_str(document[-40:], refresh=False)
        self._bar.update(passages)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _build(parsed: argparse.Namespace, settings: Settings) -> int:
    report = _built(settings, getattr(parsed, "check", False))
    told = {
        "corpus": report.corpus,
        "documents": report.documents,
        "passages": report.passages,
        "added": report.added,
        "kept": report.kept,
        "removed": report.removed,
        "unreadable": [{"path": error.path, "reason": error.reason} for error in report.unreadable],
    }
    if parsed.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        state = "built" if report.changed else "up to date"
        print(f"The index in {settings.index} is {state}: {report.documents:,} documents, {report.passages:,} passages "
              f"({report.added:,} read, {report.kept:,} unchanged, {report.removed:,} removed).")  # fmt: skip
    return 0


def _built(settings: Settings, check: bool = False) -> BuildReport:
    from assistant.engine import build

    with _Progress() as progress:
        return build(settings, progress, check=check)


def _add(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.corpus.add import add_files, add_url

    links = [given for given in parsed.what if given.startswith(("http://", "https://"))]
    files = [Path(given) for given in parsed.what if given not in links]
    added = add_files(files, settings.corpus, report=lambda error: print(f"Left out: {error}", file=sys.stderr))
    added += [add_url(link, settings.corpus, today=settings.today) for link in links]
    print(f"Added {len(added)} to {settings.corpus}." if added else "Nothing new to add.")
    return _build(parsed, settings)


def _fetch(parsed: argparse.Namespace, settings: Settings) -> int:
    failed = 0
    from assistant.corpus.sources import fetch_sources

    for result in fetch_sources(settings.corpus, parsed.ids, today=settings.today):
        failed += not isinstance(result, Path)
        print(f"{'Fetched' if isinstance(result, Path) else 'Not fetched:'} {result}", file=sys.stderr)
    return _build(parsed, settings) or int(failed > 0)


def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    if (parsed.batch is None) == (parsed.question is None):
        raise BadRequest("Give one question, or --batch FILE.jsonl (- for standard input).")
    if parsed.batch:
        lines = _read_batch(parsed.batch, "question")
        desk = _desk(settings)
        for line in lines:
            answer = desk.ask(line["question"], line.get("history") or (), settings.today)
            _print_json({**answer.to_dict(), "id": line.get("id", answer.id), "receipt": answer.id})
        return 0
    answer = _desk(settings).ask(parsed.question, parsed.history or (), settings.today)
    if parsed.json:
        _print_json(answer.to_dict())
    else:
        from assistant.frontends.render import render_text

        print(render_text(answer))
    return 0


def _search(parsed: argparse.Namespace, settings: Settings) -> int:
    if (parsed.batch is None) == (parsed.query is None):
        raise BadRequest("Give one query, or --batch FILE.jsonl (- for standard input).")
    if parsed.batch:
        lines = _read_batch(parsed.batch, "query")
        desk = _desk(settings)
        for line in lines:
            _print_json({"id": line.get("id"), "hits": [_hit(hit) for hit in desk.search(line["query"], parsed.k)]})
        return 0
    hits = _desk(settings).search(parsed.query, parsed.k)
    if parsed.json:
        _print_json({"query": parsed.query, "hits": [_hit(hit) for hit in hits]})
    else:
        print("\n\n".join(_hit_text(n, hit) for n, hit in enumerate(hits, 1)) or "Nothing found.")
    return 0


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "document": passage.document,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": hit.score,
    }


def _hit_text(n: int, hit: Hit) -> str:
    place = f"{hit.passage.document} [{hit.passage.start}:{hit.passage.end}]"
    return f"{n}. {place} score {hit.score:.3f}\n{hit.passage.text}"


def _verify(parsed: argparse.Namespace, settings: Settings) -> int:
    try:
        data = json.loads(_read_text(parsed.answer))
    except (ValueError, RecursionError) as error:
        raise BadRequest(
            f"{parsed.answer} is not JSON ({error}); it should be what `assistant ask --json` prints."
        ) from None
    failures = _desk(settings).verify(data)
    if parsed.json:
        _print_json({"proven": not failures, "failures": failures})
    elif failures:
        print("NOT PROVEN\n" + "\n".join(f"  {failure}" for failure in failures))
    else:
        steps = (data["calculation"] or {}).get("steps", ())
        held = f"citations at their places: {len(data['citations'])}; steps recomputed: {len(steps)}"
        print(f"Proven. {held}; a replay gives the same answer.")
    return _UNPROVEN if failures else 0


def _evaluate(parsed: argparse.Namespace, settings: Settings) -> int:
    from assistant.frontends.evaluate import evaluate

    return evaluate(parsed, settings, build=_built, opener=_desk)


def _serve(_: argparse.Namespace, settings: Settings) -> int:
    from assistant.frontends.web.server import serve

    serve(settings.host, settings.port, opener=lambda: _desk(settings))
    return 0


def _read_text(name: str) -> str:
    try:
        return (sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")).removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(f"{name} cannot be read: {error}.") from error


def _read_batch(name: str, wanted: str) -> list[dict[str, Any]]:
    """The lines of a batch, all checked before the first is answered."""
    return list(_checked_lines(name, wanted))


def _checked_lines(name: str, wanted: str) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(_read_text(name).split("\n"), 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise BadRequest(
                f'{name}:{number} is not JSON; each line should be like {{"id": "1", "{wanted}": "…"}}.'
            ) from None
        if not isinstance(line, dict) or not isinstance(line.get(wanted), str):
            raise BadRequest(
                f'{name}:{number} has no text {wanted!r}; each line should be like {{"id": "1", "{wanted}": "…"}}.'
            )
        if not isinstance(line.get("history", []), list):
            raise BadRequest(f"{name}:{number} has a history that is not a list of the earlier questions.")
        yield line


def _no_number(name: str) -> None:
    """NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False), flush=True)


def _json_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--check", action="store_true", help="prove every file of the index by its hash first")
    _json_option(command)


def _add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", nargs="+", metavar="PATH_OR_URL", help="files, folders or web pages")
    command.add_argument("--today", help="the date noted as the day of fetching")
    _json_option(command)


def _sources_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("fetch", choices=["fetch"], help="download the originals that corpus/sources.yaml lists")
    command.add_argument("ids", nargs="*", metavar="ID", help="which (default: all with an address)")
    command.add_argument("--today", help="the date noted as the day of fetching")
    _json_option(command)


def _ask_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("question", nargs="?", metavar="QUESTION")
    command.add_argument(
        "--history", action="append", metavar="Q", help="an earlier question of the asker; repeat, oldest first"
    )
    command.add_argument("--today", metavar="DATE", help="the date that 'this year' is counted from")
    command.add_argument(
        "--batch", metavar="FILE", help='lines {"id", "question", "history"} in, one answer a line out'
    )
    _json_option(command)


def _search_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("query", nargs="?", metavar="QUERY")
    command.add_argument("-k", type=_positive, default=10, help="how many passages (default 10)")
    command.add_argument("--batch", metavar="FILE", help='lines {"id", "query"} in, {"id", "hits"} out')
    _json_option(command)


def _verify_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "answer", metavar="ANSWER.json", help="what `assistant ask --json` printed; - for standard input"
    )
    _json_option(command)


def _evaluate_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "questions", metavar="QUESTIONS.jsonl", help="a question a line, with what is right; - for standard input"
    )
    command.add_argument(
        "--documents",
        metavar="PATH",
        type=Path,
        help="measure on these alone: a file, or a folder (default: the index)",
    )
    command.add_argument("--split", metavar="NAME", help='only the lines with this "split"')
    command.add_argument("--report", metavar="FILE.md", type=Path, help="write the tables and every failure there")
    command.add_argument("--today", metavar="DATE", help="the date that 'this year' is counted from")
    command.add_argument("--json", action="store_true", help="print every number and failure as one JSON object")


def _serve_options(command: argparse.ArgumentParser) -> None:
    for option, default, meaning in ROWS:
        if option in ("host", "port"):
            command.add_argument(f"--{option}", help=f"{meaning} (default {default})")


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("should be a whole number from 1 to 1000")
    return int(text)


_COMMANDS: tuple[tuple[str, Callable[..., int], str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("build", _build, "bring the index up to the corpus", _build_options),
    ("add", _add, "read files, folders or web pages into the corpus, then build", _add_options),
    ("sources", _fetch, "download originals and index them", _sources_options),
    ("ask", _ask, "answer one question, or a file of them", _ask_options),
    ("search", _search, "find passages", _search_options),
    ("verify", _verify, "prove an answer: every quote, step and input, and a replay", _verify_options),
    ("evaluate", _evaluate, "measure the desk on a file of questions", _evaluate_options),
    ("serve", _serve, "run the web chat", _serve_options),
)
