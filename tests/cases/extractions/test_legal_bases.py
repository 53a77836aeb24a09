"""The articles of law that a request stands on."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cases.extractions.test_pages import ask
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases.extractions import actions, legal_bases
from tracker.cases.extractions.models import ExtractionRequest
from tracker.core import clock, errors


def facts(cast: Cast, **given: Any) -> dict[str, Any]:
    window = {"window_from": clock.now() - 2 * HOUR, "window_to": clock.now() - HOUR}
    said = {"legal_basis": "crime_report", "bases": ["TTHS-88"], "purpose": "Tìm xe", "paper_number": ""}
    ids = {"incident_id": cast.incident().id, "camera_ids": [cast.camera().id]}
    return {**ids, **said, **window, "without_consent": False, **given}


def drafted(cast: Cast, **given: Any) -> list[str]:
    """The codes of the articles of a request that Minh drafts."""
    asked = facts(cast, **given)
    with cast.database.writing() as session:
        request = actions.draft(session, cast.minh, asked)
        return [entry.code for entry in legal_bases.of_request(session, request.id)]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"bases": []}, "bases"),
        ({"bases": [""]}, "bases"),
        ({"bases": ["TTHS-88", "sorcery"]}, "bases"),
        ({"bases": ["ND135"]}, "bases"),
        ({"legal_basis": "sorcery"}, "legal_basis"),
        ({"legal_basis": "public_order", "bases": ["PLAN"]}, "paper_number"),
    ],
)
def test_minh_is_told_what_a_request_lacks(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.Invalid) as refused:
        drafted(cast, **given)
    assert list(refused.value.fields) == [field]


def test_a_decree_that_was_replaced_is_told_with_what_replaced_it(cast: Cast) -> None:
    with pytest.raises(errors.Invalid) as refused:
        drafted(cast, bases=["ND135"])
    assert "61/2026" in str(refused.value.facts["successors"])


def test_a_request_keeps_its_articles_once_each_in_the_order_of_the_list(cast: Cast) -> None:
    assert drafted(cast, bases=["TTHS-147", "TTHS-88", "TTHS-147"]) == ["TTHS-88", "TTHS-147"]


def test_an_event_is_guarded_under_a_plan_with_its_number(cast: Cast) -> None:
    given = {"legal_basis": "public_order", "bases": ["PLAN"], "paper_number": "12/KH-CAP"}
    assert drafted(cast, **given) == ["PLAN"]


def test_articles_that_fit_the_field_stand_first(session: Session) -> None:
    on = date(2026, 11, 30)
    criminal, traffic = (legal_bases.offered(session, field, on) for field in ("criminal_case", "traffic_collision"))
    assert "TTHS-107" in {entry.code for entry in criminal.fitting}
    assert "TTHS-107" in {entry.code for entry in traffic.others}
    assert "XLVPHC-59" in {entry.code for entry in traffic.fitting}
    assert legal_bases.offered(session, "", on) == legal_bases.offered(session, "crime_report", on)


def test_minh_forgets_the_basis_and_keeps_what_he_chose(people: People, cast: Cast) -> None:
    page = people.minh.post("/extractions/new", ask(people, cast, bases="", then="file"), 422).text
    assert "Hãy chọn ít nhất một căn cứ pháp lý" in page
    assert "Tìm xe máy bị mất" in page
    assert cast.count(ExtractionRequest) == 0
    shown = people.minh.post("/extractions/new", ask(people, cast, then="file")).location
    assert "Điều 88 BLTTHS" in people.minh.get(shown).text
