"""What the app is put together from: pages, JSON endpoints, job handlers, slots. A new package is added here."""

import shlex
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path

from config import Config
from tracker.accounts import actions as accounts
from tracker.accounts import api as accounts_api
from tracker.accounts import pages as accounts_pages
from tracker.accounts.slots import AccountSlots
from tracker.audit_log.wording import ACTION_LABELS
from tracker.cases.access import api as access_api
from tracker.cases.access import pages as access_pages
from tracker.cases.attachments import pages as attachments_pages
from tracker.cases.extractions import api as extractions_api
from tracker.cases.extractions import consents, merged_cameras
from tracker.cases.extractions import corrections as request_corrections
from tracker.cases.extractions import pages as extractions_pages
from tracker.cases.extractions import steps as extraction_steps
from tracker.cases.handovers import api as handovers_api
from tracker.cases.handovers import pages as handovers_pages
from tracker.cases.incidents import api as incidents_api
from tracker.cases.incidents import corrections as incident_corrections
from tracker.cases.incidents import pages as incidents_pages
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents import steps as incident_steps
from tracker.cases.reassignment import api as reassignment_api
from tracker.cases.reassignment import pages as reassignment_pages
from tracker.exchange.bulk_edits import pages as bulk_edits_pages
from tracker.exchange.bulk_edits import tasks as bulk_edits_tasks
from tracker.exchange.exports import pages as exports_pages
from tracker.exchange.exports import tasks as exports_tasks
from tracker.exchange.imports import pages as imports_pages
from tracker.exchange.imports import tasks as imports_tasks
from tracker.exchange.ward_changes import pages as ward_changes_pages
from tracker.exchange.ward_changes import tasks as ward_changes_tasks
from tracker.jobs import actions as jobs
from tracker.jobs import pages as jobs_pages
from tracker.jobs.files import pages as files_pages
from tracker.jobs.files import scanning
from tracker.jobs.files import tasks as files_tasks
from tracker.jobs.files.rules import FileOwner
from tracker.jobs.files.storage import BucketStorage, FolderStorage, Storage, bucket_client
from tracker.jobs.files.store import FileStore, Reader
from tracker.jobs.outbox import actions as outbox
from tracker.jobs.outbox import channels
from tracker.jobs.outbox import pages as outbox_pages
from tracker.jobs.outbox.courier import Handler
from tracker.jobs.outbox.rules import MessageKind
from tracker.jobs.rules import JobKind
from tracker.jobs.schedule import pages as schedule_pages
from tracker.jobs.schedule import tasks as schedule_tasks
from tracker.jobs.schedule.rules import Timetable
from tracker.jobs.schedule.upkeep import Expiry
from tracker.jobs.worker import Task
from tracker.portal.api_docs import pages as api_docs_pages
from tracker.portal.audit import api as audit_api
from tracker.portal.audit import pages as audit_pages
from tracker.portal.home import pages as home_pages
from tracker.portal.moments import pages as moments_pages
from tracker.portal.search import pages as search_pages
from tracker.portal.timeline import api as timeline_api
from tracker.portal.timeline import pages as timeline_pages
from tracker.register.cameras import api as cameras_api
from tracker.register.cameras import pages as cameras_pages
from tracker.register.cameras.open_work import OpenWork
from tracker.register.cameras.slots import CameraSlots
from tracker.register.faults import api as faults_api
from tracker.register.faults import pages as faults_pages
from tracker.register.inspections import pages as inspections_pages
from tracker.register.labels import pages as labels_pages
from tracker.register.maps import pages as maps_pages
from tracker.register.networks import api as networks_api
from tracker.register.networks import pages as networks_pages
from tracker.register.owners import api as owners_api
from tracker.register.owners import pages as owners_pages
from tracker.register.owners.slots import OwnerSlots
from tracker.register.places import api as places_api
from tracker.register.places import pages as places_pages
from tracker.register.recorders import api as recorders_api
from tracker.register.recorders import pages as recorders_pages
from tracker.register.saved_views import pages as saved_views_pages
from tracker.register.streets import pages as streets_pages
from tracker.register.streets import tasks as streets_tasks
from tracker.reports import api as reports_api
from tracker.reports import pages as reports_pages
from tracker.reports import tasks as reports_tasks
from tracker.territory.boundaries import pages as boundaries_pages
from tracker.territory.code_lists import api as code_lists_api
from tracker.territory.code_lists import pages as code_lists_pages
from tracker.territory.code_lists.rules import CodeList
from tracker.territory.units import api as units_api
from tracker.territory.units import pages as units_pages
from tracker.territory.units.slots import UnitSlots
from tracker.territory.wards import api as wards_api
from tracker.territory.wards import pages as wards_pages
from tracker.web import submissions
from tracker.web.url_converters import row_of

