"""The fonts of the browser tests: the same on every machine, whatever that has of its own."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

from playwright.sync_api import Page

NODE_MODULES = Path(__file__).parents[2] / "node_modules"
# Arimo has the widths of Arial. DejaVu Sans, which many a Linux desktop shows, is about a fifth wider than that: what
# fits in both fits in what else people have (Segoe UI, Roboto, San Francisco, Noto Sans).
USUAL, WIDE = "Arimo", "DejaVu Sans"
FOLDERS = (NODE_MODULES / "@expo-google-fonts" / "arimo", NODE_MODULES / "dejavu-fonts-ttf" / "ttf")
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<match target="pattern"><test name="family" compare="not_eq"><string>{wide}</string></test>
<edit name="family" mode="assign" binding="strong"><string>{usual}</string></edit></match>
</fontconfig>
"""


def environment(folder: Path) -> dict[str, str]:
    """The variables for a browser that knows these fonts alone; `folder` holds fontconfig's settings and cache."""
    missing = [str(place) for place in FOLDERS if not any(place.rglob("*.ttf"))]
    if missing:
        raise FileNotFoundError(f"no fonts in {missing}: `make setup test` installs them")
    folders = "\n".join(f"<dir>{escape(str(place))}</dir>" for place in FOLDERS)
    settings = folder / "fonts.conf"
    settings.write_text(
        CONFIGURATION.format(folders=folders, cache=escape(str(folder / "cache")), usual=USUAL, wide=WIDE)
    )
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


def set_in(page: Page, family: str) -> None:
    """Show an open page in another font."""
    page.evaluate("family => document.body.style.setProperty('font-family', family)", f'"{family}"')


def shown_in(page: Page, selector: str) -> set[str]:
    """The families that the browser really takes for the text of the first element that `selector` finds."""
    inspector = page.context.new_cdp_session(page)
    inspector.send("DOM.enable")
    inspector.send("CSS.enable")
    root = inspector.send("DOM.getDocument")["root"]["nodeId"]
    node = inspector.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = inspector.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    inspector.detach()
    return {font["familyName"] for font in used}
