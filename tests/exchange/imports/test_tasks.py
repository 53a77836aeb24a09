"""Long lists: read and applied by a worker, whole or not at all, again after its death, never other than was shown."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Cast
from tests.exchange.imports.test_actions import cameras, listed
from tests.exchange.imports.test_pages import pressed, sent, version
from tests.exchange.imports.test_undo import undone
from tests.people import People
from tracker.core import clock
from tracker.exchange.imports import camera_undo, plan_writer, preview
from tracker.jobs import worker as jobs
from tracker.jobs.models import Job
from tracker.jobs.rules import JobKind, JobState
from tracker.register.cameras.models import Camera

ROWS = [f"C{number};Cổng {number};;" for number in range(5)]


@pytest.fixture(autouse=True)
def few_is_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lists of more than two rows are long ones, and every row is ticked."""
    monkeypatch.setattr(preview, "AT_ONCE", 2)
    monkeypatch.setattr(plan_writer, "BATCH", 2)
    monkeypatch.setattr(jobs, "REPORT", 0.0)
    return


def newest(cast: Cast) -> Job:
    with cast.database.reading() as session:
        return session.query(Job).order_by(Job.id.desc()).limit(1).one()


def test_a_long_list_is_read_applied_and_undone_by_jobs(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    assert "Nhập 5 camera" in people.lan.get(url).text
    pressed(people.lan, url, "apply")
    assert (len(cameras(cast)), newest(cast).kind, newest(cast).state) == (5, JobKind.APPLY_LIST, JobState.DONE)
    undone(people.lan, url)
    assert (cast.count(Camera), newest(cast).kind) == (0, JobKind.UNDO_LIST)


def test_a_long_list_with_faults_comes_back_as_a_file_for_its_keeper(people: People) -> None:
    url = sent(people.lan, listed(*ROWS, "X;x;;105,7852;19,8067"))
    file_url = people.lan.get(f"{url}/errors", 302).location
    assert "đổi chỗ" in people.lan.get(file_url).data.decode("utf-8-sig").split("\r\n")[6]
    people.hoa.get(file_url, 404)
    assert "chưa nhập dòng nào" in pressed(people.lan, url, "apply", 422)


def test_lan_stops_it_in_the_middle_and_nothing_was_written(people: People, cast: Cast, monkeypatch: Any) -> None:
    url = sent(people.lan, listed(*ROWS))
    progress = people.app.extensions["tracker_worker"].progress
    insert = plan_writer.insert_all

    def insert_and_cancel(*args: Any) -> None:
        insert(*args)
        progress.request_cancel(newest(cast).id)

    monkeypatch.setattr(plan_writer, "insert_all", insert_and_cancel)
    pressed(people.lan, url, "apply")
    assert (newest(cast).state, cast.count(Camera)) == (JobState.CANCELLED, 0)
    assert "Đã dừng theo yêu cầu" in people.lan.get(url).text
    monkeypatch.undo()
    pressed(people.lan, url, "apply")
    assert cast.count(Camera) == 5


def test_lan_stops_an_undoing_in_the_middle_and_all_of_it_is_still_there(
    people: People, cast: Cast, monkeypatch: Any
) -> None:
    url = sent(people.lan, listed(*ROWS))
    pressed(people.lan, url, "apply")
    progress, drop = people.app.extensions["tracker_worker"].progress, camera_undo._drop_made

    def cancel_and_drop(*args: Any) -> None:
        progress.request_cancel(newest(cast).id)
        drop(*args)

    monkeypatch.setattr(camera_undo, "_drop_made", cancel_and_drop)
    undone(people.lan, url)
    assert (newest(cast).state, cast.count(Camera)) == (JobState.CANCELLED, 5)
    monkeypatch.undo()
    undone(people.lan, url)
    assert cast.count(Camera) == 0


def test_a_worker_that_died_after_its_work_does_not_do_it_twice(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    pressed(people.lan, url, "apply")
    with cast.database.writing() as session:
        job = session.get_one(Job, newest(cast).id)
        job.state, job.started_at = JobState.QUEUED, clock.now()
    people.app.extensions["tracker_worker"].carry_out(job.id)
    assert (newest(cast).state, newest(cast).tries, cast.count(Camera)) == (JobState.DONE, 2, 5)


@pytest.mark.parametrize("rows", [2, 5])
def test_what_would_do_other_than_was_shown_is_shown_anew_first(people: People, cast: Cast, rows: int) -> None:
    url = sent(people.lan, listed(*ROWS[:rows]))
    shown_version = version(people.lan.get(url).text)
    cast.camera(code="C1", name="Của Hạc Thành")
    people.lan.post(f"{url}/apply", {"version": shown_version})
    page = people.lan.get(url).text
    assert "đã thay đổi sau lần xem trước" in page
    assert "Của Hạc Thành" in page
    assert cast.count(Camera) == 1
    pressed(people.lan, url, "apply")
    assert cameras(cast)["C1"].name == "Cổng 1"


def test_nobody_touches_an_import_that_is_being_worked_on(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    shown_version = version(people.lan.get(url).text)
    with cast.database.writing() as session:
        session.get_one(Job, newest(cast).id).state = JobState.RUNNING
    for deed in ("apply", "discard", "read"):
        people.lan.post(f"{url}/{deed}", {"version": shown_version}, 409)
    assert "every 1s" in people.lan.get(url).text
