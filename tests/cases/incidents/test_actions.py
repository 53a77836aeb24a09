"""Logging incidents: their numbers, and the ward that is meant."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cast import MERGER, Cast, at
from tracker.cases.incidents import actions, steps
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock, errors
from tracker.core.vietnamese import search_key, sort_key
from tracker.territory.wards import naming
from tracker.territory.wards.models import Ward
from tracker.territory.wards.rules import WardKind

FACTS: dict[str, Any] = {
    "type": "theft",
    "channel": "hotline_commune",
    "occurred_from": at(3, month=9, year=2025),
    "occurred_to": None,
    "place": "Chợ Vườn Hoa",
    "ward_code": "14797",
    "latitude": None,
    "longitude": None,
    "summary": "Mất xe",
}


@pytest.fixture
def namesakes(cast: Cast) -> None:
    """More wards of one name, as there are in the country."""
    for code, name in (("20001", "Xã Hạc Thành"), ("20002", "Phường Hạc Thạnh")):
        cast.add(
            Ward(
                code=code, name=name, kind=WardKind.XA, province_id=cast.province.id, district="", basis="",
                latitude=None,
                longitude=None, valid_from=MERGER, valid_to=None, search_key=search_key(name), sort_key=sort_key(name),
            )
        )  # fmt: skip


def test_lan_cannot_log_an_incident(cast: Cast, session: Session) -> None:
    with pytest.raises(errors.NotAllowed):
        actions.log(session, cast.lan, FACTS)


def test_codes_follow_one_another_without_gaps(cast: Cast, session: Session) -> None:
    first, second = actions.log(session, cast.minh, FACTS), actions.log(session, cast.tuan, FACTS)
    year = clock.today().year
    assert [first.code, second.code] == [f"VV-00001/{year}", f"VV-00002/{year}"]
    assert (first.group, first.occurred_to, first.investigator_id) == (
        "social_order",
        first.occurred_from,
        cast.minh.id,
    )


def test_an_incident_lies_in_a_ward_of_its_own_day(cast: Cast, session: Session) -> None:
    old = {**FACTS, "ward_code": "14785", "occurred_from": at(3)}
    assert actions.log(session, cast.minh, old).ward_id == cast.old_dong_son.id
    with pytest.raises(errors.Invalid, match="Có chỗ chưa đúng"):
        actions.log(session, cast.minh, {**FACTS, "ward_code": "14785"})


def test_a_ward_is_known_by_code_and_by_name(cast: Cast, session: Session) -> None:
    for typed in ("14797", "14797 Phường Hạc Thành", "phường hạc thành", "Phuong Hac Thanh", "hạc"):
        assert naming.meant_ward(session, typed, MERGER).id == cast.hac_thanh.id


@pytest.mark.usefixtures("namesakes")
def test_a_full_name_is_enough_among_namesakes(session: Session) -> None:
    assert naming.meant_ward(session, "Phường Hạc Thành", MERGER).code == "14797"
    assert naming.meant_ward(session, "xa hac thanh", MERGER).code == "20001"


@pytest.mark.usefixtures("namesakes")
def test_an_ambiguous_name_is_answered_with_the_codes(session: Session) -> None:
    for typed, codes in (("hac thanh", {"14797", "20001", "20002"}), ("Hạc Thành", {"14797", "20001"})):
        with pytest.raises(errors.Invalid) as refused:
            naming.meant_ward(session, typed, MERGER)
        candidates = str(refused.value.facts["known"])
        assert {code for code in ("14797", "20001", "20002") if code in candidates} == codes


def test_ending_lies_between_the_incident_and_now(cast: Cast, session: Session) -> None:
    incident = actions.log(session, cast.minh, FACTS)
    session.flush()
    with pytest.raises(errors.Invalid):
        facts = {"status": IncidentStatus.CLARIFIED, "happened_at": at(1)}
        actions.advance(session, cast.minh, incident.id, 1, steps.END, facts)


def test_word_comes_in_after_the_incident_and_not_in_the_future(cast: Cast, session: Session) -> None:
    for received in (FACTS["occurred_from"] - timedelta(hours=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(errors.Invalid) as refused:
            actions.log(session, cast.minh, {**FACTS, "received_at": received})
        assert set(refused.value.fields) == {"received_at"}


def test_word_came_in_when_minh_says_and_by_default_now(cast: Cast, session: Session) -> None:
    received = FACTS["occurred_from"] + timedelta(minutes=30)
    incident = actions.log(session, cast.minh, {**FACTS, "received_at": received})
    assert incident.received_at == received
    again = actions.edit(session, cast.minh, incident.id, incident.version, {**FACTS, "summary": "Mất xe"})
    assert again.received_at == received
    assert actions.log(session, cast.minh, FACTS).received_at > received
