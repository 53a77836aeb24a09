"""What a stored file may be called."""

import pytest

from tracker.jobs.files.rules import LONGEST_NAME, READABLE, ScanState, file_name

PDF, JPEG = "application/pdf", "image/jpeg"


@pytest.mark.parametrize(
    ("given", "media_type", "kept"),
    [
        ("Biên bản.pdf", PDF, "Biên bản.pdf"),
        ("Biên bản.PDF", PDF, "Biên bản.pdf"),
        ("ảnh.jpeg", JPEG, "ảnh.jpeg"),
        ("C:\\Users\\minh\\Bien ban.pdf", PDF, "Bien ban.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("hóa đơn.exe", PDF, "hóa đơn.exe.pdf"),
        ("gpj.\u202efdp.exe", JPEG, "gpj.fdp.exe.jpg"),
        ("a\r\nb\x00.pdf", PDF, "ab.pdf"),
        ("", PDF, "tai-lieu.pdf"),
        (".pdf", PDF, "pdf.pdf"),
        ("...", JPEG, "tai-lieu.jpg"),
    ],
)
def test_a_name_has_no_path_no_control_marks_and_the_ending_of_its_content(
    given: str, media_type: str, kept: str
) -> None:
    assert file_name(given, media_type) == kept


@pytest.mark.parametrize("given", ["ă" * 500 + ".pdf", "ă" * 500])
def test_a_long_name_is_cut_before_its_ending(given: str) -> None:
    kept = file_name(given, PDF)
    assert len(kept) <= LONGEST_NAME
    assert kept.endswith("ă.pdf")


def test_what_waits_for_a_scan_or_is_infected_is_read_by_nobody() -> None:
    assert set(READABLE) == {ScanState.CLEAN, ScanState.NOT_SCANNED}
