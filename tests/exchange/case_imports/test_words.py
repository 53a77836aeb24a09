"""Words of books are codes of the lists of their day, in whichever language and however they are toned."""

import pytest

from tests.cast import Cast
from tests.exchange.case_imports.books import INCIDENT, INCIDENT_HEADER, THEFT, book, faults, taken_over
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core import errors
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.models import ListImport


def logged(cast: Cast, *replaced: tuple[str, str]) -> Incident:
    """The incident of a book in which some cells are others."""
    row = INCIDENT
    for before, after in replaced:
        row = row.replace(before, after)
    report = taken_over(cast, cast.son, book(row, header=INCIDENT_HEADER), kind=ImportKind.INCIDENTS)
    assert faults(report) == []
    with cast.database.reading() as session:
        return session.query(Incident).one()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Trộm cắp tài sản", "theft"),
        ("trom cap tai san.", "theft"),
        ("Vehicle theft", "theft_vehicle"),
        ("bẻ khóa", "theft_vehicle"),
        ("Cướp giật", "snatching"),
        ("Khác", "other"),
    ],
)
def test_a_word_is_a_code_by_either_name_by_what_people_search_and_by_what_they_say(
    cast: Cast, word: str, code: str
) -> None:
    assert logged(cast, ("Trộm cắp", word)).type == code


def test_the_group_comes_with_the_type(cast: Cast) -> None:
    assert logged(cast, ("Trộm cắp", "Đánh bạc")).group == "vice"


def test_a_summary_that_begins_with_a_type_needs_no_column_for_it(cast: Cast) -> None:
    incident = logged(cast, ("Trộm cắp", ""), ("Mất xe", "Va chạm giao thông ở ngã tư"))
    assert (incident.type, incident.summary) == ("minor_collision", "Va chạm giao thông ở ngã tư")


def test_a_word_of_an_old_list_holds_for_what_came_in_while_it_applied(cast: Cast) -> None:
    report = taken_over(
        cast,
        cast.son,
        book(INCIDENT.replace("113", "Đường dây nóng"), header=INCIDENT_HEADER),
        kind=ImportKind.INCIDENTS,
    )
    assert "hãy chọn: Điện thoại 113" in faults(report)[0][2]
    assert logged(cast, ("/2025", "/2016"), ("113", "Đường dây nóng"), ("Hạc Thành", "Đông Vệ")).channel == "hotline"


@pytest.mark.parametrize("blanks", [{"channel": "pigeon"}, {"camera": "CAM-1"}])
def test_blank_cells_stand_for_no_code_that_no_list_has(cast: Cast, blanks: dict[str, str]) -> None:
    with pytest.raises(errors.Invalid) as refused:
        taken_over(cast, cast.son, book(THEFT), blanks=blanks)
    assert set(refused.value.fields) == set(blanks)
    assert (cast.count(ListImport), cast.count(ExtractionRequest)) == (0, 0)


def test_what_blank_cells_stand_for_must_have_applied_on_the_day(cast: Cast) -> None:
    cast.camera(code="CAM-1")
    silent = THEFT.replace("Điện thoại 113", "")
    report = taken_over(cast, cast.son, book(silent), blanks={"channel": "hotline"})
    assert [(row, header) for row, header, _ in faults(report)] == [(2, "Kênh tin")]
    assert faults(taken_over(cast, cast.son, book(silent), blanks={"channel": "box"})) == []
