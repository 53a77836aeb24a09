"""What somebody adds in one place and forgets in another is told: nothing stands in the code that nobody reaches."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

import click
import pytest
from flask import Flask

import tracker.components as components
from tests.test_house import CODE, PAGES, ROOT
from tests.web.test_every_schema import every_schema
from tracker.audit_log.field_wording import FIELD_LABELS
from tracker.core.permissions import Can
from tracker.jobs.rules import JobKind
from tracker.register.cameras.fields import log_labels

SOURCES = {path: path.read_text() for path in CODE}
# Commands of the libraries, and the one that would write into this folder; tests/test_migrations.py calls its function.
NOT_RUN = {"openapi", "run", "shell", "routes", "db migration"}
# Details of the log that are shown in their own place, not as a name and a value.
SHOWN_APART = {"changed", "reason"}
# Fields that are typed and kept under another name: the ward's as `ward`, the clock's as its error in seconds; or that
# only say that something is meant.
KEPT_OTHERWISE = {"ward_code", "clock_shown", "clock_true", "clear", "sure", "code_confirmed"}


def unnamed(names: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The names that stand between quotes in none of the texts."""
    quoted = {name for text in texts for pair in re.findall(r"""'([\w.-]+)'|"([\w.-]+)\"""", text) for name in pair}
    return sorted(set(names) - quoted)


def unread_fields(name: str, sources: Iterable[str]) -> list[str]:
    """The fields of the class `name` that are read by no function with a parameter of that class."""
    trees = [ast.parse(source) for source in sources if name in source]
    classes = [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    fields = {ast.unparse(part.target) for node in classes for part in node.body if isinstance(part, ast.AnnAssign)}
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return sorted(fields - {read for function in functions for read in _reads(function, name)})


def _reads(function: ast.FunctionDef, kind: str) -> Iterator[str]:
    """What a function reads of its parameters of a type."""
    given = [*function.args.args, *function.args.kwonlyargs]
    ours = {arg.arg for arg in given if arg.annotation and kind in ast.unparse(arg.annotation)}
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ours:
            yield node.attr


def criteria() -> list[str]:
    """The classes that say what a list is narrowed to."""
    return re.findall(r"^class (\w+Criteria)\b", "\n".join(SOURCES.values()), re.MULTILINE)


def commands(group: click.Group, above: str = "") -> Iterator[str]:
    """The whole names of all commands."""
    for name, command in group.commands.items():
        whole = f"{above}{name}"
        yield from commands(command, f"{whole} ") if isinstance(command, click.Group) else (whole,)


def details(source: str) -> set[str]:
    """The names of the details that a module writes into the log."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and len(node.args) > 2]
    ours = [call for call in calls if ast.unparse(call.func).split(".")[-1] == "record"]
    return {word.arg for call in ours for word in call.keywords if word.arg}


@pytest.mark.parametrize("part", ["pages", "api"])
def test_every_blueprint_is_part_of_the_app(part: str) -> None:
    modules = [path for path in CODE if path.stem == part]
    made = {getattr(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)), part) for path in modules}
    assert len(made) > 10
    assert made == set(components.PAGES if part == "pages" else components.APIS)


def test_every_kind_of_job_has_somebody_who_carries_it_out(app: Flask) -> None:
    assert set(components.tasks(app.extensions["tracker_files"])) == set(JobKind)


def test_every_permission_is_asked_for() -> None:
    asked = "\n".join(source for path, source in SOURCES.items() if path.name != "permissions.py")
    assert [can.name for can in Can if not re.search(rf"\bCan\.{can.name}\b", asked)] == []


def test_every_page_is_a_link_or_a_button_away(app: Flask) -> None:
    assert unnamed({"faults.index", "faults.gone"}, ["url_for('faults.index')"]) == ["faults.gone"]
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api/")}
    assert unnamed(pages, [*SOURCES.values(), *(path.read_text() for path in PAGES)]) == []


def test_a_filter_that_a_list_takes_narrows_it() -> None:
    one = "class ACriteria:\n    b: int\n    c: int\n\ndef f(wanted: ACriteria): return wanted.b"
    assert unread_fields("ACriteria", [one]) == ["c"]
    # Cameras are narrowed by the names of columns: their filters are tried one by one in test_listing.
    kinds = {name for name in criteria() if name != "CameraCriteria"}
    assert len(kinds) > 8
    assert {name: left for name in kinds if (left := unread_fields(name, SOURCES.values()))} == {}


def test_every_command_is_run_by_a_test(app: Flask) -> None:
    ours = {name for name in commands(app.cli) if name not in NOT_RUN and name.split()[0] not in NOT_RUN}
    assert "user create" in ours
    texts = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in sorted(ours) if name not in texts] == []


def test_what_the_log_says_of_a_change_has_a_name_for_people() -> None:
    assert details("record(s, a, 'x:y', row, cost=1, **more)") == {"cost"}
    written = set[str]().union(*(details(source) for source in SOURCES.values()))
    edited = [kind for kind in every_schema() if kind.__name__.startswith("Edited")]
    assert len(edited) > 4
    typed = {name for kind in edited for name in kind().fields}
    assert sorted((written | typed) - FIELD_LABELS.keys() - log_labels().keys() - SHOWN_APART - KEPT_OTHERWISE) == []
