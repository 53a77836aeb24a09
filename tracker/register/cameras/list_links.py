"""Schemas: where the links of the list lead: its address with one part of the filter taken away, with another order."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tracker.register.cameras.columns import SORTS
from tracker.register.cameras.filters import CameraCriteria
from tracker.register.cameras.rules import Order, Sort
from tracker.register.cameras.schemas import CameraFilter

# What of the list's address says which cameras, whatever page of it is shown and in which columns.
FILTER_NAMES = frozenset(CameraFilter().fields) - {"after", "limit"}
VIEW = ("q", "sort", "order", "columns")  # how a list is looked at; the rest narrows it


def list_args(args: Mapping[str, str]) -> dict[str, Any]:
    """What a template needs to make the list's links, out of the address it was opened with."""
    return {
        "query": urlencode({name: value for name, value in args.items() if name not in ("after", "limit")}),
        "sorts": SORTS,
        "without": without,
        "kept_search": kept_search,
        "sorted_by": sorted_by,
        "without_columns": without_columns,
    }


def filter_args(args: Mapping[str, str]) -> dict[str, str]:
    """The list's filter as it stands in an address."""
    return {name: value for name, value in args.items() if name in FILTER_NAMES and value.strip()}


def without(args: Mapping[str, str], name: str) -> dict[str, str]:
    """The address without one part, from its first page."""
    return {key: value for key, value in args.items() if key not in (name, "after")}


def kept_search(args: Mapping[str, str]) -> dict[str, str]:
    """The address with nothing that narrows but the words searched for."""
    return {name: args[name] for name in VIEW if name in args}


def sorted_by(args: Mapping[str, str], criteria: CameraCriteria, sort: Sort) -> dict[str, str]:
    """The address in another order, from its first page; pressed again, the other way round."""
    turns_round = criteria.sort is sort and criteria.order is Order.ASC
    remaining = {name: value for name, value in args.items() if name not in ("sort", "order", "after")}
    return {**remaining, "sort": sort.value, **({"order": Order.DESC.value} if turns_round else {})}


def without_columns(query: str) -> str:
    """A query string that leaves the columns to the person's own choice."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name != "columns"])
