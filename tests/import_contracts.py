"""Two import contracts of our own: the layers of every area across its packages, and no circle anywhere.

import-linter's own `layers` compares named packages; here a layer is a kind of module, wherever it stands.
"""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = Path(__file__).parent.parent
# Highest first. A module may import from its own layer and from those below, but not what stands beside its layer; what
# answers callers (INTERFACES) does not import its like at all: no page knows another page.
LAYERS = (
    ("pages", "api", "commands", "tasks"),
    ("presenters",),
    ("schemas", "actions"),
    ("queries",),
    ("models",),
    ("rules",),
)
RANK = {name: depth for depth, names in enumerate(LAYERS) for name in names}
INTERFACES = LAYERS[0]
WEB = {"flask", "flask_login", "flask_smorest", "flask_wtf", "werkzeug"}
# What a layer must not import, whatever the module is called. The contracts beside this one ask it of detours too.
FORBIDDEN = {
    "rules": {*WEB, "flask_babel", "sqlalchemy", "marshmallow", "tracker.core.clock", "tracker.core.database"},
    "models": {*WEB, "flask_babel", "marshmallow"},
    "queries": {*WEB, "flask_babel", "marshmallow"},
    "actions": {*WEB, "flask_babel", "marshmallow"},
    "schemas": {*WEB, "sqlalchemy", "tracker.core.database"},
}


def layer(module: str) -> str | None:
    """The layer of a module: its own name, else the word with which its docstring begins: «Queries: the list of …»."""
    name = module.rpartition(".")[2]
    if name in RANK:
        return name
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    words = ast.get_docstring(ast.parse(file.read_text())) if file.exists() else None
    first = (words or "").partition(":")[0].lower()
    return first if first in RANK else None


def is_upward(importer: str | None, imported: str | None) -> bool:
    """Whether a module of one layer must not import one of the other."""
    if importer is None or imported is None:
        return False
    if RANK[importer] != RANK[imported]:
        return RANK[importer] > RANK[imported]
    return importer in INTERFACES or importer != imported


class AreaLayers(Contract):
    """Inside an area, across its packages, every module stands in one of LAYERS and imports only what that may."""

    type_name = "area_layers"
    areas = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every module of `areas` in a layer, every import downwards, and none of what the layer must not know."""
        prefixes = tuple(f"tracker.{area}." for area in self.areas)  # type: ignore[attr-defined] # a field gives its value
        packages = {module.rpartition(".")[0] for module in graph.modules}
        modules = [module for module in sorted(graph.modules) if module.startswith(prefixes) and module not in packages]
        layers = {module: layer(module) for module in modules}
        missing = [module for module, name in layers.items() if name is None]
        wrong = [
            (module, other, graph.get_import_details(importer=module, imported=other)[0]["line_number"])
            for module, name in layers.items()
            for other in sorted(graph.find_modules_directly_imported_by(module))
            if is_upward(name, layers.get(other)) or other in FORBIDDEN.get(name or "", ())
        ]
        return ContractCheck(kept=not missing and not wrong, metadata={"missing": missing, "wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Which modules say no layer, and which imports their layer forbids."""
        for module in check.metadata["missing"]:
            output.print_error(f"{module} has no layer: name it so, or begin its docstring with one («Queries: …»).")
        for importer, imported, line in check.metadata["wrong"]:
            output.print_error(f"{importer}:{line} ({layer(importer)}) must not import {imported}")


class NoCircle(Contract):
    """No module imports, by whatever detour, a module that imports it."""

    type_name = "no_circle"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """The first circle found, if there is one."""
        arrows: dict[str, Any] = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
        try:
            TopologicalSorter(arrows).prepare()
        except CycleError as error:
            return ContractCheck(kept=False, metadata={"circle": error.args[1]})
        return ContractCheck(kept=True)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """The circle, module by module."""
        output.print_error(" <- ".join(check.metadata["circle"]))
