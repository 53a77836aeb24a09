"""Pieces of pages that are drawn once: by nothing but what they are given, and in each reader's language."""

import re

from flask import Flask
from jinja2 import Environment, nodes

from tests.cast import Cast
from tests.people import People
from tracker.app import TEMPLATES
from tracker.register.cameras.models import Camera
from tracker.web.drawn_once import OF_A_MOMENT

FILES = sorted(TEMPLATES.rglob("*.html"))
PER_REQUEST = OF_A_MOMENT | {"viewer", "menu", "language", "here", "args", "section", "now"}


def imports(tree: nodes.Template) -> dict[str, tuple[str, str]]:
    """The macros that a template imports without its context: own name to (file, macro)."""
    names = [(each, name) for each in tree.find_all(nodes.FromImport) if not each.with_context for name in each.names]
    pairs = [(each.template, (name, name) if isinstance(name, str) else name) for each, name in names]
    return {own_name: (file.value, macro) for file, (macro, own_name) in pairs if isinstance(file, nodes.Const)}


def drawn_once(env: Environment) -> set[tuple[str, str]]:
    """The (file, macro) of each macro that some template draws once. KeyError for one imported with its context."""
    found = set[tuple[str, str]]()
    for path in FILES:
        tree = env.parse(path.read_text())
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "drawn_once":
                macro = call.args[0]
                assert isinstance(macro, nodes.Name)
                found.add(imports(tree)[macro.name])
    return found


def names_used(env: Environment, file: str, macro: str) -> set[str]:
    """What a macro, with those that it calls, uses beside its arguments."""
    tree = env.parse((TEMPLATES / file).read_text())
    own_macros = {each.name: each for each in tree.find_all(nodes.Macro)}
    imported = imports(tree)
    names = set[str]()
    own_names = set[str]()
    for name in own_macros[macro].find_all(nodes.Name):
        (names if name.ctx == "load" else own_names).add(name.name)
    names -= own_names
    for name in names & own_macros.keys() - {macro}:
        names |= names_used(env, file, name)
    for name in names & imported.keys():
        names |= names_used(env, *imported[name])
    return names


def test_nothing_that_is_drawn_once_hangs_on_a_request(app: Flask) -> None:
    macros = drawn_once(app.jinja_env)
    assert ("cameras/_cells.html", "camera_row") in macros
    for file, macro in sorted(macros):
        assert names_used(app.jinja_env, file, macro) & PER_REQUEST == set(), (file, macro)


def test_a_clock_that_is_asked_below_is_found(app: Flask) -> None:
    assert "clock_now" in names_used(app.jinja_env, "macros/parts.html", "clock_chip")


def test_what_stands_around_a_page_is_drawn_in_each_language(people: People) -> None:
    def menu() -> list[str]:
        return re.findall("Mô hình|Networks", people.lan.get("/cameras").text.partition("</nav>")[0])

    vietnamese = menu()
    people.lan.post("/language/en")
    assert (vietnamese, menu()) == (["Mô hình"], ["Networks"])
    people.lan.post("/language/vi")
    assert menu() == vietnamese


def test_a_row_that_changed_is_drawn_anew(people: People, cast: Cast) -> None:
    camera = cast.camera(name="Cổng chợ")
    assert "Cổng chợ" in people.lan.get("/cameras").text
    with cast.database.writing() as session:
        session.get_one(Camera, camera.id).name = "Cổng trường"
    page = people.lan.get("/cameras").text
    assert "Cổng trường" in page
    assert "Cổng chợ" not in page
