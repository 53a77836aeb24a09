"""Stored files: closed by default, looked through before they are read, dropped when they are nobody's."""

import dataclasses
import hashlib
import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.cases.attachments.test_pages import audited, send
from tests.jobs.files.contents import PDF
from tests.people import People
from tracker.core import clock, errors
from tracker.jobs import actions as jobs
from tracker.jobs.files import actions, tasks
from tracker.jobs.files.models import FileLink, StoredFile
from tracker.jobs.files.rules import FileOwner, ScanState
from tracker.jobs.files.scanning import Finding, ScanFailed
from tracker.jobs.files.store import FileStore
from tracker.jobs.models import Job
from tracker.jobs.rules import JobKind, JobState

SHA = hashlib.sha256(PDF).hexdigest()
DAY = timedelta(days=1)


def installed(app: Flask, **changes: Any) -> FileStore:
    """The app's file store with something changed, its tasks along with it."""
    store = dataclasses.replace(app.extensions["tracker_files"], **changes)
    app.extensions["tracker_files"] = store
    made = {JobKind.SCAN_FILES: tasks.scan_files(store), JobKind.DROP_FILES: tasks.drop_files(store)}
    app.extensions["tracker_worker"]._tasks |= made
    return store


def start(people: People, kind: JobKind) -> Job:
    """Have the system do some work, at once."""
    with people.cast.database.writing() as session:
        job = jobs.start_of_system(session, kind)
    return people.cast.fresh(job)  # type: ignore[no-any-return]


def scanned(people: People, scan: Any) -> StoredFile:
    installed(people.app, scanner=scan)
    send(people.minh, people.cast.incident())
    with people.cast.database.reading() as session:
        return session.query(StoredFile).one()


def fails(content: Any) -> Finding:
    raise ScanFailed("không có cơ sở dữ liệu mẫu")


def test_without_a_rule_for_its_kind_of_thing_nobody_reads_a_file(people: People) -> None:
    send(people.minh, people.cast.incident())
    assert people.minh.get("/files/1").data == PDF
    installed(people.app, readers={})
    for person in (people.minh, people.thuy, people.binh, people.an):
        person.get("/files/1", 404)


def test_the_system_reads_no_file(people: People) -> None:
    send(people.minh, people.cast.incident())
    with pytest.raises(errors.NotAllowed), people.cast.database.writing() as session:
        actions.open_file(session, actions.SYSTEM, people.app.extensions["tracker_files"], 1)  # type: ignore[arg-type]


def test_a_clean_file_is_read_once_it_was_looked_through(people: People) -> None:
    read = list[bytes]()

    def scan(content: Any) -> Finding:
        read.append(b"".join(content))
        return Finding(infected=False, detail="")

    file = scanned(people, scan)
    assert (file.scan_state, read) == (ScanState.CLEAN, [PDF])
    assert people.minh.get("/files/1").data == PDF


def test_malware_is_kept_from_everybody_and_written_down(people: People) -> None:
    file = scanned(people, lambda content: Finding(infected=True, detail="Eicar"))
    assert (file.scan_state, file.scan_detail) == (ScanState.INFECTED, "Eicar")
    people.minh.get("/files/1", 409)
    (event,) = audited(people, "file:infected")
    assert (event.actor_name, event.subject_label) == ("Hệ thống", file.original_name)


def test_what_could_not_be_looked_through_waits_and_is_looked_through_later(people: People) -> None:
    file = scanned(people, fails)
    assert (file.scan_state, file.scan_detail) == (ScanState.PENDING, "không có cơ sở dữ liệu mẫu")
    people.minh.get("/files/1", 409)
    assert start(people, JobKind.SCAN_FILES).state is JobState.FAILED
    installed(people.app, scanner=lambda content: Finding(infected=False, detail=""))
    assert start(people, JobKind.SCAN_FILES).state is JobState.DONE
    assert people.minh.get("/files/1").data == PDF


def test_a_file_that_belongs_to_nothing_goes_after_a_day_and_its_content_with_it(people: People) -> None:
    storage = people.app.extensions["tracker_files"].storage
    send(people.minh, people.cast.incident())
    people.minh.post("/attachments/1/remove", {"reason": "Gửi nhầm"})
    start(people, JobKind.DROP_FILES)
    assert (people.cast.count(StoredFile), storage.has(SHA)) == (1, True)
    _age(storage.root)
    with time_machine.travel(clock.now() + DAY + timedelta(minutes=1)):
        start(people, JobKind.DROP_FILES)
    assert (people.cast.count(StoredFile), storage.has(SHA)) == (0, False)
    with people.cast.database.reading() as session:
        link = session.query(FileLink).one()
    assert (link.file_id, link.removal_reason) == (None, "Gửi nhầm")  # that it was there stays


def test_a_content_that_another_file_has_stays(people: People) -> None:
    storage = people.app.extensions["tracker_files"].storage
    send(people.minh, people.cast.incident())
    send(people.minh, people.cast.incident())
    people.minh.post("/attachments/1/remove", {"reason": "Gửi nhầm"})
    _age(storage.root)
    with time_machine.travel(clock.now() + DAY + timedelta(minutes=1)):
        start(people, JobKind.DROP_FILES)
        assert (people.cast.count(StoredFile), storage.has(SHA)) == (1, True)
        with people.cast.database.writing() as session:
            assert not actions.drop_content(session, people.app.extensions["tracker_files"], SHA)


def test_a_content_that_no_file_names_goes_after_a_day(people: People) -> None:
    storage = people.app.extensions["tracker_files"].storage
    storage.put(SHA, BytesIO(PDF))
    start(people, JobKind.DROP_FILES)
    assert storage.has(SHA)
    _age(storage.root)
    start(people, JobKind.DROP_FILES)
    assert not storage.has(SHA)


def test_every_kind_of_thing_that_has_files_says_who_reads_them(app: Flask) -> None:
    assert set(app.extensions["tracker_files"].readers) == set(FileOwner)


def _age(root: Path) -> None:
    """Make the contents of a folder two days old."""
    before = (datetime.now(clock.LOCAL) - 2 * DAY).timestamp()
    for path in root.glob("??/??/*"):
        os.utime(path, (before, before))
