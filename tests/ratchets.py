"""Sizes that may only shrink: prints them, and ends with 1 when one is past its mark. Complexity is ruff's to check."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
MEDIAN, NINETIETH, LONGEST_FILE = 8, 25, 300


class Size(NamedTuple):
    """How long one thing is, in lines."""

    lines: int
    name: str


def functions(source: str, file: str) -> Iterator[Size]:
    """Each function of a file: its lines from `def` to its end, decorators and docstring not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[0] if ast.get_docstring(node) else None
            silent = (words.end_lineno or 0) - words.lineno + 1 if words else 0
            yield Size((node.end_lineno or 0) - node.lineno + 1 - silent, f"{file}:{node.lineno} {node.name}")


def measure(paths: list[Path]) -> tuple[list[Size], list[Size]]:
    """(functions, files), longest first."""
    sources = {path.relative_to(ROOT).as_posix(): path.read_text() for path in paths}
    sizes = [size for name, source in sources.items() for size in functions(source, name)]
    files = [Size(source.count("\n"), name) for name, source in sources.items()]
    return sorted(sizes, reverse=True), sorted(files, reverse=True)


def judge(part: str, sizes: list[Size], files: list[Size]) -> tuple[str, bool]:
    """The figures of `part` as text to print, and whether all are within their marks."""
    lengths = [size.lines for size in sizes]
    median, ninetieth = statistics.median(lengths), statistics.quantiles(lengths, n=10)[-1]
    figures = (
        f"{part}: {len(sizes)} functions, median {median:.0f} lines (at most {MEDIAN}), "
        f"90th percentile {ninetieth:.0f} (at most {NINETIETH}), longest {sizes[0].lines} ({sizes[0].name}); "
        f"{len(files)} files, longest {files[0].lines} lines (at most {LONGEST_FILE}, {files[0].name})"
    )
    return figures, median <= MEDIAN and ninetieth <= NINETIETH and files[0].lines <= LONGEST_FILE


def main() -> int:
    """0 when every size is within its mark."""
    parts = {"app": [*ROOT.glob("*.py"), *ROOT.glob("tracker/**/*.py")], "tests": [*ROOT.glob("tests/**/*.py")]}
    verdicts = [judge(part, *measure(paths)) for part, paths in parts.items()]
    sys.stdout.write("".join(f"{figures}\n" for figures, _ in verdicts))
    return 0 if all(well for _, well in verdicts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
