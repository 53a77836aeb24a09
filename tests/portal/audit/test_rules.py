"""Every action that any package records has words for the auditor."""

import ast
from collections.abc import Iterator
from pathlib import Path

import tracker
from tracker.audit_log.wording import ACTION_LABELS
from tracker.components import action_labels
from tracker.core import errors
from tracker.web.error_handlers import NOTED

CODE = Path(tracker.__file__).parent


def test_every_recorded_action_has_its_words() -> None:
    recorded = {action for file in CODE.rglob("*.py") for action in _recorded(file)}
    assert {"incident:read", "user:disable", "user:enable"} <= recorded
    assert sorted(recorded - action_labels().keys()) == []


def test_every_action_that_has_words_is_recorded_by_somebody() -> None:
    """A deed that is no longer written down is found by the words that are left over."""
    recorded = {action for file in CODE.rglob("*.py") for action in _recorded(file)}
    worded = {action for action in ACTION_LABELS if not action.startswith("refused:")}
    assert sorted(worded - recorded) == []


def test_what_the_steps_of_cases_are_called_stands_in_their_rows_alone() -> None:
    steps = {"request:file", "request:complete", "line:hand-over", "incident:reopen"}
    assert steps <= {action for action, words in action_labels().items() if words}
    assert not steps & ACTION_LABELS.keys()


def test_every_refusal_that_is_noted_has_its_words() -> None:
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, NOTED)}
    assert "Stale" in kinds
    assert sorted({f"refused:{name}" for name in kinds} - ACTION_LABELS.keys()) == []


def _recorded(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1] in ("record", "ListKind")
            and len(node.args) > 2
        ):
            nodes = ast.walk(node.args[2]) if not isinstance(node.args[2], ast.JoinedStr) else ()
            yield from (part.value for part in nodes if isinstance(part, ast.Constant) and isinstance(part.value, str))
