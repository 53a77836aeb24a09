"""Long work as pages: one's own, with its end and its file."""

from tests.people import People
from tracker.core import clock
from tracker.jobs import actions
from tracker.jobs.models import Job, JobFile
from tracker.jobs.rules import JobKind, JobState


def a_job(people: People, **values: object) -> Job:
    facts: dict[str, object] = {
        "kind": JobKind.EXPORT_LIST,
        "title": "camera.xlsx",
        "created_by_id": people.cast.lan.id,
    }
    facts |= {"arguments": "{}", "state": JobState.QUEUED, "tries": 1, "created_at": clock.now(), "started_at": None}
    return people.cast.add(Job(**facts | {"finished_at": None, "error": "", "result": ""} | values))


def test_what_lan_started_is_hers_alone(people: People) -> None:
    job = a_job(people)
    for page in ("", "/progress", "/file"):
        people.hoa.get(f"/jobs/{job.id}{page}", 404)
    people.hoa.post(f"/jobs/{job.id}/cancel", status=404)
    assert "camera.xlsx" not in people.hoa.get("/jobs").text
    assert "camera.xlsx" in people.lan.get("/jobs").text


def test_a_running_job_is_polled_and_a_finished_one_is_not(people: People) -> None:
    job = a_job(people, state=JobState.RUNNING, started_at=clock.now())
    assert "every 1s" in people.lan.get(f"/jobs/{job.id}").text
    with people.cast.database.writing() as session:
        session.get_one(Job, job.id).state = JobState.DONE
    answer = people.lan.client.get(f"/jobs/{job.id}/progress")
    assert (answer.headers["HX-Refresh"], "every 1s" in answer.text) == ("true", False)


def test_cancel_needs_no_writer_and_is_seen_at_once(people: People) -> None:
    job = a_job(people, state=JobState.RUNNING, started_at=clock.now())
    people.lan.get("/jobs")
    with people.cast.database.writing():  # on SQLite a second writer would wait for this one
        people.lan.post(f"/jobs/{job.id}/cancel")
        assert "đang dừng theo yêu cầu" in people.lan.get(f"/jobs/{job.id}").text


def test_the_file_of_a_job_is_given_out_for_a_day(people: People) -> None:
    job = a_job(people, state=JobState.DONE, result='{"file": "camera.csv"}')
    with people.cast.database.writing() as session:
        actions.keep_file(session, job.id, "camera.csv", "text/csv", b"a,b")
    assert people.lan.get(f"/jobs/{job.id}/file").data == b"a,b"
    with people.cast.database.writing() as session:
        session.get_one(JobFile, job.id).created_at -= actions.FILES_LAST * 2
    people.app.extensions["tracker_worker"].sweep()
    people.lan.get(f"/jobs/{job.id}/file", 404)
    assert "quá một ngày" in people.lan.get(f"/jobs/{job.id}").text
