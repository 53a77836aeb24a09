"""What a ward sees of a request and when, and that two people who answer at once do not undo each other."""

from sqlalchemy.orm import Session

from tests.cases.extractions.test_actions import advance
from tests.cast import Cast
from tests.crowd import meanwhile
from tests.people import People
from tracker.cases.extractions import actions, steps
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.extractions.rules import LineStatus, RequestStatus, UnavailableReason
from tracker.core import errors


def test_lan_does_not_answer_on_an_old_page(people: People, cast: Cast) -> None:
    line = cast.request(status=RequestStatus.APPROVED).lines[0]
    url = f"/extractions/lines/{line.id}"
    people.lan.post(f"{url}/preserve", {"version": line.version})
    people.lan.post(f"{url}/extract", {"version": line.version}, 409)
    people.lan.json("POST", f"/api/v1{url}/unavailable", {"version": line.version, "reason": "broken"}, 409)
    assert cast.fresh(line).status is LineStatus.PRESERVED


def test_lan_sees_what_she_is_asked_only_once_it_is_filed(people: People, cast: Cast) -> None:
    request = cast.request(cast.camera(code="HT-07"), status=RequestStatus.DRAFT, filed_at=None)
    line = request.lines[0].id
    people.lan.get(f"/extractions/{request.id}", 404)
    people.lan.post(f"/extractions/lines/{line}/preserve", {"version": 1}, 404)
    assert "HT-07" not in people.lan.get("/extractions/lines").text
    assert people.lan.json("GET", "/api/v1/extractions/lines")["items"] == []
    assert people.lan.json("GET", "/api/v1/extractions")["items"] == []
    advance(cast, "minh", request, steps.FILE)
    assert "HT-07" in people.lan.get(f"/extractions/{request.id}").text
    assert "HT-07" in people.lan.get("/extractions/lines").text
    assert [row["id"] for row in people.lan.json("GET", "/api/v1/extractions/lines")["items"]] == [line]


def test_lan_never_sees_a_draft_that_was_withdrawn(people: People, cast: Cast) -> None:
    request = cast.request(status=RequestStatus.DRAFT, filed_at=None)
    advance(cast, "minh", request, steps.WITHDRAW, confirmed=True)
    people.lan.get(f"/extractions/{request.id}", 404)
    assert people.lan.json("GET", "/api/v1/extractions/lines")["items"] == []
    assert people.lan.json("GET", "/api/v1/extractions")["items"] == []


def answer(session: Session, cast: Cast, who: str, line: ExtractionLine) -> None:
    actions.advance_line(
        session, getattr(cast, who), line.id, line.version, steps.DECLARE, {"reason": UnavailableReason.BROKEN}
    )


def both_answer(cast: Cast, first: tuple[str, ExtractionLine], second: tuple[str, ExtractionLine]) -> list[Exception]:
    """The first answers a line and, before that is kept, the second does. What the second was refused with."""
    refused = list[Exception]()

    def follow() -> None:
        try:
            with cast.database.writing() as session:
                answer(session, cast, *second)
        except errors.Refusal as error:
            refused.append(error)

    with cast.database.writing() as session:
        answer(session, cast, *first)
        other = meanwhile(cast.database, follow)
    other.join()
    return refused


def test_two_wards_that_answer_the_last_lines_at_once_complete_the_request(cast: Cast) -> None:
    request = cast.request(cast.camera(), cast.camera(ward_id=cast.ham_rong.id), status=RequestStatus.APPROVED)
    lans, hoas = request.lines
    assert both_answer(cast, ("lan", lans), ("hoa", hoas)) == []
    assert cast.fresh(request).status is RequestStatus.ANSWERED


def test_of_two_who_answer_one_line_at_once_the_first_wins(cast: Cast) -> None:
    line = cast.request(cast.camera(), cast.camera(), status=RequestStatus.APPROVED).lines[0]
    (refused,) = both_answer(cast, ("lan", line), ("lan", line))
    assert isinstance(refused, errors.Stale)
    assert cast.fresh(line).version == line.version + 1
