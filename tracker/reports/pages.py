"""Reports as pages: the figures of a period, and the rows behind each of them."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from tracker.cases.extractions.rules import UnavailableReason, shown_status
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.permissions import Can, permits
from tracker.register.cameras.rules import health_on_page
from tracker.register.networks import queries as networks
from tracker.reports import actions, parts, parts_file, queries, rules, schemas
from tracker.reports.half_months import Tallied
from tracker.reports.queries import RowsQuery
from tracker.reports.rules import LineSet, PartKind, Period, PeriodKind
from tracker.reports.tally_rows import tallied
from tracker.territory.wards import queries as wards
from tracker.web.forms import Form, form_data, query_args, query_schema
from tracker.web.request import actor, config, needs, session

pages = Blueprint("reports", __name__, url_prefix="/reports")

# Each bar of the funnel with the step whose count is its denominator.
FUNNEL = (
    (LineSet.ASKED, LineSet.ASKED),
    (LineSet.EXISTED, LineSet.ASKED),
    (LineSet.DELIVERED, LineSet.EXISTED),
    (LineSet.USEFUL, LineSet.DELIVERED),
)
# Lines whose waiting times are counted before the page is shown; those of more follow it.
QUICKLY_COUNTED = 20_000
GROUPS = {
    PeriodKind.YEAR: N_("Năm"),
    PeriodKind.FIRST_HALF: N_("6 tháng đầu năm"),
    PeriodKind.SECOND_HALF: N_("6 tháng cuối năm"),
    PeriodKind.NINE_MONTHS: N_("9 tháng đầu năm"),
    PeriodKind.QUARTER: N_("Quý"),
    PeriodKind.MONTH: N_("Tháng"),
    PeriodKind.POLICE_YEAR: N_("Năm công tác Công an"),
    PeriodKind.POLICE_FIRST_HALF: N_("6 tháng đầu năm công tác Công an"),
    PeriodKind.POLICE_SECOND_HALF: N_("6 tháng cuối năm công tác Công an"),
    PeriodKind.POLICE_NINE_MONTHS: N_("9 tháng đầu năm công tác Công an"),
    PeriodKind.POLICE_QUARTER: N_("Quý công tác Công an"),
    PeriodKind.POLICE_MONTH: N_("Tháng công tác Công an"),
}


@pages.get("")
@needs(Can.READ_RATES)
@query_schema(schemas.FiguresQuery)
def index() -> Any:
    """The figures of a period."""
    form = _period_form()
    facts = form.submit(dict)
    tally_state = tallied(session())
    if facts is None:
        page = _choices(None, tally_state)
    else:
        most_lines = None if facts["whole"] else QUICKLY_COUNTED
        page = _figures(facts["period"] or _this_year(), tally_state, most_lines, now=facts["now"])
    return render_template("reports/index.html", form=form, **page), form.status


def _period_form() -> Form:
    """The period as a form that travels in the address: it is always sent, and what was typed stays."""
    form = Form(schemas.FiguresQuery())
    form.sent, form.typed = True, form_data(request.args, form.schema)
    return form


def _this_year() -> Period:
    return rules.of(PeriodKind.YEAR, clock.today().year * 12)


def _figures(period: Period, tally_state: Tallied, most_lines: int | None, *, now: bool) -> dict[str, Any]:
    before = period.before()
    figures = queries.figures(session(), period, before, tally_state, most_lines=most_lines)
    earlier, tally = figures.earlier or rules.RateTally(), figures.tally
    line_counts = {LineSet.ASKED: tally.lines_asked, LineSet.EXISTED: tally.existed, LineSet.SAVED: tally.saved}
    line_counts |= {
        LineSet.EXTRACTED: tally.extractions,
        LineSet.DELIVERED: tally.handed_over,
        LineSet.JUDGED: tally.judged,
    }
    return {
        **_choices(period, tally_state),
        **_of_parts(tally),
        "figures": figures,
        "before": before,
        "earlier": earlier,
        "change": rules.difference(_clarified_of_asked(tally), _clarified_of_asked(earlier)),
        "counted": line_counts | {LineSet.USEFUL: tally.useful},
        "funnel": FUNNEL,
        "networks": parts.most_asked(session(), PartKind.NETWORKS, period, tallied=tally_state),
        "wards": parts.most_asked(session(), PartKind.WARDS, period, now=now, tallied=tally_state),
        "now_wards": now,
        "reasons": UnavailableReason,
        "rate": rules.rate,
    }


def _of_parts(tally: rules.RateTally) -> dict[str, Any]:
    """What the tables of networks and wards show beside their parts: the whole, and what may be told and opened."""
    return {
        "tally": tally,
        "minimum": config().minimum_n,
        "opens": permits(actor(), Can.OPEN_FIGURES),
        "shown_first": parts.SHOWN_FIRST,
    }


def _clarified_of_asked(tally: rules.RateTally) -> tuple[int, int]:
    return tally.incidents_clarified, tally.incidents_asked


def _choices(period: Period | None, tally_state: Tallied) -> dict[str, Any]:
    """The period shown, and those that may be chosen: every year, and the parts of this year and the one shown."""
    today = clock.today()
    shown_year = period.last.year if period else today.year
    years = range(min(tally_state.first_year or today.year, shown_year), today.year + 1)
    close_years = sorted({today.year, min(shown_year, today.year)})
    kinds = [
        (_(GROUPS[kind]), list(rules.choices(kind, years if calendar.months == 12 else close_years, today)))
        for kind, calendar in rules.CALENDARS.items()
    ]
    return {"period": period, "kinds": kinds, "label": _label}


def _label(period: Period) -> str:
    """A period in the reader's words."""
    return str(_(period.kind.text, **period.facts))


