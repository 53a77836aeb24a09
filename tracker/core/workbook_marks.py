"""What the cells of an Excel workbook are beside their values: errors, formulas without a result, zeros that a number
format writes in front, what is hidden. The reading library tells none of it, so it is looked up in the file's own XML.

Pure but for the archive that is read. Only `.xlsx` and `.xlsm`; of other workbooks nothing is known.
"""

import re
import zipfile
from dataclasses import dataclass, field

from tracker.core.spreadsheet_kinds import CellKind

_TAG = rb"<(?:\w+:)?"
_SHEET = re.compile(_TAG + rb'sheet\b[^>]*?\br?:?id="([^"]+)"')
_RELATION = re.compile(_TAG + rb"Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*"([^"]*)"')
_HIDDEN_ROW = re.compile(_TAG + rb'row\b([^>]*\bhidden="(?:1|true)"[^>]*)>')
_HIDDEN_COLUMN = re.compile(_TAG + rb'col\b([^>]*\bhidden="(?:1|true)"[^>]*)>')
_ERROR_CELL = re.compile(_TAG + rb'c\b([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?' + _TAG + rb"v[^>]*>([^<]*)<", re.S)
_FORMULA_CELL = re.compile(
    _TAG
    + rb"c\b([^>]*[^/>])>\s*"
    + _TAG
    + rb"f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(?:"
    + _TAG
    + rb"v\s*/>|"
    + _TAG
    + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NUMBER_FORMAT = re.compile(_TAG + rb"numFmt\b([^>]*)>")
_CELL_FORMATS = re.compile(_TAG + rb"cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_CELL_FORMAT = re.compile(_TAG + rb"xf\b([^>]*)>")
_ZEROS = re.compile(r'(?:"([^"]*)"|((?:\\.|[-A-Za-z_])*))(0{2,})')
_ADDRESS = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_UNESCAPED = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&amp;", b"&"))


@dataclass
class SheetMarks:
    """Of one sheet: `cells` are (row, column, kind, text), all counted from 0; hidden rows and columns likewise."""

    cells: list[tuple[int, int, CellKind, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def read(archive: zipfile.ZipFile) -> list[SheetMarks]:
    """The marks of every sheet, in the order of the workbook; none where the archive is another kind of file."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return []
    parts = _parts(archive.read("xl/_rels/workbook.xml.rels"))
    formats = _padded_formats(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else {}
    paths = [parts.get(relation, "") for relation in _SHEET.findall(archive.read("xl/workbook.xml"))]
    return [_of_sheet(archive.read(path), formats) if path in names else SheetMarks() for path in paths]


def _parts(relations: bytes) -> dict[bytes, str]:
    """Where each part of a workbook stands in its archive, by the number of its relation."""
    rows = [dict(_ATTRIBUTE.findall(relation)) for relation in _RELATION.findall(relations)]
    targets = {row.get(b"Id", b""): row.get(b"Target", b"").decode() for row in rows}
    return {key: target[1:] if target.startswith("/") else f"xl/{target}" for key, target in targets.items()}


def _padded_formats(styles: bytes) -> dict[bytes, tuple[str, int]]:
    """The styles of cells that write zeros in front of a number: (text before it, digits), by the style's number."""
    rows = [dict(_ATTRIBUTE.findall(number_format)) for number_format in _NUMBER_FORMAT.findall(styles)]
    codes = {row.get(b"numFmtId"): _plain(row.get(b"formatCode", b"")) for row in rows}
    block = _CELL_FORMATS.search(styles)
    padded: dict[bytes, tuple[str, int]] = {}
    for index, attributes in enumerate(_CELL_FORMAT.findall(block.group()) if block else ()):
        match = _ZEROS.fullmatch(codes.get(dict(_ATTRIBUTE.findall(attributes)).get(b"numFmtId"), ""))
        if match:
            padded[str(index).encode()] = ((match[1] or match[2] or "").replace("\\", ""), len(match[3]))
    return padded


def _of_sheet(xml: bytes, formats: dict[bytes, tuple[str, int]]) -> SheetMarks:
    marks = SheetMarks()
    if b"hidden=" in xml:
        marks.hidden_rows = [int(row) - 1 for row in _numbers(_HIDDEN_ROW, xml, b"r")]
        for attributes in map(dict, map(_ATTRIBUTE.findall, _HIDDEN_COLUMN.findall(xml))):
            marks.hidden_columns += range(int(attributes[b"min"]) - 1, min(int(attributes[b"max"]), 16_384))
    if b't="e"' in xml:
        marks.cells += [(*place, CellKind.ERROR, text) for place, text in _cells(_ERROR_CELL, xml)]
    if re.search(_TAG + rb"f\b", xml):
        # One of text has a result that may be blank, =IF(A2="","",…).
        empty = b"\n".join(m.group() for m in _FORMULA_CELL.finditer(xml) if b't="str"' not in m[1])
        marks.cells += [(*place, CellKind.FORMULA, f"={text}") for place, text in _cells(_FORMULA_CELL, empty)]
    for style, (before, digits) in formats.items():
        number = re.compile(_TAG + rb'c\b([^>]*\bs="' + style + rb'"[^>]*)>\s*' + _TAG + rb"v>(\d{1,15})<")
        marks.cells += [(*place, CellKind.PADDED, before + text.zfill(digits)) for place, text in _cells(number, xml)]
    return marks


def _numbers(pattern: re.Pattern[bytes], xml: bytes, name: bytes) -> list[bytes]:
    attributes = (dict(_ATTRIBUTE.findall(attributes)) for attributes in pattern.findall(xml))
    return [row[name] for row in attributes if name in row]


def _cells(pattern: re.Pattern[bytes], xml: bytes) -> list[tuple[tuple[int, int], str]]:
    """The cells that a pattern finds: ((row, column), text). One that does not say where it stands is passed over."""
    cells = []
    for attributes, text in pattern.findall(xml):
        address = _ADDRESS.fullmatch(dict(_ATTRIBUTE.findall(attributes)).get(b"r", b""))
        if address:
            cells.append(((int(address[2]) - 1, _column(address[1])), _plain(text)))
    return cells


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _plain(text: bytes) -> str:
    for entity, letter in _UNESCAPED:
        text = text.replace(entity, letter)
    return text.decode("utf-8", "replace")
