"""Lists as JSON: the codes that other operations take and give."""

from typing import Any

from tracker.core import errors
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.territory.code_lists import queries, schemas
from tracker.territory.code_lists.rules import CodeList
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import needs, session

api = JsonEndpoints("code_lists", __name__, "Lists of codes that the law changes, with their days and sources")


@api.route("/<list_name>", methods=["GET"])
@needs(Can.VIEW_WARDS)
@api.arguments(schemas.EntryFilter, location="query")
@api.rows(schemas.EntryRow)
def index(args: dict[str, Any], list_name: str) -> Page[Any]:
    """A page of a list's entries in its order, those of the day `on`; `next` is the cursor of the following page."""
    if list_name not in set(CodeList):
        raise errors.NotFound(list=list_name)
    return queries.listing(session(), CodeList(list_name), **args)
