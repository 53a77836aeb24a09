"""What drawing up and walking a round refuse by themselves; and how large a round may be."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.crowd import meanwhile
from tracker.audit_log.models import AuditEvent
from tracker.core import clock, errors
from tracker.register.cameras.models import Camera
from tracker.register.inspections import actions, queries
from tracker.register.inspections.models import InspectionRound, InspectionVisit
from tracker.register.inspections.rules import MOST_CAMERAS, SeenState

FACTS = {"name": "Lê Lợi", "network_id": None, "point_id": None, "recorder_id": None, "q": "", "stale": False}


def an_inspection(cast: Cast) -> InspectionRound:
    """Lan's round past all her cameras, the first of them found broken."""
    with cast.database.writing() as session:
        inspection = actions.plan_round(session, cast.lan, {**FACTS, "due_on": clock.today() + timedelta(days=1)})
        actions.record_visit(
            session, cast.lan, inspection.id, queries.coming(session, inspection.id)[0].camera_id, SeenState.BROKEN
        )
        return inspection


def test_minh_sees_a_round_but_neither_draws_up_nor_walks_one(cast: Cast) -> None:
    camera = cast.camera()
    inspection = an_inspection(cast)
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.plan_round(session, cast.minh, {**FACTS, "due_on": clock.today()})
    with cast.database.reading() as session, pytest.raises(errors.NotAllowed):
        actions.record_visit(session, cast.minh, inspection.id, camera.id, SeenState.NOT_FOUND)


def test_a_round_has_500_cameras_at_most(cast: Cast) -> None:
    camera = cast.camera()
    values = {column.name: getattr(camera, column.name) for column in Camera.__table__.columns if column.name != "id"}
    with cast.database.writing() as session:
        session.add_all(Camera(**values | {"code": f"X-{n}", "code_key": f"x{n}"}) for n in range(MOST_CAMERAS - 1))
    an_inspection(cast)
    assert cast.count(InspectionVisit) == MOST_CAMERAS
    cast.camera()
    with pytest.raises(errors.Invalid) as refused:
        an_inspection(cast)
    assert refused.value.facts == {"most": MOST_CAMERAS}


def test_what_somebody_else_noted_on_the_round_is_corrected_not_doubled(cast: Cast) -> None:
    camera = cast.camera()
    inspection = an_inspection(cast)
    with cast.database.writing() as session:
        actions.record_visit(session, cast.lan, inspection.id, camera.id, SeenState.WORKING)
        assert queries.progress(session, inspection.id) == {SeenState.WORKING: 1}


def test_two_who_tap_the_same_at_once_are_one_visit(cast: Cast) -> None:
    camera = cast.camera()
    inspection = an_inspection(cast)

    def tap(session: Session) -> None:
        actions.record_visit(session, cast.lan, inspection.id, camera.id, SeenState.NOT_FOUND)

    def tap_too() -> None:
        with cast.database.writing() as session:
            tap(session)

    with cast.database.writing() as session:
        tap(session)
        other = meanwhile(cast.database, tap_too)
    other.join()
    with cast.database.reading() as session:
        taps = session.query(AuditEvent).filter_by(action="round:visit").all()
    assert len(taps) == 2  # the one of drawing it up, and this


def test_a_round_is_not_ended_on_an_old_page(cast: Cast) -> None:
    cast.camera()
    inspection = an_inspection(cast)
    with cast.database.writing() as session, pytest.raises(errors.Stale):
        actions.close(session, cast.lan, inspection.id, inspection.version + 1)
    with cast.database.writing() as session:
        actions.close(session, cast.lan, inspection.id, inspection.version)