PAGES = (
    access_pages.pages,
    accounts_pages.pages,
    api_docs_pages.pages,
    attachments_pages.pages,
    audit_pages.pages,
    boundaries_pages.pages,
    bulk_edits_pages.pages,
    cameras_pages.pages,
    code_lists_pages.pages,
    exports_pages.pages,
    extractions_pages.pages,
    faults_pages.pages,
    files_pages.pages,
    home_pages.pages,
    imports_pages.pages,
    incidents_pages.pages,
    inspections_pages.pages,
    jobs_pages.pages,
    labels_pages.pages,
    maps_pages.pages,
    moments_pages.pages,
    networks_pages.pages,
    outbox_pages.pages,
    owners_pages.pages,
    places_pages.pages,
    handovers_pages.pages,
    reassignment_pages.pages,
    recorders_pages.pages,
    reports_pages.pages,
    saved_views_pages.pages,
    schedule_pages.pages,
    search_pages.pages,
    streets_pages.pages,
    timeline_pages.pages,
    units_pages.pages,
    ward_changes_pages.pages,
    wards_pages.pages,
)
APIS = (
    access_api.api,
    accounts_api.api,
    audit_api.api,
    cameras_api.api,
    code_lists_api.api,
    extractions_api.api,
    faults_api.api,
    incidents_api.api,
    networks_api.api,
    owners_api.api,
    places_api.api,
    handovers_api.api,
    reassignment_api.api,
    recorders_api.api,
    reports_api.api,
    timeline_api.api,
    units_api.api,
    wards_api.api,
)
# What stands in an address for a row of a step table.
URL_CONVERTERS = {
    "code_list": row_of(lambda: {item.value: item for item in CodeList}),
    "request_step": row_of(lambda: {**extraction_steps.STEPS, **request_corrections.CORRECTIONS}),
    "line_step": row_of(lambda: {**extraction_steps.LINE_STEPS, **request_corrections.LINE_CORRECTIONS}),
    "incident_step": row_of(lambda: {**incident_steps.STEPS, **incident_corrections.CORRECTIONS}),
}
# What the system drops when it has expired, by the name under which the log counts it.
EXPIRIES: dict[str, Expiry] = {
    "sign_ins": accounts.drop_old_sign_ins,
    "login_tries": accounts.drop_old_attempts,
    "form_submissions": submissions.drop_expired,
    "jobs": jobs.drop_old_results,
    "outbox_messages": outbox.drop_old,
}
# Which function carries out which kind of job; those that work on files hang on where these lie.
TASKS: dict[JobKind, Task] = {
    JobKind.READ_LIST: imports_tasks.read_list,
    JobKind.APPLY_LIST: imports_tasks.apply_list,
    JobKind.UNDO_LIST: imports_tasks.undo_list,
    JobKind.EXPORT_LIST: exports_tasks.export_list,
    JobKind.EDIT_ALL: bulk_edits_tasks.edit_all,
    JobKind.CHANGE_WARDS: ward_changes_tasks.change_wards,
    JobKind.CLEAN_UP: schedule_tasks.clean_up(EXPIRIES),
    JobKind.CHECK_LOG: schedule_tasks.check_log,
    JobKind.FOLD_TALLIES: reports_tasks.fold_tallies,
    JobKind.DRAW_STREETS: streets_tasks.draw_streets,
}
# What runs by itself, on the local clock. At night, when few work.
TIMETABLES: dict[JobKind, Timetable] = {
    JobKind.CLEAN_UP: Timetable(every=timedelta(hours=6)),
    JobKind.CHECK_LOG: Timetable(at=time(2, 30)),
    JobKind.FOLD_TALLIES: Timetable(every=timedelta(minutes=5)),
    JobKind.DRAW_STREETS: Timetable(every=timedelta(minutes=5)),
    JobKind.SCAN_FILES: Timetable(every=timedelta(hours=1)),
    JobKind.DROP_FILES: Timetable(at=time(3, 30)),
}
# Who may read the files of a thing: closed where nothing is said.
FILE_READERS: dict[FileOwner, Reader] = {FileOwner.INCIDENT: incidents.may_see}
# What areas above the register show on the pages of the register.
CAMERA_SLOTS = CameraSlots(
    newest_events=timeline_pages.newest_events,
    events_since=timeline_pages.events_since,
    open_work=OpenWork(merged_cameras.count_waiting, merged_cameras.move_waiting, merged_cameras.bring_back),
)

