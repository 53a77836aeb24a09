"""How an incident ends and is taken up again: as its step table says, by pages and JSON alike."""

from datetime import timedelta
from itertools import product

import pytest

from tests.buttons import Button, buttons
from tests.cast import Cast
from tests.people import People
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import CLARIFIED, ENDS, IncidentStatus
from tracker.cases.incidents.steps import END, REOPEN, STEPS, IncidentStep, advance
from tracker.core import clock, errors
from tracker.core.i18n import Look


@pytest.mark.parametrize("end", ENDS)
def test_what_is_being_verified_ends_once_in_each_way_there_is_and_is_taken_up_again(end: IncidentStatus) -> None:
    assert advance(IncidentStatus.VERIFYING, END, end) is end
    with pytest.raises(errors.WrongState, match="hãy mở lại trước"):
        advance(end, END, IncidentStatus.CLARIFIED)
    assert advance(end, REOPEN) is IncidentStatus.VERIFYING


@pytest.mark.parametrize("chosen", [IncidentStatus.VERIFYING, None])
def test_to_be_verified_is_no_end(chosen: IncidentStatus | None) -> None:
    with pytest.raises(errors.Invalid) as refused:
        advance(IncidentStatus.VERIFYING, END, chosen)
    assert set(refused.value.fields) == {"status"}


def test_what_has_not_ended_is_not_taken_up_again() -> None:
    with pytest.raises(errors.WrongState, match="chưa kết thúc"):
        advance(IncidentStatus.VERIFYING, REOPEN)


def test_what_is_clarified_looks_so() -> None:
    assert {status for status in IncidentStatus if status.look is Look.SUCCESS} == CLARIFIED


def minhs(cast: Cast, status: IncidentStatus) -> Incident:
    ended = None if status is IncidentStatus.VERIFYING else clock.now() - timedelta(hours=1)
    return cast.incident(status=status, ended_at=ended)


def offered(people: People, who: str, incident: Incident) -> list[Button]:
    """The buttons on an incident's page that move it."""
    all_buttons = buttons(getattr(people, who), f"/incidents/{incident.id}")
    return [button for button in all_buttons if button.url.rsplit("/", 1)[1] in STEPS]


def test_every_button_that_anybody_sees_on_an_incident_is_accepted(people: People, cast: Cast) -> None:
    pressed = set[tuple[str, str]]()
    for who, status in product(("minh", "tuan", "thuy"), IncidentStatus):
        for button in offered(people, who, minhs(cast, status)):
            button.press(getattr(people, who))
            if not button.sends:
                (own,) = [again for again in buttons(getattr(people, who), button.url) if again.sends]
                own.press(getattr(people, who))
            pressed.add((who, button.url.rsplit("/", 1)[1]))
    assert pressed == {("minh", "end"), ("minh", "reopen")}


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
def test_the_form_of_a_step_asks_for_what_its_row_says(people: People, cast: Cast, step: IncidentStep) -> None:
    (status, *_) = step.leaves
    url = f"/incidents/{minhs(cast, status).id}/{step.name}"
    people.tuan.get(url, 403)
    (own,) = [button for button in buttons(people.minh, url) if button.sends]
    asked = [field for field in step.asked if field.missing or not field.tick]  # asked only once it was refused
    assert set(own.fields) == {
        *("csrf_token", "form_key", "version", "happened_at"),
        *(field.name for field in asked),
    }
    page = people.minh.post(url, {"version": 1}, 422).text
    assert [field.label for field in asked if field.label not in page] == []
    own.press(people.minh)


def test_a_step_of_json_takes_what_its_row_asks_for_and_nothing_else(people: People, cast: Cast) -> None:
    url = f"/api/v1/incidents/{minhs(cast, IncidentStatus.VERIFYING).id}"
    wrong = people.minh.json("POST", f"{url}/end", {"version": 1, "reason": "Nhầm"}, 422)
    assert set(wrong["errors"]) == {"status", "reason"}
    assert people.minh.json("POST", f"{url}/end", {"version": 1, "status": "mediated"})["status"] == "mediated"
    assert set(people.minh.json("POST", f"{url}/reopen", {"version": 2}, 422)["errors"]) == {"reason"}
