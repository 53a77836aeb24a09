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
# Highest first. A module may import from its own layer (faces not even that) and from those below, not from beside it.
LAYERS = (
    ("pages", "api", "commands", "tasks"),
    ("presenters",),
    ("schemas", "actions"),
    ("queries",),
    ("models",),
    ("rules",),
)
RANK = {name: depth for depth, names in enumerate(LAYERS) for name in names}
FACES = LAYERS[0]  # these stand beside each other, and beside themselves: no page knows another page


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


def fault(importer: str | None, imported: str | None) -> bool:
    """Whether a module of one layer must not import one of the other."""
    if importer is None or imported is None:
        return False
    if RANK[importer] != RANK[imported]:
        return RANK[importer] > RANK[imported]
    return importer in FACES or importer != imported


class AreaLayers(Contract):
    """Inside an area, across its packages, every module stands in one of LAYERS and imports downwards only."""

    type_name = "area_layers"
    areas = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every module of `areas` in a layer, and every import downwards."""
        prefixes = tuple(f"tracker.{area}." for area in self.areas)  # type: ignore[attr-defined]
        modules = [m for m in sorted(graph.modules) if m.startswith(prefixes)]
        packages = {m.rpartition(".")[0] for m in graph.modules}
        layers = {m: layer(m) for m in modules if m not in packages}
        missing = [m for m, found in layers.items() if found is None and not m.endswith("__init__")]
        wrong = [
            (m, other, graph.get_import_details(importer=m, imported=other)[0]["line_number"])
            for m in layers
            for other in sorted(graph.find_modules_directly_imported_by(m))
            if fault(layers[m], layers.get(other))
        ]
        return ContractCheck(kept=not missing and not wrong, metadata={"missing": missing, "wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Which modules say no layer, and which imports lead upwards."""
        for module in check.metadata["missing"]:
            output.print_error(f"{module} has no layer: name it so, or begin its docstring with one («Queries: …»).")
        for importer, imported, line in check.metadata["wrong"]:
            output.print_error(f"{importer}:{line} ({layer(importer)}) imports {imported} ({layer(imported)})")


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
