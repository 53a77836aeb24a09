"""What a content is, whatever its sender calls it."""

import io

import pytest

from tests.jobs.files.contents import PDF, archive, image, workbook
from tracker.jobs.files.rules import TYPES
from tracker.jobs.files.sniffing import media_type

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        "Biên bản".encode(),
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"#!/bin/sh\nrm -rf /\n",
        b"PK\x03\x04 no archive",
        archive("x.exe"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("[Content_Types].xml", "ppt/presentation.xml"),
    ],
)
def test_nothing_is_taken_for_what_it_is_not(content: bytes) -> None:
    assert media_type(io.BytesIO(content)) not in TYPES


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (image("JPEG"), "image/jpeg"),
        (image("PNG"), "image/png"),
        (image("WEBP"), "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64), "image/heif"),
        (workbook(), XLSX),
        (archive("[Content_Types].xml", "word/document.xml"), DOCX),
    ],
)
def test_what_people_send_is_known(content: bytes, kind: str) -> None:
    assert media_type(io.BytesIO(content)) == kind
