"""Contents of files as people send them."""

import io
import zipfile

import xlsxwriter
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def image(kind: str) -> bytes:
    """A small picture."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, kind)
    return content.getvalue()


def workbook() -> bytes:
    """A spreadsheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet()
    return content.getvalue()


def archive(*names: str) -> bytes:
    """A zip archive of parts of those names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return content.getvalue()
