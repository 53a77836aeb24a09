"""The import contracts of our own find what they are there to find."""

import pytest
from grimp import ImportGraph

from tests.import_contracts import AreaLayers, NoCircle


def graph(*arrows: tuple[str, str]) -> ImportGraph:
    """Modules that import each other as told."""
    made_up = ImportGraph()
    for importer, imported in arrows:
        made_up.add_import(importer=importer, imported=imported, line_number=1, line_contents="import")
    return made_up


def layers(*arrows: tuple[str, str]) -> dict[str, list[object]]:
    """What the contract of layers says of an area called register."""
    contract = AreaLayers("layers", session_options={}, contract_options={"areas": ["register"]})
    verdict: dict[str, list[object]] = contract.check(graph(*arrows), verbose=False).metadata
    return verdict


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("tracker.register.cameras.queries", "tracker.register.networks.actions"),
        ("tracker.register.cameras.rules", "tracker.register.networks.models"),
        ("tracker.register.cameras.pages", "tracker.register.networks.pages"),
        ("tracker.register.cameras.actions", "tracker.register.networks.schemas"),
        ("tracker.register.cameras.rules", "sqlalchemy"),
        ("tracker.register.cameras.queries", "flask"),
        ("tracker.register.cameras.actions", "marshmallow"),
        ("tracker.register.cameras.schemas", "tracker.core.database"),
        ("tracker.register.cameras.listing", "flask"),  # its docstring says that it is one of the queries
    ],
)
def test_an_import_that_a_layer_forbids_is_found(importer: str, imported: str) -> None:
    assert layers((importer, imported))["wrong"] == [(importer, imported, 1)]


def test_what_leads_downwards_inside_an_area_is_let_be() -> None:
    pages, queries, actions = (f"tracker.register.cameras.{name}" for name in ("pages", "queries", "actions"))
    verdict = layers((pages, queries), (actions, "tracker.register.faults.actions"), (queries, "sqlalchemy"))
    assert verdict == {"missing": [], "wrong": []}


def test_a_module_of_no_layer_is_found() -> None:
    assert layers(("tracker.register.cameras.made_up", "enum"))["missing"] == ["tracker.register.cameras.made_up"]


def test_a_circle_is_found_by_whatever_detour() -> None:
    contract = NoCircle("circles", session_options={}, contract_options={})
    assert contract.check(graph(("a", "b"), ("b", "c")), verbose=False).kept
    assert not contract.check(graph(("a", "b"), ("b", "c"), ("c", "a")), verbose=False).kept
