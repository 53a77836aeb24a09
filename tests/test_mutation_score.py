"""The mark for changes that no test notices, shown too many of them."""

import json
from pathlib import Path

import pytest

from tests import mutation_score


@pytest.mark.parametrize(
    ("killed", "timeout", "no_tests", "skipped", "ends"),
    [(90, 0, 0, 0, 0), (89, 1, 0, 0, 0), (89, 0, 0, 0, 1), (89, 0, 11, 0, 1), (81, 0, 0, 10, 0), (0, 0, 0, 100, 1)],
)
def test_nine_of_ten_changes_must_be_noticed_and_what_no_test_runs_is_not(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    killed: int,
    timeout: int,
    no_tests: int,
    skipped: int,
    ends: int,
) -> None:
    counts = {"killed": killed, "timeout": timeout, "no_tests": no_tests, "skipped": skipped, "total": 100}
    (tmp_path / "mutants").mkdir()
    (tmp_path / mutation_score.FOUND).write_text(json.dumps(counts))
    assert mutation_score.main(tmp_path) == ends
    assert "of 100 changes" in capsys.readouterr().out
