"""The flask commands: parse, call an action, print. One module for each group; COMMANDS lists them all."""

from flask import Flask

from tracker.cli import (
    accounts,
    audit,
    cameras,
    cases,
    code_lists,
    database,
    demo,
    jobs,
    outbox,
    reports,
    search,
    streets,
    units,
    wards,
)

COMMANDS = (
    database.db,
    wards.wards,
    units.units,
    code_lists.code_lists,
    accounts.user,
    audit.audit,
    cameras.cameras,
    cases.cases,
    reports.report,
    search.search,
    streets.streets,
    jobs.worker,
    jobs.jobs,
    outbox.outbox,
    demo.demo,
)


def install(app: Flask) -> None:
    """Register the commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
