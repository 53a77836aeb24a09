"""The administrator's page of what runs by itself, and the same at the command line."""

import pytest
from flask import Flask

from tests.jobs.schedule.test_actions import carry_out, failing, looks
from tests.people import People
from tests.test_cli import run
from tracker.jobs.rules import JobKind


@pytest.fixture(autouse=True)
def nobody_works(people: People) -> None:
    """What is started waits for a worker, as in real life."""
    people.cast.database.kept = lambda session: None


def test_only_binh_sees_what_runs_by_itself(people: People) -> None:
    people.lan.get("/schedule", 403)
    assert "chưa được bật" in people.binh.get("/schedule").text
    looks(people.cast, 2)
    page = people.binh.get("/schedule").text
    assert "Dọn dữ liệu hết hạn" in page
    assert "đang làm" in page


def test_a_failure_is_shown_with_its_reason(people: People) -> None:
    carry_out(people.cast, failing)
    page = people.binh.get("/schedule").text
    assert "lỗi 1 lần" in page
    assert "Chưa làm được." in page


def test_binh_sees_the_systems_jobs_and_lan_does_not(people: People) -> None:
    looks(people.cast, 2)
    assert JobKind.CLEAN_UP.text in people.binh.get("/jobs").text
    assert JobKind.CLEAN_UP.text not in people.lan.get("/jobs").text
    people.lan.get("/jobs/1", 404)
    people.binh.get("/jobs/1")


def test_the_command_line_shows_jobs_and_what_is_due(app: Flask, people: People) -> None:
    carry_out(people.cast, failing)
    assert "clean_up\tKhông hoàn thành\thệ thống" in run(app, "jobs list")
    assert "lỗi 1 lần: Chưa làm được." in run(app, "jobs schedule")
