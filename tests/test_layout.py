"""Where things lie: package, blueprint, URL, template and test folder are one word; routes say what they need."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from flask import Flask

import config
from tests.test_house import CODE, LAYERS, PAGES, ROOT, TEMPLATES, TRACKER, near
from tracker.app import create_app
from tracker.core.permissions import Can
from tracker.web import request as web


def upward_includes(name: str, source: str, depth: dict[str, int]) -> list[str]:
    """The templates that a template names although they belong to an area above its own."""
    folders = re.findall(r"""\b(?:include|import|from|extends)\s+["']([\w-]+)/""", source)
    return [folder for folder in folders if depth.get(folder, 99) < depth[name]]


def test_no_template_names_one_of_a_higher_area() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    areas = next(contract["layers"] for contract in contracts if contract["id"] == "areas")
    depth = {folder.name: rank for rank, area in enumerate(areas) for folder in _packages_of(area)}
    assert upward_includes(
        "cameras", '{% include "timeline/_newest.html" %}{% from "faults/_a.html" import b %}', depth
    ) == ["timeline"]
    pages = [path for path in PAGES if path.parent.name in depth]
    assert len(pages) > 100
    assert {
        near(path): includes
        for path in pages
        if (includes := upward_includes(path.parent.name, path.read_text(), depth))
    } == {}


def _packages_of(area: str) -> list[Path]:
    """An area's packages, or the area itself where it has none."""
    inside = (
        [path for path in (TRACKER / area).iterdir() if (path / "__init__.py").exists()]
        if (TRACKER / area).is_dir()
        else []
    )
    return inside or [TRACKER / area]


def test_every_route_says_what_it_needs(app: Flask) -> None:
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    assert [endpoint for endpoint, view in views.items() if not isinstance(getattr(view, "needs", None), Can)] == []


def test_a_route_that_does_not_say_opens_for_nobody(database_url: str) -> None:
    app = create_app(config.for_tests(database_url, testing=False))
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    app.add_url_rule("/declared", "declared", web.needs(Can.ENTER)(lambda: "open"))
    forgotten, declared = app.test_client().get("/forgotten"), app.test_client().get("/declared")
    web.database(app).dispose()
    assert (forgotten.status_code, "secret" in forgotten.text) == (500, False)
    assert declared.text == "open"


def test_pages_for_strangers_are_few_and_known(app: Flask) -> None:
    """Closed by default: a new page for everybody is a decision, and is written here."""
    open_endpoints = {end for end, view in app.view_functions.items() if view.needs is Can.ENTER}  # type: ignore[attr-defined]
    assert open_endpoints == {
        "accounts.login", "accounts.logout", "language", "static", "api_docs.index", "api-docs.openapi_json", "healthz",
        "readyz",
    }  # fmt: skip


def packages() -> set[str]:
    """The names of the packages that hold a layer: `cameras`, `accounts`, …"""
    return {path.parent.name for path in CODE if path.stem in LAYERS}


def astray(endpoint: str, url: str, module: str) -> bool:
    """Whether a route's blueprint, package and the first part of its URL are not one word."""
    blueprint = endpoint.split(".")[0].removesuffix("_api")
    first = url.removeprefix("/api/v1").split("/")[1].replace("-", "_")
    return not (blueprint == module.split(".")[-2] == first)


def test_package_blueprint_and_url_are_one_word(app: Flask) -> None:
    assert astray("members.index", "/networks", "tracker.register.members.pages")
    assert astray("labels.index", "/cameras/labels", "tracker.register.labels.pages")
    assert not astray("bulk_edits.show", "/bulk-edits/<int:edit_id>", "tracker.exchange.bulk_edits.pages")
    assert not astray("cameras_api.show", "/api/v1/cameras/<int:camera_id>", "tracker.register.cameras.api")
    routes = [(rule.rule, rule.endpoint) for rule in app.url_map.iter_rules() if "." in rule.endpoint]
    wrong = {url for url, end in routes if astray(end, url, app.view_functions[end].__module__)}
    assert wrong == {"/", "/login", "/logout", "/api/v1/openapi.json"}  # what people type, and programs look for


def test_templates_and_tests_lie_in_folders_of_the_same_word() -> None:
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()} - {"macros"}
    assert sorted(folders - packages()) == []
    laid = {path.parent.relative_to(TRACKER).as_posix() for path in CODE if path.stem in LAYERS}
    tested = {path.parent.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert tested - laid == {".", "browser", "cases", "cli", "core", "web"}
    assert laid - tested == set()


def class_names_twice(sources: Iterable[tuple[str, str]]) -> set[str]:
    """The public classes of which an area has two, of (area, source) pairs."""
    names = [
        f"{area}: {node.name}"
        for area, source in sources
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    return {name for name, times in Counter(names).items() if times > 1}


def test_no_class_name_stands_twice_in_an_area() -> None:
    assert class_names_twice([("a", "class B: ..."), ("a", "class B: ..."), ("c", "class B: ...")]) == {"a: B"}
    assert class_names_twice((path.relative_to(TRACKER).parts[0], path.read_text()) for path in CODE) == set()
