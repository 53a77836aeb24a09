"""Schemas: where the links of the list lead: its address with one part of the filter taken away, with another order."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tracker.register.cameras.filters import CameraCriteria
from tracker.register.cameras.rules import CameraColumn, Order, Sort

# The orders that a column's heading offers, and the one that comes first where it is not the rising one.
SORTS = {
    CameraColumn.CODE: Sort.CODE,
    CameraColumn.NAME: Sort.NAME,
    CameraColumn.WARD: Sort.WARD,
    CameraColumn.CHECKED: Sort.CHECKED,
    CameraColumn.HEALTH: Sort.CHECKED,
    CameraColumn.INSTALLED: Sort.INSTALLED,
}
VIEW = ("q", "sort", "order", "columns")  # how a list is looked at; the rest narrows it


def list_args(given: Mapping[str, str]) -> dict[str, Any]:
    """What a template needs to make the list's links, out of the address it was opened with."""
    args = {name: value for name, value in given.items() if value}
    return {
        "args": args,
        "query": urlencode({name: value for name, value in args.items() if name not in ("after", "limit")}),
        "sorts": SORTS,
        "without": without,
        "kept_search": kept_search,
        "sorted_by": sorted_by,
        "without_columns": without_columns,
    }


def without(args: Mapping[str, str], name: str) -> dict[str, str]:
    """The address without one part, from its first page."""
    return {other: value for other, value in args.items() if other not in (name, "after")}


def kept_search(args: Mapping[str, str]) -> dict[str, str]:
    """The address with nothing that narrows but the words searched for."""
    return {name: args[name] for name in VIEW if name in args}


def sorted_by(args: Mapping[str, str], wanted: CameraCriteria, sort: Sort) -> dict[str, str]:
    """The address in another order, from its first page; pressed again, the other way round."""
    turned = wanted.sort is sort and wanted.order is Order.ASC
    kept = {name: value for name, value in args.items() if name not in ("sort", "order", "after")}
    return {**kept, "sort": sort.value, **({"order": Order.DESC.value} if turned else {})}


def without_columns(query: str) -> str:
    """A query string that leaves the columns to the person's own choice."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name != "columns"])
