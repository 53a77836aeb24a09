"""Queries: the figures by network and by ward, each counted and put into order by the database."""

from typing import Any, NamedTuple

from sqlalchemy import CTE, Row, Select, case, func, null, select, union
from sqlalchemy.orm import Session

from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.register.networks.models import Network
from tracker.reports import inventory as stock
from tracker.reports.cohorts import PARTS, TALLY, TALLY_NAMES, cohort, in_parts
from tracker.reports.half_months import NOTHING_TALLIED, Tallied, TallyKind
from tracker.reports.rules import Part, PartKind, Period, RateTally
from tracker.reports.tallies import sums_by_part
from tracker.territory.wards.models import Ward

NO_NETWORK = N_("Camera ngoài mô hình")
SPLIT_WARD = N_("Chưa xác định (địa bàn đã chia tách)")
SHOWN_FIRST = 20  # parts of each kind on the page of all figures
_SUMS = 1 + len(TALLY_NAMES)


class _Division(NamedTuple):
    """A cohort by its parts: id, figures, name, last day; the keys they are listed by; what the rest is called."""

    statement: Select[Any]
    keys: tuple[Any, ...]
    nameless: str


def all_parts(
    session: Session, kind: PartKind, period: Period, *, now: bool = False, tallied: Tallied = NOTHING_TALLIED
) -> list[Part]:
    """Every network that was alive in the period or was asked in it, or every ward that was asked, by name.

    Wards are as they were when asked, or `now` as what they became.
    """
    division = _division(kind, period, tallied, now=now)
    return [_part(row, division) for row in session.execute(division.statement.order_by(*division.keys))]


def most_asked(
    session: Session, kind: PartKind, period: Period, *, now: bool = False, tallied: Tallied = NOTHING_TALLIED
) -> tuple[list[Part], bool]:
    """The parts of a kind that were asked most, by name, and whether there are more."""
    division = _division(kind, period, tallied, now=now)
    most = division.statement.add_columns(*(key.label(f"key_{place}") for place, key in enumerate(division.keys)))
    lines_asked = division.statement.selected_columns["lines_asked"]
    rows = session.execute(most.order_by(lines_asked.desc(), *division.keys).limit(SHOWN_FIRST + 1)).all()
    shown_rows = sorted(rows[:SHOWN_FIRST], key=lambda row: row[-len(division.keys) :])
    return [_part(row, division) for row in shown_rows], len(rows) > SHOWN_FIRST


def parts_page(
    session: Session,
    kind: PartKind,
    period: Period,
    *,
    now: bool = False,
    tallied: Tallied = NOTHING_TALLIED,
    after: tuple[int, str, int] | None = None,
    limit: int = PAGE_SIZE,
) -> Page[Part]:
    """One page of all parts."""
    division = _division(kind, period, tallied, now=now)
    rows, following = page(session, division.statement, division.keys, after, limit)
    return Page([_part(row, division) for row in rows], following)


def _division(kind: PartKind, period: Period, tallied: Tallied, *, now: bool) -> _Division:
    return _by_network(period, tallied) if kind is PartKind.NETWORKS else _by_ward(period, tallied, now=now)


def _by_network(period: Period, tallied: Tallied) -> _Division:
    tallies = _tallies(TallyKind.NETWORK, period, tallied)
    running = select(Network.id.label("part")).where(stock.running_between(period.first, period.last))
    parts = union(running, select(tallies.c.part)).subquery()
    statement = _columns(parts.c.part, tallies, Network.name, null()).select_from(parts)
    statement = statement.outerjoin(tallies, tallies.c.part == parts.c.part)
    rank = case((Network.id.is_(None), 1), else_=0)
    keys = (rank, func.coalesce(Network.sort_key, ""), parts.c.part)
    return _Division(statement.outerjoin(Network, Network.id == parts.c.part), keys, NO_NETWORK)


def _by_ward(period: Period, tallied: Tallied, *, now: bool) -> _Division:
    tallies = _tallies(TallyKind.WARD_NOW if now else TallyKind.WARD, period, tallied)
    statement = _columns(tallies.c.part, tallies, Ward.name, Ward.valid_to).select_from(tallies)
    rank = case((Ward.id.is_(None), 2), (Ward.valid_to.is_not(None), 1), else_=0)
    keys = (rank, func.coalesce(Ward.sort_key, ""), tallies.c.part)
    return _Division(statement.outerjoin(Ward, Ward.id == tallies.c.part), keys, SPLIT_WARD)


def _tallies(kind: TallyKind, period: Period, tallied: Tallied) -> CTE:
    """A cohort by the `part` of its lines. An incident counts once for each part that had a hand in it."""
    changed = tallied.to_count(period)
    if changed is not None:
        return sums_by_part(kind, period, changed).cte("of_parts")
    lines = in_parts(kind, cohort(period, PARTS[kind].label("part"), *TALLY))
    return lines.group_by("part").cte("of_parts")


def _columns(part: Any, tallies: CTE, name: Any, until: Any) -> Select[Any]:
    figures = (func.coalesce(tallies.c[figure], 0).label(figure) for figure in TALLY_NAMES)
    return select(part.label("id"), *figures, name.label("name"), until.label("until"))


def _part(row: Row[Any], division: _Division) -> Part:
    return Part(row.id, row.name or division.nameless, RateTally(*row[1:_SUMS]), row.until)
