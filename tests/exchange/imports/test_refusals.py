"""Lists that are not taken over: without codes, not read yet, in other hands, changed under somebody's eyes."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.exchange.imports.test_actions import listed
from tests.exchange.imports.test_pages import ROWS as SHORT
from tests.exchange.imports.test_pages import pressed, sent, version
from tests.exchange.imports.test_tasks import ROWS, newest
from tests.people import People
from tracker.core import errors
from tracker.exchange.imports import actions, preview, schemas, tables
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.planner import ImportPlan
from tracker.jobs.models import Job, JobFile
from tracker.jobs.rules import JobState
from tracker.register.cameras.models import Camera

NO_CODES = listed(*(f"B{number};x;1" for number in range(5)), header="Biển;Tên;Quận")


@pytest.fixture(autouse=True)
def few_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of more than two rows are long ones."""
    monkeypatch.setattr(preview, "AT_ONCE", 2)


def now_stands(cast: Cast, state: JobState, **facts: Any) -> None:
    """How the newest job and its import stand."""
    with cast.database.writing() as session:
        job = session.get_one(Job, newest(cast).id)
        job.state = state
        import_ = session.query(ListImport).filter_by(job_id=job.id).one()
        for name, value in facts.items():
            setattr(import_, name, value)


def test_a_list_without_codes_is_taken_over_by_no_way(people: People, cast: Cast) -> None:
    url = sent(people.lan, NO_CODES)
    assert "Chưa có cột nào là: Mã camera" in pressed(people.lan, url, "apply", 422)
    sheet = schemas.read_rows(tables.read(NO_CODES, 10))
    with pytest.raises(errors.Invalid), cast.database.writing() as session:
        actions.finish(session, cast.lan, session.query(ListImport).one(), ImportPlan(sheet.columns))
    with pytest.raises(errors.Invalid), cast.database.writing() as session:
        actions.apply(session, cast.lan, sheet, cast.hac_thanh, None, file_name="a.csv", sha256="")
    assert cast.count(Camera) == 0


def test_columns_are_named_all_of_them_or_none(people: People) -> None:
    url = sent(people.lan, listed(*SHORT))
    pressed(people.lan, url, "columns", 409, field=["code", "name"])
    pressed(people.lan, url, "columns", field=["code", "name", *["ignored"] * 6])


def test_what_was_not_read_yet_is_neither_explained_nor_taken_over(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    shown_version = version(people.lan.get(url).text)
    now_stands(cast, JobState.CANCELLED, report="")
    people.lan.post(f"{url}/apply", {"version": int(shown_version) + 1}, 409)
    page = people.lan.post(f"{url}/columns", {"version": int(shown_version) + 1, "field": "code"}, 409).text
    assert errors.WrongState.message in page
    people.lan.post(f"{url}/read", {})
    pressed(people.lan, url, "apply")
    assert cast.count(Camera) == 5


def test_the_file_of_faults_is_there_for_a_day_and_then_it_is_said_to_be_gone(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS, "X;x;;105,7852;19,8067"))
    people.lan.get(f"{url}/errors", 302)
    with cast.database.writing() as session:
        session.query(JobFile).delete()
    people.lan.get(f"{url}/errors", 409)


def test_a_job_that_comes_to_life_again_leaves_alone_what_was_given_up(people: People, cast: Cast) -> None:
    url = sent(people.lan, listed(*ROWS))
    pressed(people.lan, url, "discard")
    now_stands(cast, JobState.QUEUED)
    people.app.extensions["tracker_worker"].carry_out(newest(cast).id)
    assert (newest(cast).state, newest(cast).error) == (JobState.FAILED, errors.WrongState.message)
    assert cast.count(Camera) == 0
