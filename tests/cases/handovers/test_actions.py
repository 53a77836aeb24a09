"""What becomes of a hand-over: a hash that is owed is given, a file that came is compared."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.crowd import meanwhile
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions import actions as extractions
from tracker.cases.extractions import correcting, corrections, events, steps
from tracker.cases.extractions import queries as extraction_queries
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.cases.handovers import actions
from tracker.cases.handovers.models import Handover, HandoverCheck
from tracker.cases.handovers.rules import CopyKind, FileMatch
from tracker.core import clock, errors
from tracker.core.database import Database

FILE = {"file_name": "CH04_2030.dav", "bytes": 1_420_000_000, "sha256": "9f" * 32}
PAPER = {"medium": "USB", "seal_number": "NP-0117", "minutes_number": "", "clock_offset_seconds": 480}
PAPER |= {"received_by": "Đại úy Minh", "copy_kind": CopyKind.ORIGINAL, "copies": 2, "played": True, "witness": ""}
SIZE_AND_HASH = {name: FILE[name] for name in ("bytes", "sha256")}
VOIDING = {"note": "Lập nhầm", "confirmed": True}
OWED = {**FILE, "sha256": "", "hash_owed": True}


def extracted(cast: Cast) -> ExtractionLine:
    """A line of Minh's request whose footage Lan copied."""
    now = clock.now()
    window = {"window_from": now - timedelta(hours=3), "window_to": now - timedelta(hours=2)}
    request = cast.request(status=RequestStatus.APPROVED)
    line = cast.line(request, cast.camera(), status=LineStatus.EXTRACTED, extracted_at=now, **window)
    cast.see_again()
    return line


def hand_over(database: Database, cast: Cast, **facts: Any) -> ExtractionLine:
    """What Lan handed over for it."""
    line = extracted(cast)
    with database.writing() as session:
        extractions.advance_line(session, cast.lan, line.id, line.version, steps.HAND_OVER, {**FILE, **PAPER, **facts})
    return line


def check(database: Database, cast: Cast, line: ExtractionLine, **facts: Any) -> FileMatch:
    """What came of Minh's check of the file he received."""
    with database.writing() as session:
        return actions.check_file(session, cast.minh, line.id, {**FILE, **facts}).result


def newest_handover(cast: Cast) -> Handover:
    """The hand-over that was written last."""
    with cast.database.reading() as session:
        return session.scalars(select(Handover).order_by(Handover.id.desc()).limit(1)).one()


def test_without_hash_nothing_is_handed_over_unless_lan_says_that_it_follows(database: Database, cast: Cast) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        hand_over(database, cast, sha256="")
    assert {"sha256", "hash_owed"} == set(refusal.value.fields)
    hand_over(database, cast, **OWED)
    assert newest_handover(cast).sha256 == ""


def test_lan_gives_the_hash_that_she_owed_once(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast, **OWED)
    with database.writing() as session:
        actions.give_hash(session, cast.lan, line.id, SIZE_AND_HASH)
    handover = newest_handover(cast)
    assert handover.sha256 == FILE["sha256"]
    assert handover.hashed_at is not None
    with pytest.raises(errors.WrongState), database.writing() as session:
        actions.give_hash(session, cast.lan, line.id, SIZE_AND_HASH)


def test_the_hash_of_a_file_of_another_size_is_not_taken(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast, **OWED)
    with pytest.raises(errors.Invalid) as refusal, database.writing() as session:
        actions.give_hash(session, cast.lan, line.id, {"bytes": 5, "sha256": FILE["sha256"]})
    assert "bytes" in refusal.value.fields


def test_a_hash_is_given_by_the_ward_that_handed_over_and_nobody_else(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast, **OWED)
    with pytest.raises(errors.NotAllowed), database.writing() as session:
        actions.give_hash(session, cast.minh, line.id, SIZE_AND_HASH)


def test_minh_finds_that_the_file_is_the_one_that_lan_handed_over(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast)
    assert check(database, cast, line) is FileMatch.SAME
    assert check(database, cast, line, file_name="ban-sao.dav") is FileMatch.SAME  # a name says nothing of a file


