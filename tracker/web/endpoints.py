"""JSON endpoints: each documented by name, tag and every refusal it may answer; lists written as their schema says."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, wraps
from http import HTTPStatus
from operator import attrgetter, itemgetter
from typing import Any

import orjson
from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema
from sqlalchemy import Row

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.web.paging import page_schema
from tracker.web.request import View, needs
from tracker.web.resources import Resource

# Besides 200 and 201: what any endpoint answers to who may not call it, or while the database is out of reach.
ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
IDEMPOTENCY_KEY = "IdempotencyKey"  # the name under which openapi.py describes the header
IF_MATCH, IF_NONE_MATCH = "IfMatch", "IfNoneMatch"
WRITING = (HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


class JsonEndpoints(Blueprint):  # type: ignore[misc]
    """The endpoints of one thing, below /api/v1/<its name>: a call's id is <name>_<function>, its tag the name."""

    def __init__(self, name: str, import_name: str, description: str) -> None:
        url_prefix = "/api/v1/" + name.replace("_", "-")
        super().__init__(f"{name}_api", import_name, url_prefix=url_prefix, description=description)
        self.tag = name

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Any = None, *_: Any, **options: Any
    ) -> None:
        """Register an endpoint with its id, its tag and the refusals that it may answer."""
        name = endpoint or view_func.__name__
        is_writing = options.get("methods", ["GET"]) != ["GET"]
        refusals = {str(status.value): status.name for status in (*ALWAYS, *(WRITING if is_writing else ()))}
        operation = f"{self.tag}_{'list' if name == 'index' else name}"
        described = self.doc(operationId=operation, responses=refusals)(view_func)
        if is_writing and "parameters" not in described._apidoc["manual_doc"]:
            described = self.doc(parameters=[IDEMPOTENCY_KEY])(described)
        super().add_url_rule(rule, endpoint, described, **{**options, "tags": [self.tag]})

    def resource(self, rule: str, thing: Resource) -> None:
        """Register GET, PUT and PATCH of single things; the last part of `rule` is their number."""
        etag = {"ETag": {"description": "The state of the thing, for If-Match.", "schema": {"type": "string"}}}

        def add(method: str, can: Can, endpoint: str, act: Callable[[int], Response], words: str, **doc: Any) -> None:
            def view(**path: int) -> Response:
                return act(*path.values())

            view.__doc__, view.__module__ = words, self.import_name
            answering = self.response(HTTPStatus.OK, thing.shown, headers=etag)(self.doc(**doc)(needs(can)(view)))
            self.route(rule, methods=[method], endpoint=endpoint)(answering)

        get = {"parameters": [IF_NONE_MATCH], "responses": {"304": {"description": "As If-None-Match says."}}}
        add("GET", thing.can_view, "show", thing.show, f"One {thing.name}.", **get)
        summary = f"Replace {thing.name} by what is sent: all fields of GET; read-only ones as read, or left out."
        add("PUT", thing.can_edit, "edit", thing.replace, summary, **_changing(thing.put_shape, "application/json"))
        patch = f"Replace some fields of {thing.name} (JSON merge patch, RFC 7396)."
        kinds = ("application/merge-patch+json", "application/json")
        add("PATCH", thing.can_edit, "merge", thing.merge, patch, **_changing(thing.patch_shape, *kinds))

    def arguments(self, schema: type[Schema], *, location: str = "json", **options: Any) -> Callable[[View], View]:
        """Declare what is sent. A query string is declared as a page's is, so that unknown names are refused alike."""
        shape = schema()  # one for all requests: to make one takes longer than to use it
        decorate = super().arguments(shape, location=location, **options)

        def declare(view: View) -> View:
            endpoint: View = decorate(view)
            if location == "query":
                endpoint.query_schema = shape  # type: ignore[attr-defined]
            return endpoint

        return declare

    def rows(self, shape: type[Schema]) -> Callable[[View], View]:
        """Declare that a view gives a page of rows of a shape; they are written out as that shape and nothing more."""

        def declare(view: View) -> View:
            @wraps(view)
            def endpoint(*args: Any, **kwargs: Any) -> Response:
                return json_page(shape, view(*args, **kwargs))

            documented: View = self.response(HTTPStatus.OK, page_schema(shape))(endpoint)
            return documented

        return declare


def _changing(shape: type[Schema], *content_types: str) -> dict[str, Any]:
    """What is documented of a change: its body, the header that says of which state, and its refusals."""
    content = {content_type: {"schema": shape} for content_type in content_types}
    refusals = (HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)
    return {
        "requestBody": {"required": True, "content": content},
        "parameters": [IDEMPOTENCY_KEY, IF_MATCH],
        "responses": {str(status.value): status.name for status in refusals},
    }


def json_page(shape: type[Schema], page: Page[Any], hidden: Collection[str] = ()) -> Response:
    """A page as {items, next}, straight to JSON for a list is long: of each item the fields of `shape`, in order.

    Those that are `hidden` from the caller are left out.
    """
    items = row_dicts(shape, page.items, hidden)
    body = orjson.dumps({"items": items, "next": page.next}, option=orjson.OPT_UTC_Z)
    return Response(body, mimetype="application/json")


def row_dicts(shape: type[Schema], items: list[Any], hidden: Collection[str] = ()) -> list[dict[str, Any]]:
    """The fields of `shape` of each item: rows, mappings, or objects, all of one kind. Others of theirs stay inside."""
    names = tuple(name for name in field_names(shape) if name not in hidden)
    values = _getter(items[0], names) if items else iter
    return [dict(zip(names, values(item), strict=True)) for item in items]


@cache
def field_names(shape: type[Schema]) -> tuple[str, ...]:
    """The names of a shape's fields, in order."""
    return tuple(shape().fields)


def _getter(item: Any, names: Iterable[str]) -> Callable[[Any], Iterable[Any]]:
    if isinstance(item, Row):
        return itemgetter(*map(item._fields.index, names))
    return itemgetter(*names) if isinstance(item, Mapping) else attrgetter(*names)
