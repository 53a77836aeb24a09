"""How many of the changes that mutmut made to the rules a test noticed: prints it, and ends with 1 below the mark."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUND = "mutants/mutmut-cicd-stats.json"  # as `mutmut export-cicd-stats` writes it
LEAST = 90.0  # per cent


def score(counts: Mapping[str, int]) -> float:
    """The share of changes that made a test fail or run for ever, in per cent; none made is none noticed."""
    noticed, tried = counts["killed"] + counts["timeout"], counts["total"] - counts["skipped"]
    return 100 * noticed / tried if tried else 0.0


def main(root: Path = ROOT) -> int:
    """0 when enough was noticed."""
    counts = json.loads((root / FOUND).read_text())
    reached = score(counts)
    sentence = f"mutation score: {reached:.1f} % of {counts['total']} changes noticed (at least {LEAST} %)"
    sys.stdout.write(f"{sentence}; `mutmut results` lists the others\n")
    return 0 if reached >= LEAST else 1


if __name__ == "__main__":
    raise SystemExit(main())
