"""Rules: labels on paper: a PDF made by Typst from a fixed template, the labels handed to it as JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from tracker.register.labels.qr import svg
from tracker.register.labels.rules import Layout

TEMPLATE = Path(__file__).parent / "sheet.typ"
FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
MADE_AT = 0  # one moment for every file: the same labels are the same bytes, whenever they are made


@dataclass(frozen=True)
class Label:
    """What stands on one label; `address` is what its code opens."""

    address: str
    code: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PrintSheet:
    """Labels to be printed: words on each, on which label of the first sheet to begin, whether to draw where to cut."""

    layout: Layout
    title: str
    heading: str
    start: int
    cut: bool


def pdf(sheet: PrintSheet, labels: Iterable[Label]) -> bytes:
    """The sheets as a PDF."""
    document: Any = typst.compile(**_job(sheet, labels), format="pdf", timestamp=MADE_AT)
    return bytes(document)


def png(sheet: PrintSheet, labels: Iterable[Label], dots_per_inch: float = 144) -> list[bytes]:
    """The sheets as pictures, one for each page: to be looked at."""
    pages: Any = typst.compile(**_job(sheet, labels), format="png", ppi=dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _job(sheet: PrintSheet, labels: Iterable[Label]) -> dict[str, Any]:
    content = {**asdict(sheet), "labels": [{**asdict(label), "qr": svg(label.address)} for label in labels]}
    return {
        "input": str(TEMPLATE),
        "root": str(TEMPLATE.parent),
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "sys_inputs": {"sheet": json.dumps(content, ensure_ascii=False)},
    }