# Who is told when an owner of cameras changes.
OWNER_SLOTS = OwnerSlots(consent_withdrawn=consents.tell_requesters)

# What areas above the territory show on the pages of units.
UNIT_SLOTS = UnitSlots(people=accounts_pages.people_of_unit)
# What areas above the accounts show on the pages of the accounts.
ACCOUNT_SLOTS = AccountSlots(work_left=reassignment_pages.work_left)


def action_labels() -> dict[str, str]:
    """What the log says was done, by its code: the words of steps stand in their rows, all others in the log's list."""
    tables = (
        extraction_steps.STEPS,
        extraction_steps.LINE_STEPS,
        request_corrections.CORRECTIONS,
        request_corrections.LINE_CORRECTIONS,
        incident_steps.STEPS,
        incident_corrections.CORRECTIONS,
    )
    followed = (extraction_steps.COMPLETE, extraction_steps.RESUME)
    steps = [*followed, *(step for table in tables for step in table.values())]
    return {**ACTION_LABELS, **{step.action: step.log for step in steps}}


def tasks(store: FileStore) -> dict[JobKind, Task]:
    """Which function carries out which kind of job. ValueError when a kind has none."""
    of_files = {
        JobKind.SCAN_FILES: files_tasks.scan_files(store),
        JobKind.DROP_FILES: files_tasks.drop_files(store),
    }
    complete = {**TASKS, **of_files}
    if set(complete) != set(JobKind):
        raise ValueError(f"nobody carries out: {', '.join(sorted(set(JobKind) - set(complete)))}")
    return complete


def message_handlers(config: Config) -> Mapping[MessageKind, Handler]:
    """How messages leave this installation; what is not set is shut."""
    mail = channels.MailServer(
        *(config.smtp_host, config.smtp_port, config.smtp_tls, config.smtp_user, config.smtp_password),
        sender=config.smtp_sender,
    )
    command = channels.NoticeCommand(shlex.split(config.notice_command), config.notice_command_seconds)
    addresses = config.alarm_mail.replace(",", " ").split()
    return channels.handlers(mail if mail.host else None, command if command.command else None, addresses)


def file_store(config: Config) -> FileStore:
    """Where this installation keeps files, and who looks them through."""
    return FileStore(_storage(config), config.most_file_mb, FILE_READERS, _scanner(config))


def _storage(config: Config) -> Storage:
    if not config.files.startswith("s3://"):
        return FolderStorage(Path(config.files_folder))
    bucket, _, prefix = config.files.removeprefix("s3://").partition("/")
    client = bucket_client(config.s3_endpoint, config.s3_region, config.s3_key_id, config.s3_secret)
    return BucketStorage(client, bucket, prefix)


def _scanner(config: Config) -> scanning.Scanner | None:
    if config.scan_clamd:
        return scanning.by_clamd(config.scan_clamd)
    return scanning.by_command(shlex.split(config.scan_command)) if config.scan_command else None
