"""When a failed delivery is tried again, and what a notice may say."""

from datetime import timedelta

import pytest

from tracker.jobs.outbox.rules import MOST_ATTEMPTS, Notice, forbidden_facts, wait_after


def test_each_wait_is_twice_the_one_before_up_to_six_hours() -> None:
    waits = [wait_after(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert [wait.total_seconds() for wait in waits[:4]] == [30, 60, 120, 240]
    assert waits[-1] == timedelta(hours=6)
    assert wait_after(10_000) == timedelta(hours=6)
    assert sum(waits, timedelta()) > timedelta(hours=12)  # a night without the mail server


@pytest.mark.parametrize("name", ["owner", "phone", "name", "address", "login"])
def test_a_notice_names_things_and_never_people(name: str) -> None:
    assert forbidden_facts(Notice("Phiếu %(code)s", "", {"code": "YC-1", name: "Nguyễn Thị Sáu"})) == {name}


def test_a_notice_may_name_a_thing_by_its_code() -> None:
    assert forbidden_facts(Notice("Phiếu %(code)s", "", {"code": "YC-00001/2026"})) == set()
