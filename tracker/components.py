"""The rooms of the house: their pages, their JSON faces, their long work, and what they show on each other's pages."""

from collections.abc import Callable
from typing import Any

from tracker.accounts import pages as account_pages
from tracker.cases.extractions import api as extractions_api
from tracker.cases.extractions import pages as extractions_pages
from tracker.cases.incidents import api as incidents_api
from tracker.cases.incidents import pages as incidents_pages
from tracker.exchange.bulk_edits import pages as edits_pages
from tracker.exchange.bulk_edits import tasks as edits_work
from tracker.exchange.exports import pages as exports_pages
from tracker.exchange.exports import tasks as exports_work
from tracker.exchange.imports import pages as imports_pages
from tracker.exchange.imports import tasks as imports_work
from tracker.exchange.ward_changes import pages as moves_pages
from tracker.exchange.ward_changes import tasks as moves_work
from tracker.jobs import pages as jobs_pages
from tracker.jobs.rules import JobKind
from tracker.jobs.worker import Task
from tracker.portal.api_docs import pages as docs_pages
from tracker.portal.audit import api as audit_api
from tracker.portal.audit import pages as audit_pages
from tracker.portal.home import pages as home_pages
from tracker.portal.search import pages as search_pages
from tracker.portal.timeline import api as logbook_api
from tracker.portal.timeline import pages as logbook_pages
from tracker.register.cameras import api as cameras_api
from tracker.register.cameras import pages as cameras_pages
from tracker.register.faults import api as upkeep_api
from tracker.register.faults import pages as upkeep_pages
from tracker.register.inspections import pages as rounds_pages
from tracker.register.labels import pages as labels_pages
from tracker.register.maps import pages as maps_pages
from tracker.register.networks import api as networks_api
from tracker.register.networks import pages as networks_pages
from tracker.register.owners import api as owners_api
from tracker.register.owners import pages as owners_pages
from tracker.register.places import api as places_api
from tracker.register.places import pages as places_pages
from tracker.register.recorders import api as recorders_api
from tracker.register.recorders import pages as recorders_pages
from tracker.register.saved_views import pages as filters_pages
from tracker.reports import api as reports_api
from tracker.reports import pages as reports_pages
from tracker.territory.boundaries import pages as boundaries_pages
from tracker.territory.wards import api as wards_api
from tracker.territory.wards import pages as wards_pages

PAGES = (
    account_pages.pages,
    boundaries_pages.pages,
    cameras_pages.pages,
    docs_pages.pages,
    edits_pages.pages,
    exports_pages.pages,
    extractions_pages.pages,
    filters_pages.pages,
    home_pages.pages,
    imports_pages.pages,
    incidents_pages.pages,
    jobs_pages.pages,
    labels_pages.pages,
    logbook_pages.pages,
    maps_pages.pages,
    moves_pages.pages,
    audit_pages.pages,
    networks_pages.pages,
    owners_pages.pages,
    places_pages.pages,
    recorders_pages.pages,
    reports_pages.pages,
    search_pages.pages,
    rounds_pages.pages,
    upkeep_pages.pages,
    wards_pages.pages,
)
APIS = (
    cameras_api.api,
    extractions_api.api,
    incidents_api.api,
    logbook_api.api,
    audit_api.api,
    networks_api.api,
    owners_api.api,
    places_api.api,
    recorders_api.api,
    reports_api.api,
    upkeep_api.api,
    wards_api.api,
)
# Who carries out which kind of long work.
TASKS: dict[JobKind, Task] = {
    JobKind.READ_LIST: imports_work.read_list,
    JobKind.APPLY_LIST: imports_work.apply_list,
    JobKind.UNDO_LIST: imports_work.undo_list,
    JobKind.EXPORT_LIST: exports_work.export_list,
    JobKind.EDIT_ALL: edits_work.edit_all,
    JobKind.CHANGE_WARDS: moves_work.change_wards,
}
# What rooms show on the pages of the rooms below them, which do not know them.
PANELS: dict[str, tuple[Callable[[Any], tuple[str, dict[str, Any]]], ...]] = {
    "camera": (logbook_pages.camera_panel,),
    "camera-health": (logbook_pages.health_panel,),
    "camera-since": (logbook_pages.since_panel,),
    "camera-top": (logbook_pages.fault_panel,),
    "recorder": (upkeep_pages.recorder_panel,),
}
