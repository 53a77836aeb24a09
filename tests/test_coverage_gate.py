"""The gate on coverage, shown what it must not let pass."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import coverage_gate

CODE = """
from tracker.core import errors

def decide(asked):
    if not asked:
        raise errors.Invalid(
            {"note": "errors.Invalid"})
    if asked == 2:
        raise ValueError
    raise errors.NotAllowed() if asked == 3 else error
"""


def report(total: float = 97.0, **files: Any) -> dict[str, Any]:
    return {"summary": {"percent_covered": total}, "files": files}


def measured(*executed: int, lines: tuple[int, ...] = (), branches: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    return {"executed_lines": list(executed), "missing_lines": list(lines), "missing_branches": list(branches)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two files, one of which must be run wholly."""
    for name, code in (("decide.py", CODE), ("rules.py", "")):
        (tmp_path / "tracker").mkdir(exist_ok=True)
        (tmp_path / "tracker" / name).write_text(code)
    monkeypatch.setattr(coverage_gate, "WHOLE", ("tracker/rules*.py",))
    return tmp_path


def faults(root: Path, total: float = 97.0, decide: Any = None, rules: Any = None) -> list[str]:
    files = {"tracker/decide.py": decide or measured(6, 10), "tracker/rules.py": rules or measured()}
    return coverage_gate.faults(root, report(total, **files))


def test_what_is_all_met_passes(root: Path) -> None:
    assert faults(root) == []


def test_a_refusal_that_no_test_meets_is_named_by_its_line(root: Path) -> None:
    (wrong,) = faults(root, decide=measured(6, 9))
    assert wrong.startswith("tracker/decide.py:10: ")
    assert len(coverage_gate.faults(root, report(**{"tracker/rules.py": measured()}))) == 2


def test_a_line_or_a_branch_that_is_missing_where_nothing_may_be_is_told(root: Path) -> None:
    for rules in (measured(lines=(3,)), measured(branches=((3, 5),))):
        (wrong,) = faults(root, rules=rules)
        assert wrong.startswith("tracker/rules.py: not run: ")


def test_a_file_that_was_not_measured_or_is_no_longer_there_does_not_pass_for_whole(root: Path) -> None:
    (wrong,) = coverage_gate.faults(root, report(**{"tracker/decide.py": measured(6, 10)}))
    assert wrong == "tracker/rules.py: not measured"
    (root / "tracker" / "rules.py").unlink()
    (wrong,) = faults(root)
    assert "has it moved?" in wrong


def test_less_than_97_per_cent_in_all_does_not_pass(root: Path) -> None:
    (wrong,) = faults(root, total=96.99)
    assert wrong.startswith("96.99 %")


@pytest.mark.parametrize(("total", "ends"), [(97.0, 0), (90.0, 1)])
def test_the_run_ends_with_what_the_report_says(
    root: Path, capsys: pytest.CaptureFixture[str], total: float, ends: int
) -> None:
    files = {"tracker/decide.py": measured(6, 10), "tracker/rules.py": measured()}
    (root / coverage_gate.REPORT).write_text(json.dumps(report(total, **files)))
    assert coverage_gate.main(root) == ends
    assert f"{total:.2f} %" in capsys.readouterr().out


def test_every_file_that_must_be_run_wholly_is_there() -> None:
    assert all(list(coverage_gate.ROOT.glob(pattern)) for pattern in coverage_gate.WHOLE)
