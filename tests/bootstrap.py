"""What the whole of Bootstrap dresses, and what is left of that in the parts that the pages load."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
WHOLE = ROOT / "node_modules/bootstrap/dist/css/bootstrap.min.css"
PARTS = ROOT / "tracker/static/vendor/bootstrap.min.css"
# Classes of ours that have a namesake there: app.css says all about them that counts where they stand, in a grid.
NAMESAKES = {"figure"}


@cache
def classes(sheet: Path) -> frozenset[str]:
    """The classes that a style sheet dresses."""
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)
    return frozenset(re.findall(r"\.([a-zA-Z][\w-]*)", rules))


def lost(used: Iterable[str]) -> list[str]:
    """Those of the used classes that Bootstrap dresses, and the parts of it do not."""
    missing = (set(used) & classes(WHOLE)) - classes(PARTS) - NAMESAKES
    return [f"bootstrap.scss lacks .{name}" for name in sorted(missing)]
