"""Stored files as long work: looking them through for malware, dropping what belongs to nothing."""

from contextlib import closing
from typing import Any

from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.jobs.files import actions, queries
from tracker.jobs.files.models import StoredFile
from tracker.jobs.files.rules import UNLINKED_LAST
from tracker.jobs.files.scanning import ScanFailed, Scanner
from tracker.jobs.files.store import FileStore
from tracker.jobs.worker import Run, Task

UNSCANNED = N_("Có tệp chưa quét được mã độc: %(said)s")


def scan_files(store: FileStore) -> Task:
    """The task that looks through all files that wait for it. One that cannot be looked through waits on."""

    def task(run: Run) -> dict[str, Any]:
        with run.reading() as session:
            waiting = queries.pending(session)
        problems = [words for file in waiting if store.scanner and (words := _scan(run, store, store.scanner, file))]
        if problems:
            raise errors.WrongState(UNSCANNED, said=problems[-1])
        return {"rows": len(waiting)}

    return task


def _scan(run: Run, store: FileStore, scanner: Scanner, file: StoredFile) -> str:
    """Look one file through; what went wrong, or nothing. The scanner works outside a transaction."""
    run.heartbeat()
    try:
        with closing(store.storage.open(file.sha256)) as content:
            finding = scanner(content)
    except ScanFailed as error:
        with run.writing() as session:
            actions.note_scan_failed(session, file, str(error))
        return str(error)
    with run.writing() as session:
        actions.note_scan(session, file, finding)
    return ""


def drop_files(store: FileStore) -> Task:
    """The task that drops files that have belonged to nothing for a day, and contents that no file names."""

    def task(run: Run) -> dict[str, Any]:
        before = clock.now() - UNLINKED_LAST
        with run.writing() as session:
            files = actions.drop_unlinked(session, before)
        contents = 0
        for sha256 in store.storage.put_before(before):
            with run.reading() as session:
                if queries.is_named(session, sha256):
                    continue
            with run.writing() as session:
                contents += actions.drop_content(session, store, sha256)
        return {"counts": {"files": files, "contents": contents}}

    return task
