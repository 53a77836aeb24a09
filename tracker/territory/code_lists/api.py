"""Lists as JSON: the codes that other operations take and give."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.territory.code_lists import queries, schemas
from tracker.territory.code_lists.rules import CodeList
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import needs, session

api = JsonEndpoints("code-lists", __name__, "Lists of codes that the law changes, with their days and sources")


@api.route("/<code_list:wanted_list>", methods=["GET"])
@needs(Can.VIEW_WARDS)
@api.arguments(schemas.EntryFilter, location="query")
@api.rows(schemas.EntryRow)
def index(args: dict[str, Any], wanted_list: CodeList) -> Page[Any]:
    """A page of a list's entries in its order, those of the day `on`; `next` is the cursor of the following page."""
    return queries.listing(session(), wanted_list, **args)
