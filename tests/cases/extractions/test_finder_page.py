"""What the finder tells of each camera, what it keeps when Minh looks again, and what its bar says."""

import re
from datetime import timedelta

from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.extractions.rules import LineStatus, Outcome
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.register.cameras.models import Camera
from tracker.register.cameras.optics import NightVision
from tracker.register.cameras.rules import CameraForm

WEST = {"latitude": 19.8067, "longitude": 105.7848}  # 42 m from the scene
LONG_AGO = {"window_from": "20:00 03/09/2024", "window_to": "21:00 03/09/2024"}
FAR = {"latitude": 19.83, "longitude": 105.80}


def hang(cast: Cast, code: str, place: dict[str, float] = WEST, **values: object) -> Camera:
    return cast.camera(point_id=cast.point(**place).id, **{"code": code, "name": f"Cột {code}", **values})


def opened(people: People, incident: Incident) -> str:
    return " ".join(people.minh.get(f"/extractions/new?incident={incident.id}").text.split())


def looked(people: People, incident: Incident, **values: object) -> str:
    """The page after looking again, for an hour of yesterday."""
    since = clock.now() - timedelta(days=1)
    window = {"window_from": since.isoformat(), "window_to": (since + timedelta(hours=1)).isoformat()}
    form = {"incident_id": incident.id, "then": "search", "radius": "200", "q": "", **window, **values}
    return " ".join(people.minh.post("/extractions/new", form, 200).text.split())


def bar(page: str) -> str:
    """What the bar at the foot says."""
    match = re.search(r'id="chosen".*?<strong[^>]*>(.*?)</strong>', page)
    assert match
    return " ".join(match.group(1).split())


def told(page: str, code: str) -> str:
    """What is told of a camera, its own line."""
    return page.split(f"<strong>{code}</strong>")[1].split("</label>")[0]


def test_each_hit_says_what_one_could_do_with_its_picture_and_how_it_is_ranked(people: People, cast: Cast) -> None:
    hang(cast, "SHARP", width_px=3840)
    hang(cast, "NOBODY-NOTED", reach_m=None)
    hang(cast, "TOO-FAR", reach_m=30)
    page = opened(people, cast.incident())
    assert "trong góc nhìn, 42 m · chỉ thấy có người (46 px/m)" in told(page, "SHARP")
    assert "nhìn về phía đó, chưa rõ tầm, 42 m · chưa rõ xem được gì" in told(page, "NOBODY-NOTED")
    assert "nhìn về phía đó, ngoài tầm, 42 m" in told(page, "TOO-FAR")
    assert "chạy 87% · còn hình 100%" in told(page, "SHARP")
    assert "gần 70%" in told(page, "SHARP")
    assert page.index("SHARP") < page.index("NOBODY-NOTED") < page.index("TOO-FAR")


def test_what_cannot_have_seen_much_is_folded_unless_it_is_all_there_is(people: People, cast: Cast) -> None:
    away = [hang(cast, f"AWAY-{number:02}", bearing=270) for number in range(11)]
    incident = cast.incident()
    assert "ít hy vọng hơn" not in opened(people, incident)
    hang(cast, "SEES")
    folded = opened(people, incident)
    assert "11 camera ít hy vọng hơn" in folded
    assert '<details class="disclosure"> <summary>11 camera' in folded
    assert '<details class="disclosure" open> <summary>11 camera' in looked(people, incident, camera_ids=[away[3].id])


def test_a_camera_that_is_blind_at_night_says_so_of_a_window_at_night(people: People, cast: Cast) -> None:
    hang(cast, "BLIND", night=NightVision.NONE)
    incident = cast.incident()
    by_night = looked(people, incident, **LONG_AGO)
    assert "Không nhìn được ban đêm" in told(by_night, "BLIND")
    by_day = looked(people, incident, window_from="10:00 03/09/2024", window_to="11:00 03/09/2024")
    assert "Không nhìn được ban đêm" not in told(by_day, "BLIND")


def test_looking_again_keeps_what_was_ticked_though_it_is_not_found_any_more(people: People, cast: Cast) -> None:
    kept = hang(cast, "TICKED", FAR)
    hang(cast, "NEAR")
    incident = cast.incident()
    page = looked(people, incident, camera_ids=[kept.id])
    assert f'value="{kept.id}" checked' in page
    assert "NEAR" in page
    assert "TICKED" not in looked(people, incident)


def test_minh_cannot_keep_by_its_number_what_he_may_not_know_of(people: People, cast: Cast) -> None:
    gone = hang(cast, "GONE", FAR, removed_on=clock.today() - timedelta(days=900))
    assert "GONE" not in looked(people, cast.incident(), camera_ids=[gone.id, "x", "9" * 30])


def test_a_street_and_the_cameras_around_the_scene_are_looked_for_together(people: People, cast: Cast) -> None:
    hang(cast, "AROUND")
    hang(cast, "ON-STREET", FAR, name="Đường Nguyễn Huệ 1")
    hang(cast, "ELSEWHERE", FAR)
    page = looked(people, cast.incident(), q="nguyen hue")
    assert "AROUND" in page
    assert "ON-STREET" in page
    assert "ELSEWHERE" not in page


def test_the_bar_says_how_many_were_chosen_of_whom_and_what_goes_first(people: People, cast: Cast) -> None:
    incident, owner = cast.incident(), cast.owner()
    first = hang(cast, "FIRST", owner_id=owner.id, retention_days=3)
    others = [hang(cast, "SECOND", owner_id=owner.id, retention_days=9), hang(cast, "WARDS", retention_days=9)]
    assert bar(opened(people, incident)) == "Chưa chọn camera nào"
    page = looked(people, incident, camera_ids=[first.id, *(camera.id for camera in others)])
    assert re.fullmatch(r"3 camera · 2 chủ · sớm nhất còn (2 ngày|1 ngày 23 giờ)", bar(page))
    gone = looked(people, incident, **LONG_AGO, camera_ids=[first.id])
    assert bar(gone) == "1 camera · 1 chủ"


def test_minh_is_told_how_often_a_cameras_footage_was_useful_in_cases_that_he_sees(people: People, cast: Cast) -> None:
    camera = hang(cast, "PAST")
    incident = cast.incident()
    requests = [cast.request(camera, incident=incident) for _ in range(3)]
    sons = cast.incident(investigator_id=cast.son.id, unit_id=cast.hac_thanh_police.id)
    hidden = cast.request(camera, requester_id=cast.son.id, unit_id=cast.hac_thanh_police.id, incident=sons)
    outcomes = (Outcome.DECISIVE, Outcome.NOTHING, None)
    with cast.database.writing() as session:
        for request, outcome in zip([*requests, hidden], [*outcomes, Outcome.DECISIVE], strict=True):
            line = session.get_one(ExtractionLine, request.lines[0].id)
            line.status, line.outcome = LineStatus.HANDED_OVER, outcome
    assert "1 lần có ích trong 2" in told(opened(people, incident), "PAST")


def test_a_turning_camera_is_not_sold_as_a_witness(people: People, cast: Cast) -> None:
    hang(cast, "PTZ", form=CameraForm.PTZ)
    assert "quay quét, chưa rõ lúc đó quay đâu, 42 m" in told(opened(people, cast.incident()), "PTZ")
