"""Imports from the command line: understand, call, answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.exchange.imports import actions, queries, rules, schemas, tables
from tracker.exchange.imports.rules import Field, ListSheet, Report
from tracker.register.visibility import OPERATOR
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

MOST_ROWS = 1_000_000
NO_ACCOUNT = N_("Không có tài khoản đang dùng nào mang tên đăng nhập này.")
NO_WARD = N_("Không có phường, xã nào mang mã này.")
WHICH_WARD = N_("Cần mã phường, xã: bằng tùy chọn --ward, hoặc bằng một cột mã phường, xã trong tệp.")
NO_NETWORK = N_("Không có mô hình nào mang mã này.")
NO_HEADER = N_("Trong tệp không có cột «{header}». Các cột có: {headers}.")
NO_FIELD = N_("Không có mục «{field}». Các mục: {fields}.")
NO_CODES = N_("Không thấy cột mã camera. Các cột có: {headers}. Hãy chỉ rõ cột, ví dụ «{first}=code».")


def read_file(content: bytes, mapping: Mapping[str, str]) -> ListSheet:
    """A file as values, no database asked. Invalid when the file or the mapping cannot be used."""
    fields_by_header = {rules.plain(header): _field(field_name) for header, field_name in mapping.items()}
    table = tables.read(content, MOST_ROWS, fields_by_header)
    _find_headers(table, mapping)
    sheet = schemas.read_rows(table, fields_by_header)
    if not sheet.coded:
        message_facts = {"headers": "; ".join(table.headers), "first": table.headers[0]}
        raise errors.Invalid({"mapping": NO_CODES.format(**message_facts)})
    return sheet


def person(session: Session, login: str) -> Viewer | None:
    """In whose name an import is done; nobody's without a login. Invalid where there is no such account in use."""
    if not login:
        return None
    user = accounts.by_login(session, login)
    if user is None or not user.active:
        raise errors.Invalid({"by": NO_ACCOUNT})
    return accounts.viewer_of(session, user)


def import_file(
    session: Session,
    actor: Viewer | None,
    *,
    file_name: str,
    content: bytes,
    mapping: Mapping[str, str],
    ward: str,
    network: str,
    dry_run: bool,
) -> Report:
    """Read a file, try it out, and unless `dry_run` write it when nothing is wrong; the report tells either way.

    `mapping` is {header: field}, fields by their code (`rules.Field`) or as a header would name them. `ward` and
    `network` are codes, or empty. Invalid when the file, the mapping or a code cannot be used at all.
    """
    sheet = read_file(content, mapping)
    if session.get_bind().dialect.name == "postgresql":  # a long list is thought over longer than a page may idle
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    own_ward = wards.get(session, actor.ward_id) if actor and actor.ward_id and not ward else None
    target_ward = own_ward or _ward(session, ward, any(column.field is rules.WARD for column in sheet.columns))
    network_id = _network_id(session, actor, network)
    if dry_run:
        return _with_dates(sheet, actions.examine(session, actor, sheet, target_ward, network_id))
    file_facts = {"file_name": actions.named(file_name), "sha256": hashlib.sha256(content).hexdigest()}
    return _with_dates(sheet, actions.apply(session, actor, sheet, target_ward, network_id, **file_facts))


def _with_dates(sheet: ListSheet, report: Report) -> Report:
    if sheet.dates is None:
        return report
    message, facts = sheet.dates.told(sheet.date_header)
    return replace(report, dates=message % facts)


def _field(field_name: str) -> Field:
    field_of_name = rules.field_named(field_name)
    if field_of_name is None:
        fields = ", ".join(field.value for field in Field)
        raise errors.Invalid({"mapping": NO_FIELD.format(field=field_name, fields=fields)})
    return field_of_name


def _find_headers(table: tables.Table, mapping: Mapping[str, str]) -> None:
    plain_headers = {rules.plain(header) for header in table.headers}
    for header in mapping:
        if rules.plain(header) not in plain_headers:
            message_facts = {"header": header, "headers": "; ".join(table.headers)}
            raise errors.Invalid({"mapping": NO_HEADER.format(**message_facts)})


def _ward(session: Session, code: str, rows_say: bool) -> Ward | None:
    if not code:
        if not rows_say:
            raise errors.Invalid({"ward": WHICH_WARD})
        return None
    ward = queries.wards_of_codes(session, [code]).get(code)
    if ward is None:
        raise errors.Invalid({"ward": NO_WARD})
    return ward


def _network_id(session: Session, actor: Viewer | None, code: str) -> int | None:
    if not code:
        return None
    for row in queries.networks_known(session, actor.reach if actor else OPERATOR):
        if fold(row.code) == fold(code):
            return int(row.id)
    raise errors.Invalid({"network": NO_NETWORK})
