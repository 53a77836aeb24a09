"""Rules: QR codes: an address as black squares. The camera's page and the labels draw the same ones."""

from itertools import groupby
from typing import NamedTuple

import segno

QUIET = 4  # modules of white that readers need around a code
MASK = 3  # any of the eight reads well; trying all of them out takes five times as long


class Code(NamedTuple):
    """A QR code with its white edge: `side` in modules, `path` an SVG path of the black ones."""

    side: int
    path: str


def code(address: str) -> Code:
    """`address` as a QR code; up to a seventh of it may be scratched off (error level M)."""
    rows = segno.make(address, error="m", boost_error=False, micro=False, mask=MASK).matrix
    path = "".join(_row(row, row_number + QUIET) for row_number, row in enumerate(rows))
    return Code(len(rows) + 2 * QUIET, path)


def svg(address: str) -> str:
    """The code as an SVG file."""
    side, path = code(address)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def _row(row: bytearray, y: int) -> str:
    path, x = "", QUIET
    for black, run in groupby(row):
        width = len(list(run))
        path += f"M{x} {y}h{width}v1h-{width}z" if black else ""
        x += width
    return path
