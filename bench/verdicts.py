"""Goals and verdicts: the table that is printed, the goals that were held and may not be missed again."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import FLOOR, Figure
from bench.works import MOST_BYTES, MOST_ROWS, MOST_STATEMENTS, MOST_VALUES

HELD = Path(__file__).with_name("held.json")
MARGIN = 0.9  # what is met with less to spare is not noted as held: the machine is noisy
GROWTH, LEAST_GROWTH = 1.5, 2.0  # times that a page may cost at a larger scale; milliseconds that do not count


@dataclass(frozen=True)
class Verdict:
    """A figure at a site, with what it may be at most; 0 where there is no goal."""

    site: str
    work: str
    what: str
    figure: float
    goal: float = 0.0

    @property
    def key(self) -> str:
        """By what it is noted as held."""
        return f"{self.site}: {self.work}, {self.what}"

    @property
    def met(self) -> bool:
        """Whether the goal is met, if there is one."""
        return not self.goal or self.figure <= self.goal

    def text(self) -> str:
        """How it stands against its goal."""
        goal = f" (goal ≤ {self.goal:g}) {'met' if self.met else 'MISSED'}" if self.goal else ""
        return f"{self.figure:.4g} {self.what}{goal}"


def judge(figures: Sequence[Figure]) -> list[Verdict]:
    """What becomes of every goal."""
    return [verdict for figure in figures for verdict in (*_ratios(figure, figures), *_ceilings(figure))]


def _ratios(figure: Figure, figures: Sequence[Figure]) -> list[Verdict]:
    ratios = []
    if figure.work.against:
        floor = _of(figures, figure.work.against, figure.site, FLOOR)
        ratios.append(_ratio(figure, floor, f"× {figure.work.against}", figure.work.at_most))
    kind, _, scale = figure.site.partition(" ")
    if scale and scale != "city" and figure.work.page:
        smaller = _of(figures, figure.work.name, f"{kind} city")
        if figure.failed or figure.cpu - smaller.cpu > LEAST_GROWTH:
            ratios.append(_ratio(figure, smaller, "× city", GROWTH))
    return ratios


def _of(figures: Iterable[Figure], work: str, *sites: str) -> Figure:
    return next(figure for figure in figures if figure.work.name == work and figure.site in sites)


def _ratio(figure: Figure, floor: Figure, kind: str, goal: float) -> Verdict:
    ratio = math.inf if figure.failed else figure.cpu / floor.cpu
    return Verdict(figure.site, figure.work.name, kind, ratio, goal)


def _ceilings(figure: Figure) -> list[Verdict]:
    if figure.count is None:
        return []
    ceilings = (
        ("statements", figure.count.statements, MOST_STATEMENTS),
        ("bytes", figure.bytes, MOST_BYTES),
        ("bound values", figure.count.values, MOST_VALUES),
        ("rows fetched", figure.count.rows, MOST_ROWS),
    )
    return [Verdict(figure.site, figure.work.name, kind, value, goal) for kind, value, goal in ceilings]


def lines(figures: Sequence[Figure], judged: Sequence[Verdict]) -> list[str]:
    """The table, line by line: every figure with its goals, then what has no figure of that kind."""
    pairs = {(figure.site, figure.work.name) for figure in figures}
    report = [f"{'work':34} {'site':22} {'CPU ms':>8} {'least–most':>17} {'database':>8}"]
    for figure in figures:
        goals = [verdict for verdict in judged if (verdict.site, verdict.work) == (figure.site, figure.work.name)]
        report.append(
            f"{_figure(figure)}   {'; '.join(verdict.text() for verdict in goals if _worth_telling(verdict))}"
        )
    bare_figures = [verdict for verdict in judged if (verdict.site, verdict.work) not in pairs]
    return report + [f"{verdict.work:34} {verdict.site:22} {verdict.text()}" for verdict in bare_figures]


def _figure(figure: Figure) -> str:
    if figure.failed:
        return f"{figure.work.name:34} {figure.site:22} FAILED: {figure.failed}"
    least, most = figure.spread
    database = sorted(figure.database)[len(figure.database) // 2]
    return f"{figure.work.name:34} {figure.site:22} {figure.cpu:8.2f} {least:8.2f}–{most:<8.2f} {database:8.2f}"


def _worth_telling(verdict: Verdict) -> bool:
    return not verdict.met or verdict.what in ("statements", "bytes") or verdict.what.startswith("×")


def missed_again(judged: Sequence[Verdict], size: str) -> list[str]:
    """Goals that were held at this size and are missed now."""
    held_keys = set(_held().get(size, ()))
    return [f"{verdict.key}: {verdict.text()}" for verdict in judged if not verdict.met and verdict.key in held_keys]


def hold(judged: Sequence[Verdict], size: str) -> int:
    """Note what is met with something to spare as held from now on; how many goals are held at this size."""
    spared = {verdict.key for verdict in judged if verdict.goal and verdict.figure <= MARGIN * verdict.goal}
    keys_by_size = _held()
    keys_by_size[size] = sorted({*keys_by_size.get(size, ()), *spared})
    HELD.write_text(json.dumps(keys_by_size, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(keys_by_size[size])


def _held() -> dict[str, list[str]]:
    keys_by_size: dict[str, list[str]] = json.loads(HELD.read_text(encoding="utf-8")) if HELD.exists() else {}
    return keys_by_size
