"""The conventions of the house, as far as a machine can see them. Each check is shown something wrong once."""

import ast
import dataclasses
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from marshmallow import RAISE, Schema

import config
from tests import local_names, ratchets
from tracker.web import fields

ROOT = Path(__file__).parent.parent
TRACKER, TEMPLATES = ROOT / "tracker", ROOT / "templates"
CODE = sorted(TRACKER.rglob("*.py"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
TELLING_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "data", "obj"}
POSIX_ONLY = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
LAYERS = {"rules", "queries", "actions", "pages", "api", "commands"}
# Longer than 300 lines, which is well where a file is a list of tables.
MAY_BE_LONG = {"migrations/versions/0001_first_tables.py", "migrations/versions/0013_units_and_posts.py"}
TEXT = {".py", ".html", ".css", ".js", ".svg", ".md", ".toml", ".txt", ".json", ".cfg", ".mako", ".po", ".npmrc", ""}


def tracked() -> list[Path]:
    """The project's files: those git knows or would take up, else all that do not belong to the machine."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]
    not_ours = {".venv", "node_modules", "instance", "vendor", "dist", "__pycache__", ".git", "mutants"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not not_ours & set(path.relative_to(ROOT).parts)]


def near(path: Path) -> str:
    """A file's name as people say it here."""
    return path.relative_to(ROOT).as_posix()


@cache
def attributes(source: str) -> dict[str, list[int]]:
    """The lines of each attribute that a piece of code names; several checks ask for them."""
    lines_by_name: dict[str, list[int]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            lines_by_name.setdefault(node.attr, []).append(node.lineno)
    return lines_by_name


def calls(source: str, name: str) -> list[int]:
    """The lines that call something's method `name`."""
    return attributes(source).get(name, [])


def inner_imports(source: str) -> list[int]:
    """The lines that import something inside a function."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [part for function in functions for part in ast.walk(function)]
    return [part.lineno for part in inside if isinstance(part, ast.Import | ast.ImportFrom)]


def given_twice(source: str) -> list[str]:
    """The names of a module that are given something a second time: what stood there first is never used."""
    names: list[str] = []
    for node in ast.parse(source).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names += [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
        names += [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    return sorted({name for name in names if names.count(name) > 1})


def unguarded_imports(source: str) -> list[int]:
    """The lines that import what Windows does not have, without a way on where it is not there."""
    tree = ast.parse(source)
    guarded = {part for node in ast.walk(tree) if isinstance(node, ast.Try) for part in ast.walk(node)}
    return [node.lineno for node in ast.walk(tree) if node not in guarded and POSIX_ONLY & _imported(node)]


def _imported(node: ast.AST) -> set[str]:
    names = {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
    return names | ({name.name for name in node.names} if isinstance(node, ast.Import) else set())


def silent_validators(source: str) -> list[int]:
    """The lines that give `validate=` something that may answer False: to marshmallow 4 only raising is a refusal."""
    words = [word for word in ast.walk(ast.parse(source)) if isinstance(word, ast.keyword) and word.arg == "validate"]
    return [word.value.lineno for word in words if isinstance(word.value, ast.Lambda | ast.List | ast.Tuple)]


def template_faults(source: str) -> list[str]:
    """What a template must not hold: text unescaped, anything inline, a percent sign that gettext stumbles over."""
    faults = re.findall(r"\|\s*safe\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style\b|javascript:", source)
    faults += [tag for tag in re.findall(r"<script\b[^>]*>", source) if " src=" not in tag]
    texts = [text for _, text in re.findall(r"\b_\(\s*([\"'])(.*?)\1", source)]
    return faults + [text for text in texts if "%" in re.sub(r"%%|%\(\w+\)\w", "", text)]


def shadowed_macros(source: str) -> set[str]:
    """The macros that a template takes from another and then hides behind a variable of the same name."""
    lists = re.findall(r'\{% from "[^"]*" import ([^%]*?)(?: with context)? %\}', source)
    imported = {name for names in lists for name in names.split(", ")}
    targets = re.findall(r"\{%-?\s*(?:for\s+(.*?)\s+in|set\s+([\w, ]+?)\s*(?:=|-?%))", source, re.DOTALL)
    return imported & {name for pair in targets for target in pair for name in re.findall(r"\w+", target)}


def long_files(files: Iterable[tuple[str, str]]) -> list[str]:
    """The files of more than 300 lines, of (name, content)."""
    return [f"{name}: {content.count(chr(10))}" for name, content in files if content.count("\n") > 300]


def wide_lines(files: Iterable[tuple[str, str]]) -> list[str]:
    """The lines of more than 160 characters, of (name, content): no difference in them can be seen in a review."""
    return [
        f"{name}:{number}: {len(line)}"
        for name, content in files
        for number, line in enumerate(content.splitlines(), 1)
        if len(line) > 160
    ]


def machine_paths(content: str) -> list[str]:
    """Paths of the machine this was written on, and addresses of package registries."""
    return re.findall(r"(?<!\w)/(?:work|root|home)/\w+|/tmp/\w+/|registry\.npm|pypi\.|(?<!emit-)index-url", content)


def everywhere(check: str) -> Iterator[tuple[str, object]]:
    """(file, what `check` finds in it) for the files of code where it finds something."""
    for path in CODE:
        faults = globals()[check](path.read_text())
        if faults:
            yield near(path), faults


def test_only_the_database_module_commits_and_nobody_makes_savepoints() -> None:
    assert calls("def f(session):\n    session.commit()", "commit") == [2]
    committing = {near(path) for path in CODE if calls(path.read_text(), "commit")}
    assert committing == {"tracker/core/database.py"}
    assert not [near(path) for path in CODE if calls(path.read_text(), "begin_nested")]  # the log could not follow


def test_only_the_settings_read_the_environment() -> None:
    reading = [near(path) for path in CODE if calls(path.read_text(), "environ") or calls(path.read_text(), "getenv")]
    assert reading == []
    assert calls((ROOT / "config.py").read_text(), "environ")


def test_only_the_clock_knows_what_time_it_is() -> None:
    asking = {near(path) for path in CODE for name in ("now", "today", "utcnow") for _ in _asks_the_time(path, name)}
    assert asking == {"tracker/core/clock.py"}


def _asks_the_time(path: Path, name: str) -> list[str]:
    return re.findall(rf"\b(?:datetime|date)\.{name}\(", path.read_text())


def test_nothing_is_imported_inside_a_function() -> None:
    assert inner_imports("def f():\n    import os") == [2]
    assert not list(everywhere("inner_imports"))


def test_no_name_of_a_module_is_given_twice() -> None:
    assert given_twice("A, B = 1, 2\nA = 3\ndef f(): ...\nclass f: ...\nc: int = 1") == ["A", "f"]
    assert not list(everywhere("given_twice"))


def test_windows_can_import_all_of_it() -> None:
    assert unguarded_imports("import fcntl\nfrom pwd import x\ntry:\n    import pty\nexcept ImportError: ...") == [1, 2]
    assert not list(everywhere("unguarded_imports"))
    assert not unguarded_imports((ROOT / "config.py").read_text())


def test_modules_have_true_names_and_say_what_they_own() -> None:
    assert not [near(path) for path in CODE if TELLING_NOTHING & set(path.relative_to(TRACKER).with_suffix("").parts)]
    silent = [near(path) for path in CODE if not ast.get_docstring(ast.parse(path.read_text()))]
    assert not silent


def test_files_are_short() -> None:
    assert long_files([("a", "x\n" * 300), ("b", "x\n" * 301)]) == ["b: 301"]
    paths = [path for path in tracked() if path.suffix in {".py", ".html", ".css", ".js"}]
    long = {line.split(":")[0] for line in long_files((near(path), path.read_text()) for path in paths)}
    assert long == MAY_BE_LONG


def test_the_lines_of_templates_are_short() -> None:
    assert wide_lines([("a", "x\n" + "x" * 160 + "\n" + "x" * 161)]) == ["a:3: 161"]
    assert wide_lines((near(path), path.read_text()) for path in PAGES) == []


def test_the_ratchets_hold_and_would_break() -> None:
    assert ratchets.main() == 0
    source = "def f():\n" + '    """Told\n    in two lines."""\n' + "    x = 1\n" * 26
    long = list(ratchets.functions(source, "a"))
    assert long == [(27, "a:1 f")]
    assert not ratchets.judge("all", long * 9, [ratchets.Size(9, "a")])[1]
    assert not ratchets.judge("all", [ratchets.Size(2, "f")] * 9, [ratchets.Size(301, "a")])[1]


def test_local_names_say_what_they_hold() -> None:
    source = "def f(at):\n    def g(x):\n        found = e = [n for n in at]\n    for n, told in at: pass"
    vague = [line.split(":")[0] for line in local_names.vague_names(source)]
    assert vague == ["1 at", "3 e", "3 found", "4 n", "4 told"]
    assert local_names.vague_names("found = 1\nclass A:\n    at: int") == []
    app = [*CODE, ROOT / "config.py", *sorted((ROOT / "bench").rglob("*.py"))]
    assert {near(path): vague for path in app if (vague := local_names.vague_names(path.read_text()))} == {}


def test_no_file_knows_this_machine_or_a_registry() -> None:
    assert machine_paths("see /work/" + "x and https://pypi.org" + "/simple") == ["/work/x", "pypi."]
    this_file = Path(__file__).resolve()
    texts = [path for path in tracked() if path.suffix in TEXT and path.resolve() != this_file]
    assert not {near(path): machine_paths(path.read_text()) for path in texts if machine_paths(path.read_text())}


@pytest.mark.parametrize("path", PAGES, ids=near)
def test_templates_hold_nothing_inline_and_escape_everything(path: Path) -> None:
    assert template_faults(path.read_text()) == []


def test_a_fault_in_a_template_would_be_found() -> None:
    wrong = '{{ x|safe }}<p style="a" onclick="b"><script>c</script><style>{{ _("100 % là") }}'
    assert len(template_faults(wrong)) == 6
    assert template_faults('<script src="x"></script>{{ _("%(n)s trên 100%%") }}<p class="on">') == []


def test_no_template_hides_a_macro_behind_a_variable() -> None:
    import_line = '{% from "macros/tables.html" import data_table, cell %}'
    assert shadowed_macros(import_line + "{% for line, cell in rows %}{% set data_table = 1 %}") == {
        "cell",
        "data_table",
    }
    assert {near(path): names for path in PAGES if (names := shadowed_macros(path.read_text()))} == {}


def test_every_template_is_shown_by_somebody() -> None:
    sources = "\n".join(path.read_text() for path in [*CODE, *PAGES])
    assert not [near(path) for path in PAGES if f'"{path.relative_to(TEMPLATES).as_posix()}"' not in sources]


def test_every_shape_refuses_what_it_does_not_know() -> None:
    shapes = [*_offspring(fields.StrictSchema)]
    assert len(shapes) > 10
    app_shapes = {kind for kind in _offspring(Schema) if kind.__module__.startswith("tracker")}
    assert {kind.__name__ for kind in app_shapes - {fields.StrictSchema, *shapes}} == set()
    assert [kind.__name__ for kind in shapes if kind().unknown != RAISE] == []


def _offspring(kind: type) -> Iterator[type[Schema]]:
    for child in kind.__subclasses__():
        yield child
        yield from _offspring(child)


def test_no_validator_refuses_in_silence() -> None:
    assert silent_validators("x = Text(validate=lambda v: v > 0)") == [1]
    assert not list(everywhere("silent_validators"))


def test_the_readme_names_every_setting() -> None:
    names = set(re.findall(r"TRACKER_[A-Z0-9_]+|DATABASE_URL", (ROOT / "README.md").read_text()))
    settings = {field.name for field in dataclasses.fields(config.Config)}
    can_be_set = {"DATABASE_URL"} | {f"TRACKER_{name.upper()}" for name in settings if _can_be_set(name)}
    assert names - {"TRACKER_"} == can_be_set


def _can_be_set(name: str) -> bool:
    try:
        config.from_environment({f"TRACKER_{name.upper()}": "x" * 32, "DATABASE_URL": "postgresql://db/x"})
    except config.ConfigError as error:
        return "unknown settings" not in str(error)
    return True
