"""Entries added, corrected and ended; files loaded; what is alive on a day and what took its place."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tracker.audit_log.models import AuditEvent
from tracker.core import errors
from tracker.core.database import Database
from tracker.territory.code_lists import actions, entry_files, queries, rules, seed
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList

TODAY = date(2026, 11, 30)
FACTS: dict[str, Any] = {
    "code": "drone_theft",
    "name_vi": "Trộm cắp bằng máy bay không người lái",
    "name_en": "Theft by drone",
    "group_code": "social_order",
    "search_words": "flycam",
    "attributes": "kind: both\npenal_article: 173\ncounted_as_crime: true",
    "valid_from": date(2026, 12, 1),
    "valid_to": None,
    "sort": 25,
    "replaces_code": "",
    "source": "Luật 1/2026",
}


def test_lan_and_minh_change_no_list(cast: Cast, session: Session) -> None:
    entry = queries.require(session, CodeList.INCIDENT_TYPE, "theft", TODAY, "type")
    for person in (cast.lan, cast.minh, cast.thuy):
        with pytest.raises(errors.NotAllowed):
            actions.add(session, person, CodeList.INCIDENT_TYPE, FACTS)
        with pytest.raises(errors.NotAllowed):
            actions.end(session, person, entry.id, entry.version, TODAY, "Luật mới")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "theft"}, "code"),
        ({"group_code": "sorcery"}, "group_code"),
        ({"valid_to": date(2026, 11, 1)}, "valid_to"),
        ({"attributes": "colour: red"}, "attributes"),
        ({"attributes": "kind: evil"}, "attributes"),
        ({"attributes": "kind: both\ncounted_as_crime: maybe"}, "attributes"),
    ],
)
def test_bình_is_told_what_is_wrong_with_an_entry(
    cast: Cast, session: Session, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(errors.Invalid) as refused:
        actions.add(session, cast.binh, CodeList.INCIDENT_TYPE, {**FACTS, **wrong})
    assert list(refused.value.fields) == [field]


def test_an_entry_is_alive_from_its_first_to_its_last_day(cast: Cast, session: Session) -> None:
    entry = actions.add(session, cast.binh, CodeList.INCIDENT_TYPE, FACTS)
    assert entry.attributes["counted_as_crime"] is True
    actions.end(session, cast.binh, entry.id, entry.version, date(2026, 12, 31), "Luật 2/2027")
    for day in (date(2026, 12, 1), date(2026, 12, 31)):
        assert queries.require(session, CodeList.INCIDENT_TYPE, "drone_theft", day, "type") is entry
    for day in (date(2026, 11, 30), date(2027, 1, 1)):
        with pytest.raises(errors.Invalid) as refused:
            queries.require(session, CodeList.INCIDENT_TYPE, "drone_theft", day, "type")
        assert refused.value.fields == {"type": rules.NOT_ALIVE}


def test_an_entry_is_corrected_and_the_name_that_pages_show_follows(cast: Cast, database: Database) -> None:
    with database.writing() as session:
        entry = queries.require(session, CodeList.INCIDENT_TYPE, "fraud", TODAY, "type")
        assert queries.names(session)["incident_type", "fraud"][1] == "Fraud"
        facts = {name: value for name, value in FACTS.items() if name not in ("code", "valid_from")}
        with pytest.raises(errors.Stale):
            actions.edit(session, cast.binh, entry.id, 99, facts)
        actions.edit(session, cast.binh, entry.id, entry.version, {**facts, "name_en": "Swindle"})
    with database.reading() as session:
        assert queries.names(session)["incident_type", "fraud"][1] == "Swindle"
    assert cast.count(AuditEvent) == 1


def test_nothing_ends_before_it_began(cast: Cast, session: Session) -> None:
    entry = actions.add(session, cast.binh, CodeList.INCIDENT_TYPE, FACTS)
    with pytest.raises(errors.Invalid):
        actions.end(session, cast.binh, entry.id, entry.version, TODAY, "Luật 2/2027")
    with pytest.raises(errors.NotFound):
        queries.entry(session, 99_999)


def test_robbery_and_snatching_are_two_crimes_and_what_was_both_can_no_longer_be_chosen(session: Session) -> None:
    with pytest.raises(errors.Invalid) as refused:
        queries.require(session, CodeList.INCIDENT_TYPE, "robbery_or_snatching", TODAY, "type")
    assert refused.value.facts["successors"] == "Cướp tài sản; Cướp giật tài sản"
    articles = [
        queries.require(session, CodeList.INCIDENT_TYPE, code, TODAY, "type").attributes["penal_article"]
        for code in ("robbery", "snatching")
    ]
    assert articles == ["168", "171"]


def test_drug_use_is_a_crime_since_july_2025_only(session: Session) -> None:
    with pytest.raises(errors.Invalid):
        queries.require(session, CodeList.INCIDENT_TYPE, "drug_use_crime", date(2025, 6, 30), "type")
    assert queries.require(session, CodeList.INCIDENT_TYPE, "drug_use_crime", date(2025, 7, 1), "type")
    assert queries.require(session, CodeList.INCIDENT_TYPE, "drug_use_admin", date(2025, 6, 30), "type")


def test_a_decree_gives_way_to_the_one_that_replaced_it(session: Session) -> None:
    assert queries.require(session, CodeList.LEGAL_BASIS, "ND144", date(2025, 12, 14), "bases")
    with pytest.raises(errors.Invalid) as refused:
        queries.require(session, CodeList.LEGAL_BASIS, "ND144", date(2025, 12, 15), "bases")
    assert "282/2025" in str(refused.value.facts["successors"])


def test_the_24th_of_november_is_a_day_off_from_2026(session: Session) -> None:
    culture_days = [entry.code for entry in queries.listing(session, CodeList.HOLIDAY, q="van hoa", limit=99).items]
    assert culture_days == ["2026-11-24", "2027-11-24"]
    (day,) = queries.alive(session, CodeList.HOLIDAY, date(2026, 11, 24))
    assert day.attributes == {"kind": "public", "day_off": True}
    assert queries.alive(session, CodeList.HOLIDAY, date(2026, 11, 25)) == []


@pytest.mark.parametrize("code_list", list(CodeList))
def test_what_is_shipped_is_what_the_database_begins_with(session: Session, code_list: CodeList) -> None:
    entries, faults = entry_files.read(code_list, (seed.FOLDER / f"{code_list.value}.csv").read_bytes())
    assert faults == []
    assert actions.plan(session, code_list, entries) == (0, 0, len(entries))
    assert actions.load(session, None, code_list, entries).same == len(entries)


def test_a_file_adds_and_changes_by_code_and_first_day(cast: Cast, session: Session) -> None:
    content = "code,name_vi,name_en,valid_from,valid_to,source,kind,day_off\n" + (
        "2026-11-24,Ngày Văn hóa,Culture Day,2026-11-24,2026-11-24,NQ 28/2026,public,true\n"
        "2027-02-04,Nghỉ Tết,Tet,2027-02-04,2027-02-04,TB 1/2027,public,true\n"
    )
    entries, faults = entry_files.read(CodeList.HOLIDAY, content.encode())
    assert faults == []
    with pytest.raises(errors.NotAllowed):
        actions.load(session, cast.lan, CodeList.HOLIDAY, entries)
    assert actions.load(session, cast.binh, CodeList.HOLIDAY, entries) == (1, 1, 0)
    assert session.query(CodeEntry).filter_by(code="2026-11-24").one().name_vi == "Ngày Văn hóa"


def test_each_fault_of_a_file_is_told_by_line_and_column() -> None:
    content = (
        "code,name_vi,source,valid_from,valid_to,sort,day_off,colour\n,Tết,,hôm qua,,x,maybe,red\n"
        "A,B,C,2026-02-02,2026-02-01,1,true,\n"
    )
    _, faults = entry_files.read(CodeList.HOLIDAY, content.encode())
    told = {(fault.line, fault.column) for fault in faults}
    assert {(2, name) for name in ("code", "source", "valid_from", "sort", "day_off", "colour", "kind")} <= told
    assert (3, "valid_to") in told


@pytest.mark.parametrize("content", [b"\xff\xfe", b"code;name_vi\n", b""])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(errors.Invalid):
        entry_files.read(CodeList.HOLIDAY, content)


def test_every_shipped_entry_has_both_names_and_a_source(session: Session) -> None:
    nameless = [
        entry.label for entry in session.query(CodeEntry) if not (entry.name_vi and entry.name_en and entry.source)
    ]
    assert nameless == []
    assert session.query(CodeEntry).filter_by(list=CodeList.INCIDENT_TYPE, valid_to=None).count() == 68


def test_a_change_is_seen_at_once_by_who_made_it_and_by_nobody_once_it_was_given_up(cast: Cast) -> None:
    with cast.database.writing() as session:
        before = queries.alive(session, CodeList.INCIDENT_TYPE, FACTS["valid_from"])
        actions.add(session, cast.binh, CodeList.INCIDENT_TYPE, FACTS)
        assert len(queries.alive(session, CodeList.INCIDENT_TYPE, FACTS["valid_from"])) == len(before) + 1
        assert ("incident_type", "drone_theft") in queries.names(session)
        session.rollback()
        assert len(queries.alive(session, CodeList.INCIDENT_TYPE, FACTS["valid_from"])) == len(before)
        assert ("incident_type", "drone_theft") not in queries.names(session)
