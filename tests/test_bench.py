"""The bench tells what it measured, and does not let a goal that was held be missed again."""

from pathlib import Path

import pytest

from bench import verdicts
from bench.counting import Count, counting
from bench.measuring import FLOOR, Figure
from bench.works import Work
from tests.cast import Cast
from tests.people import People
from tracker.core.permissions import Role


def figure(name: str, milliseconds: float, site: str = "SQLite city", **facts: object) -> Figure:
    work = Work(name, lambda: None, **facts)  # type: ignore[arg-type]
    return Figure(site, work, [milliseconds, milliseconds + 1, milliseconds + 2], [0.0] * 3, [milliseconds] * 3)


def test_a_work_is_judged_by_the_median_against_what_it_is_compared_with() -> None:
    hello, slow = figure("hello", 1, FLOOR), figure("list", 9, against="hello", at_most=4)
    (verdict,) = verdicts.judge([hello, slow])
    assert (verdict.figure, verdict.met, verdict.key) == (5, False, "SQLite city: list, × hello")
    assert "MISSED" in "\n".join(verdicts.lines([hello, slow], [verdict]))


def test_what_could_not_be_done_misses_its_goal() -> None:
    hello, broken = figure("hello", 1, FLOOR), figure("list", 1, against="hello", at_most=4)
    broken.failed = "GET / answered 503"
    assert [verdict.met for verdict in verdicts.judge([hello, broken])] == [False]
    assert "503" in verdicts.lines([hello, broken], [])[2]


def test_a_page_has_ceilings_and_may_not_grow_with_the_country() -> None:
    city = figure("home", 10, "PostgreSQL city", page=(Role.AUDITOR, "/"))
    nation = figure("home", 20, "PostgreSQL national", page=(Role.AUDITOR, "/"))
    nation.count, nation.bytes = Count(9, 1_000, 2_001), 200_000
    missed = {verdict.what for verdict in verdicts.judge([city, nation]) if not verdict.met}
    assert missed == {"statements", "rows fetched", "× city"}


def test_only_a_goal_that_was_held_with_something_to_spare_may_not_be_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "HELD", tmp_path / "held.json")
    spared = verdicts.Verdict("SQLite city", "list", "× hello", 3, 4)
    scarce = verdicts.Verdict("SQLite city", "one", "× hello", 3.9, 4)
    assert verdicts.hold([spared, scarce], "city") == 1
    later = [verdicts.Verdict("SQLite city", name, "× hello", 5, 4) for name in ("list", "one")]
    assert [goal.partition(",")[0] for goal in verdicts.missed_again(later, "city")] == ["SQLite city: list"]
    assert verdicts.missed_again(later, "quick") == []


def test_statements_bound_values_and_rows_of_a_page_are_counted(people: People, cast: Cast) -> None:
    cameras = [cast.camera() for _ in range(3)]
    people.lan.get("/cameras")
    with counting(cast.database) as count:
        people.lan.get("/cameras")
    assert count.statements > 2
    assert count.values > 2
    assert count.rows >= len(cameras)
    with counting(cast.database) as nothing:
        assert nothing.statements == 0