@pages.get("/networks")
@needs(Can.READ_RATES)
@query_schema(schemas.PartsQuery)
def by_network() -> str:
    """The figures of every network."""
    return _parts_page(PartKind.NETWORKS)


@pages.get("/wards")
@needs(Can.READ_RATES)
@query_schema(schemas.PartsQuery)
def by_ward() -> str:
    """The figures of every ward."""
    return _parts_page(PartKind.WARDS)


def _parts_page(kind: PartKind) -> str:
    args = query_args()
    period, now = args["period"] or _this_year(), args["now"]
    tally_state, after = tallied(session()), args["after"]
    page_of_parts, following = parts.parts_page(session(), kind, period, now=now, after=after, tallied=tally_state)
    facts = {"kind": kind, "period": period, "label": _label, "now_wards": now}
    facts |= _of_parts(queries.tally(session(), period, tally_state))
    return render_template("reports/parts.html", parts=page_of_parts, following=following, **facts)


@pages.get("/networks.csv")
@needs(Can.READ_RATES)
@query_schema(schemas.ReportQuery)
def network_file() -> Response:
    """The figures of every network as a file."""
    return _parts_file(PartKind.NETWORKS)


@pages.get("/wards.csv")
@needs(Can.READ_RATES)
@query_schema(schemas.ReportQuery)
def ward_file() -> Response:
    """The figures of every ward as a file."""
    return _parts_file(PartKind.WARDS)


def _parts_file(kind: PartKind) -> Response:
    args = query_args()
    period = args["period"] or _this_year()
    every_part = parts.all_parts(session(), kind, period, now=args["now"], tallied=tallied(session()))
    all_parts = [replace(part, name=_(part.name)) for part in every_part]
    headers = [_(header) for header in parts_file.headers(kind)]
    answer = Response(parts_file.write(kind, headers, all_parts), mimetype="text/csv")
    name = f"{parts_file.NAMES[kind]}-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@pages.get("/incidents")
@needs(Can.OPEN_FIGURES)
@query_schema(schemas.IncidentRows)
def incidents() -> str:
    """The incidents behind a figure."""
    args = query_args()
    kind, query = args.pop("set"), _rows_query(args)
    opened = actions.open_incidents(session(), actor(), kind, query)
    return render_template("reports/incidents.html", **_rows_page(query, kind.text, opened))


@pages.get("/lines")
@needs(Can.OPEN_FIGURES)
@query_schema(schemas.LineRows)
def lines() -> str:
    """The lines behind a figure."""
    args = query_args()
    kind, query = args.pop("set"), _rows_query(args)
    opened = actions.open_lines(session(), actor(), kind, query)
    return render_template("reports/lines.html", shown_status=shown_status, **_rows_page(query, kind.text, opened))


@pages.get("/cameras")
@needs(Can.OPEN_FIGURES)
@query_schema(schemas.CameraRows)
def cameras() -> str:
    """The camera eyes behind a figure."""
    args = query_args()
    kind, query = args.pop("set"), _rows_query(args)
    page = _rows_page(query, kind.text, actions.open_cameras(session(), actor(), kind, query))
    return render_template("reports/cameras.html", health_shown=health_on_page, **page)


def _rows_query(args: dict[str, Any]) -> RowsQuery:
    return RowsQuery(**{**args, "period": args["period"] or _this_year()})


def _rows_page(query: RowsQuery, title: str, opened: actions.Opened) -> dict[str, Any]:
    return {
        "title": _(title),
        "period": query.period,
        "label": _label,
        "narrowed": _narrowing_labels(query),
        "count": opened.count,
        "hidden": opened.hidden,
        "rows": opened.rows.items,
        "following": opened.rows.next,
    }


def _narrowing_labels(query: RowsQuery) -> list[str]:
    """In words, to which network, ward and reason the rows are narrowed. NotFound when there is none such."""
    words = []
    if query.network_id is not None:
        network = networks.get(session(), actor(), query.network_id) if query.network_id else None
        words.append(network.name if network else _(parts.NO_NETWORK))
    if query.ward_id is not None:
        ward = wards.get(session(), query.ward_id)
        words.append(ward.name if ward else _(parts.SPLIT_WARD))
    if query.reason is not None:
        words.append(_(query.reason.text))
    return words
