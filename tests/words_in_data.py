"""Texts that no page names: members of enumerations, cells of tables in code; a template says them as `_(row.text)`.

Extraction finds them only where they are marked, and `make messages` drops what it does not find.
"""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import tracker
from tracker.core.i18n import LabeledEnum

# The cells of a row that people read. `summary` is for programmers, and English.
CELLS = frozenset(
    {"text", "title", "intro", "log", "flash", "label", "log_label", "hint", "missing", "heading", "blank", "message"}
)


def modules() -> list[ModuleType]:
    """Every module of the app."""
    return [importlib.import_module(module.name) for module in pkgutil.walk_packages(tracker.__path__, "tracker.")]


def words_of_enums(kind: type[LabeledEnum] = LabeledEnum) -> Iterator[tuple[str, str]]:
    """(where it stands, text) of every member that has one."""
    for enum in kind.__subclasses__():
        if enum.__module__.startswith(f"{tracker.__name__}."):  # not what another test made up
            yield from ((f"{enum.__name__}.{member.name}", member.text) for member in enum if member.text)
        yield from words_of_enums(enum)


def words_of_rows(modules_read: Iterable[ModuleType]) -> Iterator[tuple[str, str]]:
    """(where it stands, text) of every cell that people read, in the tables of modules."""
    rows_met: set[int] = set()
    for module in modules_read:
        for name, thing in list(vars(module).items()):
            yield from _words_in(thing, f"{module.__name__}.{name}", rows_met)


def _words_in(thing: Any, path: str, rows_met: set[int]) -> Iterator[tuple[str, str]]:
    if isinstance(thing, str) or id(thing) in rows_met:
        return
    if isinstance(thing, dict | list | tuple | set | frozenset):
        for part in thing.values() if isinstance(thing, dict) else thing:
            yield from _words_in(part, path, rows_met)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        rows_met.add(id(thing))
        for field in dataclasses.fields(thing):
            cell = getattr(thing, field.name, None)
            if isinstance(cell, str) and cell and field.name in CELLS:
                yield f"{path}.{type(thing).__name__}.{field.name}", cell
            else:
                yield from _words_in(cell, path, rows_met)
