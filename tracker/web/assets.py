"""Front-end files: copies what pages use out of node_modules into static/vendor, and joins the icons into one sprite.

Run by `make setup` as `python -m tracker.web.assets`. ValueError when a file is not where its package promised it.
The parts of Bootstrap are compiled beside them by its Sass (bootstrap.scss).
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES, VENDOR = ROOT / "node_modules", ROOT / "tracker" / "static" / "vendor"
FILES = {
    "bootstrap/LICENSE": "bootstrap.LICENSE",
    "bootstrap-icons/LICENSE": "bootstrap-icons.LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE",
    "protomaps-leaflet/dist/protomaps-leaflet.js": "protomaps-leaflet.js",
    "protomaps-leaflet/LICENSE": "protomaps-leaflet.LICENSE",
    **{f"@noble/hashes/{module}.js": f"noble-hashes/{module}.js" for module in ("sha2", "_md", "_u64", "utils")},
    "@noble/hashes/LICENSE": "noble-hashes/LICENSE",
    "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf": "fonts/Tinos_400Regular.ttf",
    "@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf": "fonts/Tinos_400Regular_Italic.ttf",
    "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf": "fonts/Tinos_700Bold.ttf",
    "@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf": "fonts/Tinos_700Bold_Italic.ttf",
    "@expo-google-fonts/tinos/LICENSE_FONT": "fonts/Tinos.LICENSE",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui.css",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "swagger-ui-dist/LICENSE": "swagger-ui.LICENSE",
}
ICONS = (
    "arrow-counterclockwise arrow-down arrow-left arrow-right arrow-up bar-chart box-arrow-right broadcast "
    "calculator camera camera-video camera-video-off check-circle chevron-right circle-half clipboard-check clock "
    "clock-history compass diagram-3 download exclamation-triangle eye file-earmark-text film funnel geo-alt hdd "
    "hourglass-split house info-circle journal-text key layout-three-columns lock-fill pencil people "
    "person-circle plus-lg qr-code question-circle search shield-check slash-circle telephone three-dots tools "
    "translate trash upload x-circle x-lg"
).split()


def main() -> None:
    """Copy everything anew."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, target in FILES.items():
        content = (MODULES / source).read_bytes()
        if source.endswith((".js", ".css")):
            content = re.sub(rb"/[*/]# sourceMappingURL=[^\n]*", b"", content)
        (VENDOR / target).parent.mkdir(exist_ok=True)
        (VENDOR / target).write_bytes(content)
    (VENDOR / "icons.svg").write_text(sprite(), encoding="utf-8")


def sprite() -> str:
    """The icons as one SVG of symbols, each with its name as id."""
    symbols = [_symbol(name, (MODULES / "bootstrap-icons/icons" / f"{name}.svg").read_text()) for name in ICONS]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _symbol(name: str, svg: str) -> str:
    match = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if match is None:
        raise ValueError(f"no picture in the icon {name}")
    return f'<symbol id="{name}" viewBox="0 0 16 16">{match.group(1).strip()}</symbol>'


if __name__ == "__main__":
    main()
