"""What a whole run of the tests must have run: every refusal, some files wholly, nearly all of the rest.

Reads the report of tests/coverage_plugin.py after the tests, prints what is missing, and ends with 1 when something is.
"""

import ast
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
REPORT = "coverage.json"
LEAST = 97.0  # per cent of lines and branches in all
# Who may do what, how cases move, what is logged and what is counted: every line and every branch.
WHOLE = (
    "tracker/core/permissions.py",
    "tracker/audit_log/*.py",
    "tracker/cases/transitions.py",
    "tracker/cases/*/rules.py",
    "tracker/cases/*/steps.py",
    "tracker/reports/rules.py",
    "tracker/reports/queries.py",
    "tracker/reports/cohorts.py",
    "tracker/reports/parts.py",
    "tracker/reports/waiting_times.py",
    "tracker/reports/inventory.py",
)

Files = Mapping[str, Mapping[str, Any]]  # what was found, by path


def refusals(source: str) -> list[int]:
    """The lines on which a piece of code raises one of `errors`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Raise) and any(_is_of_errors(part) for part in ast.walk(node))
    ]


def _is_of_errors(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "errors"


def unmet(root: Path, files: Files) -> Iterator[str]:
    """Refusals that no test met, as «path:line»."""
    for path in sorted(root.glob("tracker/**/*.py")):
        name = path.relative_to(root).as_posix()
        met = files.get(name, {}).get("executed_lines", [])
        yield from (
            f"{name}:{line}: no test meets this refusal" for line in refusals(path.read_text()) if line not in met
        )


def incomplete(root: Path, files: Files) -> Iterator[str]:
    """What is missing of the files that must be run wholly."""
    for pattern in WHOLE:
        names = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
        if not names:
            yield f"{pattern}: no such file; has it moved?"
        for name in names:
            missing = files.get(name)
            if missing is None:
                yield f"{name}: not measured"
            elif missing["missing_lines"] or missing["missing_branches"]:
                yield f"{name}: not run: lines {missing['missing_lines']}, branches {missing['missing_branches']}"


def faults(root: Path, report: Mapping[str, Any]) -> list[str]:
    """All that a report lacks."""
    total = report["summary"]["percent_covered"]
    least = [f"{total:.2f} % of lines and branches are run, at least {LEAST} % must be"] if total < LEAST else []
    return [*unmet(root, report["files"]), *incomplete(root, report["files"]), *least]


def main(root: Path = ROOT) -> int:
    """0 when nothing is missing."""
    report = json.loads((root / REPORT).read_text())
    wrong = faults(root, report)
    summary = f"coverage: {report['summary']['percent_covered']:.2f} % of lines and branches, every refusal is met"
    sys.stdout.write("".join(f"{line}\n" for line in wrong or [summary]))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
