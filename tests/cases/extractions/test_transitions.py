"""What a row of a step table promises, and what does not start with a row that promises too much."""

from dataclasses import replace

import pytest

from tests.cases.extractions.test_actions import HANDOVER as HANDED_OVER
from tracker.cases.extractions import effects, schemas, step_fields, steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents import steps as incidents
from tracker.cases.step_shapes import step_shape
from tracker.cases.transitions import ButtonLook, Field, Transition, asked_by, check_complete
from tracker.core import errors

ROWS: list[Transition] = [*steps.STEPS.values(), *steps.LINE_STEPS.values(), *incidents.STEPS.values()]


def test_a_step_without_its_effect_stops_the_start() -> None:
    with pytest.raises(LookupError, match="keep_reason"):
        check_complete({steps.LineEffect.NONE: effects.none}, steps.LineEffect)


def test_a_step_that_asks_for_something_without_a_shape_stops_the_start() -> None:
    with pytest.raises(KeyError, match="blood_type"):
        step_shape(replace(steps.FILE, fields=((Field("blood_type", "Nhóm máu"),),)), schemas.RequestTransition)


@pytest.mark.parametrize("step", ROWS, ids=lambda step: step.action)
def test_a_row_is_named_as_urls_can_name_it_and_says_something_everywhere(step: Transition) -> None:
    assert step.name == step.name.lower()
    assert step.name.replace("-", "").isalpha()
    assert all((step.text, step.log, step.flash, step.summary))
    assert step.title or step.kind == "request"


def test_the_moment_of_a_step_is_a_column() -> None:
    for table, model in ((steps.STEPS, ExtractionRequest), (steps.LINE_STEPS, ExtractionLine)):
        moments = {step.timestamp for step in table.values()} - {""}
        assert moments
        assert moments <= {*model.__table__.columns.keys()}


def test_programs_are_told_the_moment_of_every_step() -> None:
    for table, shape in ((steps.STEPS, schemas.RequestOut), (steps.LINE_STEPS, schemas.LineOut)):
        assert {step.timestamp for step in table.values()} - {""} <= shape().fields.keys()


def test_what_must_be_filled_in_is_said_at_the_field_and_nothing_is_no_size() -> None:
    with pytest.raises(errors.Invalid) as refused:
        steps.HAND_OVER.require_fields({**HANDED_OVER, "file_name": "", "medium": None, "bytes": 0})
    assert set(refused.value.fields) == {"file_name", "medium"}
    steps.HAND_OVER.require_fields({**HANDED_OVER, "bytes": 0})
    steps.FILE.require_fields({})


def test_what_ends_a_request_asks_once() -> None:
    with pytest.raises(errors.Invalid) as refused:
        steps.WITHDRAW.require_fields({"confirmed": False})
    assert set(refused.value.fields) == {"confirmed"}
    steps.WITHDRAW.require_fields({"confirmed": True})


def test_what_needs_nothing_goes_with_one_tap() -> None:
    assert {step.name for step in steps.LINE_STEPS.values() if step.one_tap} == {"preserve", "extend", "extract"}


def test_of_the_buttons_in_a_row_one_is_the_primary_one() -> None:
    assert [steps.APPROVE.look_in_row(place) for place in (0, 1)] == [ButtonLook.PRIMARY, ButtonLook.PLAIN]
    assert steps.REFUSE.look_in_row(1) is steps.REFUSE.look_in_row(0) is ButtonLook.DESTRUCTIVE


def test_a_form_of_several_steps_asks_for_each_thing_once() -> None:
    assert asked_by([steps.APPROVE, steps.REFUSE, steps.CLOSE]) == [
        step_fields.OPINION,
        step_fields.WITHOUT_CONSENT,
        step_fields.ASK_AGAIN,
    ]
    assert asked_by([]) == []