@pytest.mark.parametrize("differing", [{"bytes": 7}, {"sha256": "ab" * 32}], ids=["size", "hash"])
def test_a_file_that_differs_is_told_and_kept(database: Database, cast: Cast, differing: dict[str, Any]) -> None:
    line = hand_over(database, cast)
    assert check(database, cast, line, **differing) is FileMatch.DIFFERENT
    with database.reading() as session:
        [shown_line] = [
            each for each in extraction_queries.lines_of(session, cast.lan, line.request_id) if each.handover
        ]
        [kept_check] = shown_line.handover.checks
    assert (kept_check.bytes, kept_check.sha256) == tuple({**FILE, **differing}[name] for name in ("bytes", "sha256"))
    assert kept_check.author.name == cast.minh.name


def test_while_the_hash_is_owed_a_file_of_the_same_size_is_neither_the_same_nor_another(
    database: Database, cast: Cast
) -> None:
    line = hand_over(database, cast, **OWED)
    assert check(database, cast, line) is FileMatch.UNKNOWN
    assert check(database, cast, line, bytes=7) is FileMatch.DIFFERENT


def test_a_check_is_in_the_log(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast)
    check(database, cast, line)
    with database.reading() as session:
        assert session.query(AuditEvent).filter_by(action="handover:check").count() == 1


def test_only_who_asked_for_the_footage_checks_it(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast)
    with pytest.raises(errors.NotAllowed), database.writing() as session:
        actions.check_file(session, cast.lan, line.id, FILE)


def test_nothing_is_checked_or_hashed_before_it_was_handed_over(database: Database, cast: Cast) -> None:
    line = extracted(cast)
    with pytest.raises(errors.WrongState), database.writing() as session:
        actions.check_file(session, cast.minh, line.id, FILE)
    with pytest.raises(errors.WrongState), database.writing() as session:
        actions.give_hash(session, cast.lan, line.id, {"bytes": 1, "sha256": FILE["sha256"]})
    assert cast.count(HandoverCheck) == 0


def test_nothing_is_checked_or_hashed_of_a_request_that_was_voided(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast, **OWED)
    with database.writing() as session:
        request = session.get_one(ExtractionRequest, line.request_id)
        correcting.correct(session, cast.minh, request.id, request.version, corrections.VOID, VOIDING)
    with pytest.raises(errors.WrongState), database.writing() as session:
        actions.check_file(session, cast.minh, line.id, FILE)
    with pytest.raises(errors.WrongState), database.writing() as session:
        actions.give_hash(session, cast.lan, line.id, SIZE_AND_HASH)


def test_of_two_who_give_the_hash_at_once_the_second_is_told_that_it_is_there(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast, **OWED)
    refusals: list[errors.WrongState] = []

    def give_another() -> None:
        try:
            with database.writing() as session:
                actions.give_hash(session, cast.lan, line.id, {**SIZE_AND_HASH, "sha256": "ab" * 32})
        except errors.WrongState as refusal:
            refusals.append(refusal)

    with database.writing() as session:
        actions.give_hash(session, cast.lan, line.id, SIZE_AND_HASH)
        session.flush()
        other = meanwhile(database, give_another)
    other.join(timeout=30)
    assert len(refusals) == 1
    assert newest_handover(cast).sha256 == FILE["sha256"]


def test_what_came_of_a_check_stays_with_a_hand_over_that_was_taken_back(database: Database, cast: Cast) -> None:
    line = hand_over(database, cast)
    check(database, cast, line, bytes=7)
    with database.writing() as session:
        version = session.get_one(ExtractionLine, line.id).version
        correcting.correct_line(session, cast.lan, line.id, version, corrections.TAKE_LINE_BACK, {"note": "Nhầm tệp"})
    with database.reading() as session:
        [taken_back] = events.voided_handovers_of(session, [line.id])[line.id]
    assert [made.result for made in taken_back.checks] == [FileMatch.DIFFERENT]
