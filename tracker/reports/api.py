"""Reports as JSON."""

from typing import Any

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.reports import queries, rules, schemas
from tracker.reports.tally_rows import tallied
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import config, needs, session

api = JsonEndpoints("reports", __name__, "Resolution rates")


@api.route("/resolution", methods=["GET"])
@needs(Can.READ_RATES)
@api.arguments(schemas.InPeriod, location="query")
@api.response(200, schemas.Resolution)
def resolution(args: dict[str, Any]) -> dict[str, Any]:
    """The figures of a period: `from` and `to` as days, or `period` by name; this year when neither is given."""
    period = args["period"] or rules.of(rules.PeriodKind.YEAR, clock.today().year * 12)
    return schemas.plain(queries.figures(session(), period, tallied=tallied(session())), config().minimum_n)
