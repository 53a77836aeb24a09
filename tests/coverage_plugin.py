"""A plugin of pytest: notes which lines and branches of the app the tests run, and writes them to coverage.json.

SlipCover puts its notes into the code itself. A trace function, which coverage.py needs before Python 3.14, slows down
every line of every library too: with it the same tests took 60 % more processor time. Tests run in xdist's workers;
each hands over what it noted, and the process that started them adds it up.
"""

import json
import os
from typing import Any

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage

from tests.coverage_gate import REPORT, ROOT

SOURCE = [str(ROOT / "tracker")]
HANDED_OVER = "coverage"
notes = Slipcover(source=SOURCE, branch=True, exclude_lines=[])
reports: list[dict[str, Any]] = []  # never more than one between two calls: the sum so far

if "PYTEST_XDIST_WORKER" in os.environ:  # here, because conftest.py imports the app before a hook is called
    ImportManager(notes, FileMatcher(sources=SOURCE)).__enter__()
else:
    (ROOT / REPORT).unlink(missing_ok=True)  # the gate shall not read an older run's when this one breaks off


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands over what it noted."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[HANDED_OVER] = json.dumps(notes.get_coverage())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker handed over to the sum; one that crashed has nothing, and the gate misses what it ran."""
    if hasattr(node, "workeroutput"):
        reports.append(json.loads(node.workeroutput[HANDED_OVER]))
        if len(reports) > 1:
            merge_coverage(reports[0], reports.pop())
        (ROOT / REPORT).write_text(json.dumps(reports[0]))
