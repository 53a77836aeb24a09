"""Imports from the command line: understand, call, answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.core import errors
from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports import schemas as case_schemas
from tracker.exchange.case_imports.words import check_blanks
from tracker.exchange.imports import actions, queries, rules, schemas, tables
from tracker.exchange.imports.answers import CHOICES, NO_ANSWERS, Answers, answers_of
from tracker.exchange.imports.field_sets import FieldSet, ImportKind, plain
from tracker.exchange.imports.kinds import KINDS
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.options import check_decided
from tracker.exchange.imports.rules import CAMERA_FIELDS, ListSheet, Report
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
MISSING_COLUMNS = N_("Còn thiếu cột: {missing}. Các cột có: {headers}. Hãy chỉ rõ bằng --map.")
NOBODY = N_("Nhập sổ vụ việc, sổ trích xuất cần người đứng tên (--by): điều tra viên hoặc lãnh đạo của đơn vị.")
NO_ANSWER = N_("Không có câu trả lời %(answer)s. Chọn trong: %(codes)s.")
NO_CODES = N_("Không thấy cột mã camera. Các cột có: {headers}. Hãy chỉ rõ cột, ví dụ «{first}=code».")


def answers_said(pairs: Mapping[str, str]) -> Answers:
    """The answers of the command line: {question: answer's code}. Invalid for any other question or answer."""
    for name, value in pairs.items():
        codes = [word.value for word in CHOICES.get(name, ())]
        if value not in codes:
            raise errors.Invalid({"answer": NO_ANSWER}, answer=f"{name}={value}", codes=", ".join(codes or CHOICES))
    return answers_of(pairs)


def read_file(content: bytes, mapping: Mapping[str, str], answers: Answers = NO_ANSWERS) -> ListSheet:
    """A file as values, no database asked; `answers` are to what it may leave open.

    Invalid when the file or the mapping cannot be used.
    """
    fields_by_header = {plain(header): _field(field_name) for header, field_name in mapping.items()}
    table = tables.read(content, MOST_ROWS, fields_by_header)
    _find_headers(table, mapping)
    sheet = schemas.read_rows(table, fields_by_header, answers=answers)
    if not sheet.coded:
        message_facts = {"headers": "; ".join(table.headers), "first": table.headers[0]}
        raise errors.Invalid({"mapping": NO_CODES.format(**message_facts)})
    return sheet


def read_book(content: bytes, kind: ImportKind, mapping: Mapping[str, str], blanks: Mapping[str, str]) -> ListSheet:
    """A book of cases as values, no database asked. Invalid when the file or the mapping cannot be used."""
    fields = KINDS[kind].fields
    fields_by_header = {plain(header): _field(field_name, fields) for header, field_name in mapping.items()}
    table = tables.read(content, MOST_ROWS, fields_by_header, fields=fields)
    _find_headers(table, mapping)
    sheet = case_schemas.read_rows(table, fields, fields_by_header, {}, blanks)
    if not sheet.coded:
        missing = ", ".join(field.text for field in fields.missing(sheet.columns))
        raise errors.Invalid({"mapping": MISSING_COLUMNS.format(missing=missing, headers="; ".join(table.headers))})
    return sheet


def import_book(
    session: Session,
    actor: Viewer | None,
    *,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    mapping: Mapping[str, str],
    blanks: Mapping[str, str],
    dry_run: bool,
) -> Report:
    """Take over a unit's book of cases in somebody's name, who may undo it; the report tells of wrong rows.

    `mapping` is {header: field}, `blanks` the codes that blank cells stand for, by field.
    """
    if actor is None:
        raise errors.Invalid({"by": NOBODY})
    check_blanks(session, blanks)
    sheet = read_book(content, kind, mapping, blanks)
    if session.get_bind().dialect.name == "postgresql":  # a long book is thought over longer than a page may idle
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    plan = actions.plan_of(session, actor, ListImport(kind=kind, unit_id=actor.own_case_unit_id, mapping="{}"), sheet)
    report = plan.report()
    if dry_run or report.faults:
        return _with_dates(sheet, report)
    import_ = actions.upload(session, actor, file_name, content, None, kind=kind, blanks=blanks)
    actions.note_report(session, import_, {"digest": report.digest})
    actions.finish(session, actor, import_, plan)
    return _with_dates(sheet, report)


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
    answers: Answers = NO_ANSWERS,
) -> Report:
    """Read a file, try it out, and unless `dry_run` write it when nothing is wrong; the report tells either way.

    `mapping` is {header: field}, fields by their code (`rules.Field`) or as a header would name them. `ward` and
    `network` are codes, or empty: none. Invalid when an answer is missing, or when the file, the mapping or a code
    cannot be used at all.
    """
    sheet = read_file(content, mapping, answers)
    if session.get_bind().dialect.name == "postgresql":  # a long list is thought over longer than a page may idle
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    own_ward = wards.get(session, actor.ward_id) if actor and actor.ward_id and not ward else None
    target_ward = own_ward or _ward(session, ward, any(column.field is rules.WARD for column in sheet.columns))
    network_id = _network_id(session, actor, network)
    if dry_run:
        report = actions.examine(session, actor, sheet, target_ward, network_id)
        check_decided(report.undecided)
        return _with_dates(sheet, report)
    file_facts = {"file_name": actions.named(file_name), "sha256": hashlib.sha256(content).hexdigest()}
    return _with_dates(sheet, actions.apply(session, actor, sheet, target_ward, network_id, **file_facts))


def _with_dates(sheet: ListSheet, report: Report) -> Report:
    if sheet.dates is None:
        return report
    message, facts = sheet.dates.told(sheet.date_header)
    return replace(report, dates=message % facts)


def _field(field_name: str, fields: FieldSet = CAMERA_FIELDS) -> LabeledEnum:
    field_of_name = fields.named(field_name)
    if field_of_name is None:
        names = ", ".join(field.value for field in fields.words)
        raise errors.Invalid({"mapping": NO_FIELD.format(field=field_name, fields=names)})
    return field_of_name


def _find_headers(table: tables.Table, mapping: Mapping[str, str]) -> None:
    plain_headers = {plain(header) for header in table.headers}
    for header in mapping:
        if plain(header) not in plain_headers:
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
